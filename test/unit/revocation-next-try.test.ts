import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src-main/wallet/connections/revoke/judge-revocation.ts';
import { dueAtMs, nextTry, type TryTerm } from '../../src-main/wallet/connections/revoke/next-try.ts';
import { newlyPending } from '../../src-main/wallet/vault/pending-revocation.ts';
import type { PendingRevocation } from '../../src-main/wallet/vault/records.ts';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const HOUR_MS = 60 * 60 * 1000;
const believed = { introspection: true, shown: false, refresh: false };

function verdict(changes: Partial<Verdict>): Verdict {
  return {
    outcome: 'queued',
    cuts: 'token',
    askedWith: null,
    detail: '',
    livesUntilMs: null,
    reason: null,
    byHand: null,
    retryAfterSeconds: null,
    askLater: false,
    ...changes,
  };
}

function after(
  ended: Partial<Verdict>,
  before: Partial<PendingRevocation> = {},
  term: Partial<TryTerm> = {},
): PendingRevocation | null {
  const world = { nowMs: NOW_MS, endMs: null, isByHand: false, random: () => 1, ...term };
  return nextTry({ ...newlyPending(NOW_MS), ...before }, { verdict: verdict(ended), believed }, world);
}

describe('the next try', () => {
  it.each([
    [0, 5_000],
    [1, 10_000],
    [5, 160_000],
    [30, HOUR_MS],
  ])('after %i tries comes %i ms later at most', (attempts, waitMs) => {
    expect(after({}, { attempts })).toMatchObject({
      step: 'revoke',
      attempts: attempts + 1,
      nextAttemptAtMs: NOW_MS + waitMs,
      believed,
    });
  });

  it('comes no earlier than the service wants', () => {
    const earliest = after({ retryAfterSeconds: 600 }, {}, { random: () => 0 });
    expect(earliest?.nextAttemptAtMs).toBe(NOW_MS + 600_000);
  });

  it('comes also past the end of the tokens, which a wrong clock may tell, but not for ever', () => {
    expect(after({}, { attempts: 0 }, { endMs: NOW_MS })).not.toBeNull();
    expect(after({}, { attempts: 30 }, { endMs: NOW_MS })).toBeNull();
    expect(after({}, { attempts: 30 }, { endMs: NOW_MS + 1 })).not.toBeNull();
  });

  it('is none once there is a verdict, or nothing left to revoke', () => {
    expect(after({ outcome: 'confirmed' })).toBeNull();
    expect(after({ outcome: 'failed' })).toBeNull();
    expect(after({ outcome: 'accepted', askLater: true }, {}, { endMs: NOW_MS })).toBeNull();
  });

  it('is a question where the service may know more later', () => {
    expect(after({ outcome: 'accepted', askLater: true })).toMatchObject({ step: 'ask' });
    expect(after({ outcome: 'accepted' })).toBeNull();
  });

  it('is a question for a day while a person ends the access by hand', () => {
    const isByHand = true;
    const alive: Partial<Verdict> = { outcome: 'failed', askedWith: 'introspection' };
    const begunAtMs = NOW_MS - 23 * HOUR_MS;
    expect(after(alive, { step: 'ask', begunAtMs }, { isByHand })).toMatchObject({ step: 'ask' });
    expect(after(alive, { step: 'ask', begunAtMs: begunAtMs - HOUR_MS }, { isByHand })).toBeNull();
    expect(after({ outcome: 'confirmed' }, { step: 'ask' }, { isByHand })).toBeNull();
  });

  it('is due at once where only a clock that went wrong can have put it off so far', () => {
    expect(dueAtMs(NOW_MS + HOUR_MS, NOW_MS)).toBe(NOW_MS + HOUR_MS);
    expect(dueAtMs(NOW_MS + 365 * 24 * HOUR_MS, NOW_MS)).toBe(NOW_MS);
  });
});
