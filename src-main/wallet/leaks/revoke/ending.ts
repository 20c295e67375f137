import type { AskedWith } from '../../../contract/connection.ts';
import type { ErrorValue } from '../../../contract/error.ts';
import type { LeakedState } from '../../../contract/leak.ts';
import type { RevocationCallEnding } from '../../connections/revoke/revoke-token.ts';
import { isWorthAnotherTry } from '../../oauth/no-answer.ts';
import { toErrorValue, WalletError } from '../../wallet-error.ts';

/** How it ended with a leaked token, or that it is worth another try. */
export type Ending =
  | {
      readonly state: Exclude<
        LeakedState,
        'found' | 'needs-service' | 'not-whole' | 'waiting' | 'revoking' | 'left-out'
      >;
      readonly askedWith: AskedWith;
      readonly detail: string;
      readonly livesUntilMs: number | null;
      readonly error: ErrorValue | null;
    }
  | { readonly state: 'again'; readonly failure: WalletError };

/** What happened to a leaked token. */
export interface LeakEvidence {
  readonly call: RevocationCallEnding;
  /** What the service said afterwards, as far as it can be believed; null: nothing. */
  readonly alive: boolean | null;
  readonly askedWith: AskedWith;
  readonly answer: string;
  /** It was so before it was revoked. */
  readonly wasDead?: boolean;
  /** The end that the token states itself, where an API may accept it without asking anybody (RFC 9068). */
  readonly ownEndMs: number | null;
}

/**
 * Says what is known of one leaked token, with the honesty of `judgeRevocation`: nothing is confirmed that was not asked
 * about afterwards, and what is still alive failed, whatever the call was answered with.
 */
export function judgeLeaked(
  { call, alive, askedWith, answer, wasDead = false, ownEndMs }: LeakEvidence,
  term: {
    readonly host: string;
    readonly nowMs: number;
    /** The service carries revocations out later than it answers them, and there is still time to ask again. */
    readonly mayDieLater: boolean;
  },
): Ending {
  const ending = (
    state: 'confirmed' | 'already-dead' | 'accepted' | 'alive-until' | 'unsupported' | 'failed',
    error: WalletError | null = null,
    livesUntilMs: number | null = null,
  ): Ending => ({
    state,
    askedWith,
    detail: `The token: ${inWords(call)}; ${answer}.`,
    livesUntilMs,
    error: error === null ? null : toErrorValue(error),
  });
  if (alive === false) {
    return ending(wasDead ? 'already-dead' : 'confirmed');
  }
  if (call instanceof WalletError) {
    return isWorthAnotherTry(call) ? { state: 'again', failure: call } : ending('failed', call);
  }
  if (call === 'unsupported') {
    return ending('unsupported', new WalletError('revocation-unsupported', { host: term.host }));
  }
  if (alive === true) {
    const stillAlive = new WalletError('still-alive', { host: term.host });
    return term.mayDieLater ? { state: 'again', failure: stillAlive } : ending('failed', stillAlive);
  }
  return ownEndMs !== null && ownEndMs > term.nowMs
    ? ending('alive-until', null, ownEndMs)
    : ending('accepted');
}

function inWords(call: RevocationCallEnding): string {
  if (call instanceof WalletError) {
    return call.message.replace(/\.$/, '');
  }
  return call === 'unsupported' ? 'no revocation call for it' : 'revocation accepted';
}
