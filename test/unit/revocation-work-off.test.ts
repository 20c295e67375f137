import { describe, expect, it } from 'vitest';
import { type Answered, createWorkOff, type WorkOff } from '../../src-main/wallet/work-off.ts';
import { createFakeClock } from '../support/fake-clock.ts';

/* Items are called after their lane: `a1` and `a2` share one. A test answers for the service by hand. */

const clock = createFakeClock();
let begun: string[] = [];
const services = new Map<string, (how?: Answered) => void>();
const disks = new Map<string, PromiseWithResolvers<undefined>>();

function begin(atOnce: number): WorkOff<string> {
  begun = [];
  return createWorkOff({
    laneOf: (item) => item.charAt(0),
    atOnce: () => atOnce,
    work: async (item, answered) => {
      begun.push(item);
      const disk = Promise.withResolvers<undefined>();
      services.set(item, answered);
      disks.set(item, disk);
      await disk.promise;
    },
    clock,
  });
}

/** The service has answered, and the disk has what it said. */
function end(...items: readonly string[]): void {
  for (const item of items) {
    services.get(item)?.();
    disks.get(item)?.resolve(undefined);
  }
}

describe('working items off', () => {
  it('keeps to the order, and to the limit of each lane', async () => {
    const work = begin(2);
    const all = work.add(['a1', 'a2', 'a3', 'b1']);
    expect(begun).toEqual(['a1', 'a2', 'b1']);
    end('a2');
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
    end('a1', 'b1', 'a3');
    await all;
  });

  it('begins with the next when the service has answered, without waiting for the disk', async () => {
    const work = begin(1);
    const all = work.add(['a1', 'a2']);
    services.get('a1')?.();
    expect(begun).toEqual(['a1', 'a2']);
    end('a1', 'a2');
    await all;
  });

  it('lets only the lane rest whose service wants it, and gives the item its turn again first', async () => {
    const work = begin(1);
    const all = work.add(['a1', 'a2', 'b1', 'b2']);
    services.get('a1')?.({ restMs: 60_000, again: true });
    end('b1');
    expect(begun).toEqual(['a1', 'b1', 'b2']);
    clock.advance(59_999);
    expect(begun).toHaveLength(3);
    clock.advance(1);
    expect(begun).toEqual(['a1', 'b1', 'b2', 'a1']);
    end('a1', 'a2', 'b2');
    end('a2');
    await all;
  });

  it('tells the first failure at the end, and stops nothing for it', async () => {
    const work = begin(1);
    const all = work.add(['a1', 'a2']);
    disks.get('a1')?.reject(new Error('the disk is full'));
    const told = expect(all).rejects.toThrow('the disk is full');
    await Promise.resolve();
    await Promise.resolve();
    end('a2');
    await told;
    expect(begun).toEqual(['a1', 'a2']);
  });

  it('takes any number of items that are answered at once', async () => {
    let done = 0;
    const work = createWorkOff<number>({
      laneOf: () => 'a',
      atOnce: () => 8,
      work: (_, answered) => {
        answered();
        done += 1;
        return Promise.resolve();
      },
      clock,
    });
    await work.add(Array.from({ length: 50_000 }, (_, index) => index));
    expect(done).toBe(50_000);
  });

  it('drops what has not begun', async () => {
    const work = begin(1);
    const all = work.add(['a1', 'a2', 'b1', 'b2']);
    work.drop((item) => item.startsWith('a'));
    end('a1', 'b1');
    await Promise.resolve();
    end('b2');
    await all;
    expect(begun).toEqual(['a1', 'b1', 'b2']);
  });
});
