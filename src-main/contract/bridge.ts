import type { Answer } from './error.ts';
import type { EventName, EventOf, InputOf, MethodName, OutputOf } from './contract.ts';

/** The one frozen object that the preload puts into the page as `window.tokenWallet`. */
export interface Bridge {
  invoke<Name extends MethodName>(method: Name, input: InputOf<Name>): Promise<Answer<OutputOf<Name>>>;
  /** Returns the function that ends the listening. */
  on<Name extends EventName>(event: Name, listener: (payload: EventOf<Name>) => void): () => void;
}

/** The name of the bridge in the page. */
export const BRIDGE_NAME = 'tokenWallet';

/** The one channel for invocations: `(method, input) => Answer`. */
export const INVOKE_CHANNEL = 'wallet:invoke';

/** The one channel for events: `(name, payload)`. */
export const EVENT_CHANNEL = 'wallet:event';
