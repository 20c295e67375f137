import { expect, it } from 'vitest';
import { createServiceOutages } from '../../src-main/wallet/connections/revoke/service-outages.ts';
import type { Clock } from '../../src-main/wallet/ports.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';

const HOUR_MS = 60 * 60_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

it('A service that wants to be left alone is, but not for a year because the clock was set back', () => {
  let nowMs = Date.parse('2026-11-22T12:00:00Z');
  const clock: Clock = { now: () => nowMs, after: () => () => undefined };
  const outages = createServiceOutages(clock);
  const reason = new WalletError('service-busy', { host: 'login.example.com', retryAfterSeconds: '3600' });
  outages.learn('lane', {
    ...{ outcome: 'queued', cuts: 'token', askedWith: null, detail: '', livesUntilMs: null, byHand: null },
    ...{ reason, retryAfterSeconds: 3600, askLater: false },
  });
  expect(outages.of('lane')?.failure).toBe(reason);
  nowMs += HOUR_MS;
  expect(outages.of('lane')).toBeUndefined();
  nowMs -= YEAR_MS;
  expect(outages.of('lane')).toBeUndefined();
});
