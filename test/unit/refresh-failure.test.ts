import { describe, expect, it } from 'vitest';
import type { JournalAction, JournalEntry } from '../../src-main/contract/journal.ts';
import { waitBeforeRetry } from '../../src-main/wallet/back-off.ts';
import {
  failingSince,
  isWorthAnotherTry,
  judgeFailure,
} from '../../src-main/wallet/connections/refresh/judge-failure.ts';
import { hasRunOut } from '../../src-main/wallet/connections/refresh/needs-renewal.ts';
import { networkError } from '../../src-main/wallet/oauth/network-error.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';

const HOUR_MS = 60 * 60_000;

/** What fetch throws where a call to the operating system failed. */
function failureOf(syscall: string, code: string): WalletError {
  const cause = Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
  return networkError(new TypeError('fetch failed', { cause }), 'login.example.com');
}

function entry(action: JournalAction, at: string): JournalEntry {
  return { sequence: 1, at, action, connectionId: null, about: {} };
}

describe('a refresh that failed', () => {
  it('never left for its service where no connection came about', async () => {
    const real: unknown = await fetch('http://127.0.0.1:2/').catch((thrown: unknown) => thrown);
    const failures = [
      networkError(real, '127.0.0.1:2'),
      failureOf('getaddrinfo', 'ENOTFOUND'),
      failureOf('connect', 'ETIMEDOUT'),
      failureOf('', 'CERT_HAS_EXPIRED'),
    ];
    expect(failures.map(judgeFailure)).toEqual(failures.map(() => 'unsent'));
    expect(failures.some(isWorthAnotherTry)).toBe(false);
  });

  it('may have been carried out where the connection broke afterwards', () => {
    const broken = failureOf('read', 'ECONNRESET');
    expect(judgeFailure(broken)).toBe('lost');
    expect(isWorthAnotherTry(broken)).toBe(true);
  });

  it.each([
    ['service-timeout', 'lost'],
    ['service-busy', 'lost'],
    ['token-reply-invalid', 'lost'],
    ['captive-portal', 'lost'],
    ['refresh-refused', 'ended'],
    ['client-refused', 'refused'],
    ['service-refused', 'refused'],
    ['proxy-unreachable', 'unsent'],
  ] as const)('with %s counts as %s', (code, judgement) => {
    expect(judgeFailure(new WalletError(code))).toBe(judgement);
  });

  it('is tried again only where trying may help', () => {
    const codes = ['refresh-refused', 'refresh-answer-lost', 'client-refused', 'vault-busy'] as const;
    expect(codes.map((code) => isWorthAnotherTry(new WalletError(code)))).toEqual(codes.map(() => false));
  });

  it('has failed since the first failure after the last success', () => {
    const journal = [
      entry('refresh-failed', '2026-11-22T12:00:00.000Z'),
      entry('checked', '2026-11-22T11:00:00.000Z'),
      entry('refresh-failed', '2026-11-22T10:00:00.000Z'),
      entry('refreshed', '2026-11-22T09:00:00.000Z'),
      entry('refresh-failed', '2026-11-22T08:00:00.000Z'),
    ];
    expect(failingSince(journal)).toBe(Date.parse('2026-11-22T10:00:00.000Z'));
    expect(failingSince(journal.slice(3))).toBeUndefined();
  });
});

describe('the wait before another try', () => {
  const backOff = { firstMs: 500, mostMs: 8_000 };

  it('doubles up to a bound, and is any part of it', () => {
    const whole = [0, 1, 2, 10].map((attempt) => waitBeforeRetry(backOff, attempt, undefined, () => 1));
    expect(whole).toEqual([500, 1_000, 2_000, 8_000]);
    expect(waitBeforeRetry(backOff, 2, undefined, () => 0.25)).toBe(500);
  });

  it('is never shorter than what the service asks for', () => {
    expect(waitBeforeRetry(backOff, 0, '7', () => 0)).toBe(7_000);
  });
});

describe('an access token', () => {
  const nowMs = Date.parse('2026-11-22T12:00:00Z');
  const token = { issuedAtMs: nowMs - HOUR_MS, expiresAtMs: nowMs + 60_000 };

  it('is renewed a little before its end', () => {
    expect(hasRunOut(token, nowMs)).toBe(false);
    expect(hasRunOut(token, nowMs + 30_000)).toBe(true);
    expect(hasRunOut(token, nowMs + 30_000, 0)).toBe(false);
  });

  it('without an end does not run out', () => {
    expect(hasRunOut({ ...token, expiresAtMs: null }, nowMs)).toBe(false);
  });

  it('that was issued in the future has an end that tells nothing: the clock was set back', () => {
    expect(hasRunOut(token, nowMs - 365 * 24 * HOUR_MS)).toBe(true);
    expect(hasRunOut(token, token.issuedAtMs - 60_000)).toBe(false);
  });
});
