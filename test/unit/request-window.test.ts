import { describe, expect, it } from 'vitest';
import { createRequestWindow } from '../../src-main/wallet/leaks/revoke/request-window.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const ADDRESS = 'https://api.github.com/credentials/revoke';
const limit = { requests: 60, perSeconds: 3_600 };

describe('The number of requests that an address takes in a while', () => {
  it('is 60 in an hour at GitHub, which the catalog says of its apps of either kind', () => {
    const limits = loadCatalog()
      .flatMap(({ revocation }) => revocation.calls ?? [])
      .filter(({ call }) => call.url === ADDRESS)
      .map((call) => call.limit);
    expect(limits).toEqual([limit, limit]);
  });

  it('is used up at once if need be, and the next waits until the hour is over', () => {
    const clock = createFakeClock();
    const window = createRequestWindow(clock);
    const waits = Array.from({ length: 61 }, () => window.take(ADDRESS, limit));
    expect(waits).toEqual([...Array<number>(60).fill(0), HOUR_MS]);

    clock.advance(HOUR_MS - 1);
    expect(window.take(ADDRESS, limit)).toBe(1);
    clock.advance(1);
    expect(window.take(ADDRESS, limit)).toBe(0);
  });

  it('is not held up by requests that a clock which was set back puts into the future', () => {
    const clock = createFakeClock();
    const window = createRequestWindow(clock);
    for (let request = 0; request < 60; request += 1) {
      window.take(ADDRESS, limit);
    }
    clock.advance(-365 * 24 * HOUR_MS);
    expect(window.take(ADDRESS, limit)).toBe(0);
  });

  it('is counted over any hour, and not from its full one', () => {
    const clock = createFakeClock();
    const window = createRequestWindow(clock);
    for (let request = 0; request < 60; request += 1) {
      expect(window.take(ADDRESS, limit)).toBe(0);
      clock.advance(MINUTE_MS / 2);
    }
    expect(window.take(ADDRESS, limit)).toBe(HOUR_MS / 2);
    clock.advance(HOUR_MS / 2);
    expect(window.take(ADDRESS, limit)).toBe(0);
    expect(window.take(ADDRESS, limit)).toBe(MINUTE_MS / 2);
  });

  it('is counted for each address alone', () => {
    const window = createRequestWindow(createFakeClock());
    Array.from({ length: 60 }, () => window.take(ADDRESS, limit));
    expect(window.take('https://api.example.com/revoke', limit)).toBe(0);
  });
});
