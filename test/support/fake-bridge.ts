import * as v from 'valibot';
import type { Bridge } from '../../src-main/contract/bridge.ts';
import {
  events,
  methods,
  type EventName,
  type EventOf,
  type InputOf,
  type MethodName,
  type OutputOf,
  type Tell,
  type UseCases,
} from '../../src-main/contract/contract.ts';
import type { Answer } from '../../src-main/contract/error.ts';
import { toErrorValue, WalletError } from '../../src-main/wallet/wallet-error.ts';
import { fakeUseCases } from './fake-use-cases.ts';

/** A bridge to no wallet but the given use cases, for the window alone. */
export interface FakeBridge extends Bridge {
  /** What the window asked for, in order. */
  readonly asked: readonly MethodName[];
  tell: Tell;
}

/**
 * Holds both sides to the contract: an input or output that does not fit its schema fails the test. A use case that
 * throws a WalletError answers with it, as the real dispatcher does.
 */
export function createFakeBridge(working: Partial<UseCases>): FakeBridge {
  const useCases = fakeUseCases(working);
  const asked: MethodName[] = [];
  const listeners: { name: EventName; listener: (payload: never) => void }[] = [];
  return {
    asked,
    async invoke<Name extends MethodName>(
      method: Name,
      input: InputOf<Name>,
    ): Promise<Answer<OutputOf<Name>>> {
      asked.push(method);
      const schema = methods[method];
      const fittingInput = v.parse(schema.input, input) as InputOf<Name>;
      try {
        const value = await useCases[method](fittingInput);
        return { ok: true, value: v.parse(schema.output, value) as OutputOf<Name> };
      } catch (error) {
        if (error instanceof WalletError) {
          return { ok: false, error: toErrorValue(error) };
        }
        throw error;
      }
    },
    on(name, listener) {
      const entry = { name, listener };
      listeners.push(entry);
      return () => {
        listeners.splice(listeners.indexOf(entry), 1);
      };
    },
    tell<Name extends EventName>(name: Name, payload: EventOf<Name>): void {
      const fitting = v.parse(events[name], payload);
      for (const entry of listeners.filter((candidate) => candidate.name === name)) {
        (entry.listener as (payload: unknown) => void)(fitting);
      }
    },
  };
}
