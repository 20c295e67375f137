import { describe, expect, it } from 'vitest';
import { forecastEnd, isNear } from '../../src-main/wallet/connections/expiry/forecast-end.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import { createServiceDirectory } from '../../src-main/wallet/services/service-directory.ts';
import { connectionRecord } from '../support/connection-record.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const issuedAtMs = Date.parse('2026-11-22T12:00:00Z');

const services = createServiceDirectory(loadCatalog());

function forecast(
  changes: Parameters<typeof connectionRecord>[0],
  serviceId: string | null = null,
): ReturnType<typeof forecastEnd> {
  const record = connectionRecord({ issuedAtMs, usedAtMs: issuedAtMs, ...changes });
  return forecastEnd(record, services.ofId(serviceId));
}

describe('the end of an access', () => {
  it('is that of its token where nothing renews it', () => {
    const expiresAtMs = issuedAtMs + 2 * HOUR_MS;
    expect(forecast({ refreshable: false, expiresAtMs })).toMatchObject({
      atMs: expiresAtMs,
      because: 'access-expires',
      isPreventable: false,
    });
  });

  it('is not known where nobody told, and does not come where the service says never', () => {
    expect(forecast({ refreshable: true })).toBeNull();
    expect(forecast({ refreshable: false, expiry: 'not-stated', expiresAtMs: null })).toBeNull();
    expect(forecast({ expiry: 'never', expiresAtMs: null, refreshable: true }, 'google')).toBeNull();
  });

  it('is that of its refresh token where the service said when', () => {
    const refreshExpiresAtMs = issuedAtMs + 10 * DAY_MS;
    expect(forecast({ refreshable: true, refreshExpiresAtMs })).toMatchObject({
      atMs: refreshExpiresAtMs,
      because: 'refresh-expires',
      isPreventable: false,
    });
    expect(forecast({ refreshable: true, refreshExpiresAtMs }, 'box')?.isPreventable).toBe(true);
  });

  it('is that of the last access token where the refresh token ends before it', () => {
    const expiresAtMs = issuedAtMs + 2 * HOUR_MS;
    const refreshExpiresAtMs = issuedAtMs + HOUR_MS;
    expect(forecast({ refreshable: true, expiresAtMs, refreshExpiresAtMs })?.atMs).toBe(expiresAtMs);
  });

  it('is forecast from what is documented: a refresh token of Box lives for 60 days, and works once', () => {
    expect(forecast({ refreshable: true }, 'box')).toMatchObject({
      atMs: issuedAtMs + 60 * DAY_MS,
      because: 'refresh-expires',
      isPreventable: true,
    });
  });

  it('comes of not being used where a service ends what nobody uses, as Google does', () => {
    const usedAtMs = issuedAtMs + 20 * DAY_MS;
    expect(forecast({ refreshable: true, usedAtMs }, 'google')).toMatchObject({
      atMs: usedAtMs + 183 * DAY_MS,
      because: 'unused',
      isPreventable: true,
    });
  });

  it.each([
    ['10 minutes', 10 * MINUTE_MS, 5 * MINUTE_MS],
    ['8 hours', 8 * HOUR_MS, HOUR_MS],
    ['10 days', 10 * DAY_MS, DAY_MS],
    ['60 days', 60 * DAY_MS, 7 * DAY_MS],
  ])('of one that lives for %s is near in good time', (_, lifeMs, noticeMs) => {
    const end = {
      atMs: issuedAtMs + lifeMs,
      because: 'access-expires',
      isPreventable: false,
      lifeMs,
    } as const;
    expect(isNear(end, end.atMs - noticeMs - 1)).toBe(false);
    expect(isNear(end, end.atMs - noticeMs)).toBe(true);
  });
});
