import { BRIDGE_NAME, type Bridge } from '../src-main/contract/bridge.ts';
import type { Answer } from '../src-main/contract/error.ts';

declare global {
  interface Window {
    readonly [BRIDGE_NAME]: Bridge;
  }
}

/** The only door from the window to the wallet. It never rejects: a door that is stuck is an answer too. */
export const bridge: Bridge = {
  invoke: async (method, input) => {
    try {
      return await window[BRIDGE_NAME].invoke(method, input);
    } catch {
      return doorIsStuck;
    }
  },
  on: (event, listener) => window[BRIDGE_NAME].on(event, listener),
};

const doorIsStuck: Answer<never> = {
  ok: false,
  error: {
    code: 'internal',
    message: 'The wallet behind this window does not answer.',
    hint: 'Close the window and open it again. Nothing was lost.',
    detail: {},
  },
};
