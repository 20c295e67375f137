import type { ErrorCode, ErrorValue } from '../contract/error.ts';
import { errorTexts } from './error-texts.ts';

export type ErrorDetail = Readonly<Record<string, string>>;

/**
 * An expected failure, with a code from the closed list of the contract.
 *
 * Its message and hint come from one table, filled with `detail`; neither may hold a secret. The original error is
 * kept as `cause` for debugging and never crosses a border, because replies and stack traces can hold tokens.
 */
export class WalletError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly detail: ErrorDetail;

  constructor(code: ErrorCode, detail: ErrorDetail = {}, options?: ErrorOptions) {
    const text = errorTexts[code];
    super(fill(text.message, detail), options);
    this.name = 'WalletError';
    this.code = code;
    this.hint = fill(text.hint, detail);
    this.detail = detail;
  }
}

/** What crosses the border for any error: its own code for an expected one, `internal` without details for the rest. */
export function toErrorValue(error: unknown): ErrorValue {
  const known = error instanceof WalletError ? error : new WalletError('internal', {}, { cause: error });
  return { code: known.code, message: known.message, hint: known.hint, detail: { ...known.detail } };
}

/** Whether an error is one of these expected failures. */
export function isWalletError(error: unknown, ...codes: readonly ErrorCode[]): error is WalletError {
  return error instanceof WalletError && (codes.length === 0 || codes.includes(error.code));
}

/** For `catch` where an expected failure counts as no answer; any other is thrown on. */
export function nothingIfExpected(error: unknown): undefined {
  if (!isWalletError(error)) {
    throw error;
  }
}

function fill(text: string, detail: ErrorDetail): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => detail[name] ?? '');
}
