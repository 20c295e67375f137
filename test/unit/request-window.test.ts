import { describe, expect, it } from 'vitest';
import { createRequestWindow } from '../../src-main/wallet/leaks/revoke/request-window.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const limit = loadCatalog()
  .flatMap(({ revocation }) => revocation.calls ?? [])
  .find(({ call }) => call.url === 'https://api.github.com/credentials/revoke')?.limit ?? {
  requests: 0,
  perSeconds: 0,
};

describe('The number of requests that a service takes in a while', () => {
  it('is 60 in an hour at GitHub', () => {
    expect(limit).toEqual({ requests: 60, perSeconds: 3_600 });
  });

  it('is used up at once if need be, and the next waits until the hour is over', () => {
    const clock = createFakeClock();
    const window = createRequestWindow(clock);
    const waits = Array.from({ length: 61 }, () => window.take('github', limit));
    expect(waits).toEqual([...Array<number>(60).fill(0), HOUR_MS]);

    clock.advance(HOUR_MS - 1);
    expect(window.take('github', limit)).toBe(1);
    clock.advance(1);
    expect(window.take('github', limit)).toBe(0);
  });

  it('is counted over any hour, and not from its full one', () => {
    const clock = createFakeClock();
    const window = createRequestWindow(clock);
    for (let request = 0; request < 60; request += 1) {
      expect(window.take('github', limit)).toBe(0);
      clock.advance(MINUTE_MS / 2);
    }
    expect(window.take('github', limit)).toBe(HOUR_MS / 2);
    clock.advance(HOUR_MS / 2);
    expect(window.take('github', limit)).toBe(0);
    expect(window.take('github', limit)).toBe(MINUTE_MS / 2);
  });

  it('is counted for each service alone', () => {
    const window = createRequestWindow(createFakeClock());
    Array.from({ length: 60 }, () => window.take('github', limit));
    expect(window.take('another', limit)).toBe(0);
  });
});
