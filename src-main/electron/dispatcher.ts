import { serialize } from 'node:v8';
import type { IpcMainInvokeEvent } from 'electron';
import * as v from 'valibot';
import { methods } from '../contract/contract.ts';
import type { InputOf, MethodName, OutputOf, UseCases } from '../contract/contract.ts';
import type { Answer } from '../contract/error.ts';
import { isWalletError, toErrorValue, WalletError } from '../wallet/wallet-error.ts';
import type { Guard } from './guard.ts';
import { describeUnexpectedError } from './unexpected-error.ts';

export interface DispatcherParts {
  readonly useCases: UseCases;
  readonly guard: Pick<Guard, 'admits'>;
  /** Takes one line for whoever maintains the wallet; it holds no secret. */
  readonly log: (line: string) => void;
}

/** What Electron calls for every invocation: never rejects, because Electron would pass on the error's own message. */
export type Dispatcher = (
  event: IpcMainInvokeEvent,
  method: unknown,
  input: unknown,
) => Promise<Answer<unknown>>;

/** Far above anything the window sends (the longest are lists of ids), far below what would keep the wallet busy. */
const LARGEST_INPUT_BYTES = 1_000_000;

/**
 * The border between the window and the wallet, where everything is checked once: who asks, for which method, with
 * what input; and on the way back that the answer is what the contract says, so that nothing else can slip out.
 */
export function createDispatcher({ useCases, guard, log }: DispatcherParts): Dispatcher {
  return async (event, method, input) => {
    if (!guard.admits(event)) {
      return failure(badInput('the request did not come from the window'));
    }
    if (!isMethodName(method)) {
      return failure(badInput('there is no such method'));
    }
    try {
      return { ok: true, value: await run(method, input) };
    } catch (error) {
      if (!isWalletError(error)) {
        log(`${method}: ${describeUnexpectedError(error)}`);
      }
      return failure(error);
    }
  };

  async function run<Name extends MethodName>(method: Name, input: unknown): Promise<OutputOf<Name>> {
    const output = await useCases[method](checkedInput(method, input));
    const checked = v.safeParse(methods[method].output, output, { abortEarly: true });
    if (!checked.success) {
      log(`${method}: ${fieldOf(checked.issues[0])} of the answer is not what the contract says`);
      throw new WalletError('internal');
    }
    return checked.output;
  }
}

function failure(error: unknown): Answer<never> {
  return { ok: false, error: toErrorValue(error) };
}

/** The input as the contract's schema gives it back; throws `bad-input` that names the field and never its value. */
function checkedInput<Name extends MethodName>(method: Name, input: unknown): InputOf<Name> {
  if (sizeInBytes(input) > LARGEST_INPUT_BYTES) {
    throw badInput(`the input of ${method} is too large`);
  }
  const checked = v.safeParse(methods[method].input, input, { abortEarly: true });
  if (!checked.success) {
    throw badInput(`${fieldOf(checked.issues[0])} of ${method} does not fit`);
  }
  return checked.output;
}

/** Own names only: `constructor` and `__proto__` are no methods. */
function isMethodName(method: unknown): method is MethodName {
  return typeof method === 'string' && Object.hasOwn(methods, method);
}

/** The size on the way: whatever came from the page was serialized, so it can be serialized again. */
function sizeInBytes(input: unknown): number {
  try {
    return serialize(input).byteLength;
  } catch {
    throw badInput('the input is not plain data');
  }
}

/** A field's place, from names of the schema only: a key that the schema does not know may itself be a secret. */
function fieldOf(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map(({ key }) => String(key));
  if (issue.expected === 'never') {
    return 'a field that should not be there';
  }
  return path.length === 0 ? 'the whole' : `the field ${path.join('.')}`;
}

function badInput(problem: string): WalletError {
  return new WalletError('bad-input', { problem });
}
