import { describe, expect, it } from 'vitest';
import { createPace } from '../../src-main/wallet/pace.ts';

function times(count: number, work: () => void): void {
  for (let done = 0; done < count; done += 1) {
    work();
  }
}

describe('the pace at a service', () => {
  it('begins slowly, and rises with every answer up to a limit', () => {
    const pace = createPace();
    expect(pace.atOnce('one')).toBe(8);
    pace.keptUp('one');
    expect(pace.atOnce('one')).toBe(9);
    times(1_000, () => {
      pace.keptUp('one');
    });
    expect(pace.atOnce('one')).toBe(64);
  });

  it('is as slow as in the beginning when the service falls behind, and rises again', () => {
    const pace = createPace();
    times(24, () => {
      pace.keptUp('one');
    });
    pace.fellBehind('one');
    expect(pace.atOnce('one')).toBe(8);
    // The others that were under way answer well, which says nothing of the slower pace.
    times(31, () => {
      pace.keptUp('one');
    });
    expect(pace.atOnce('one')).toBe(8);
    pace.keptUp('one');
    expect(pace.atOnce('one')).toBe(9);
  });

  it('begins anew once nothing is left to be done', () => {
    const pace = createPace();
    pace.keptUp('one');
    pace.forget();
    expect(pace.atOnce('one')).toBe(8);
  });

  it('is that of one service alone', () => {
    const pace = createPace();
    pace.keptUp('one');
    expect([pace.atOnce('one'), pace.atOnce('other')]).toEqual([9, 8]);
  });
});
