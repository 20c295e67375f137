import { describe, expect, it } from 'vitest';
import { ConnectionIdSchema } from '../../src-main/contract/connection.ts';
import * as v from 'valibot';
import { orderedId } from '../../src-main/wallet/vault/ordered-id.ts';

describe('an ordered id', () => {
  it('is a UUID of version 8 and of the variant of RFC 9562', () => {
    const id = orderedId(1);
    expect(v.is(ConnectionIdSchema, id)).toBe(true);
    expect(id).toMatch(/^00000000-0001-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it('has the order of its place, however far away that is', () => {
    const places = [1, 2, 9, 10, 255, 256, 65_536, 2 ** 40, 2 ** 48 - 1];
    const ids = places.map(orderedId);
    expect(ids.toSorted()).toEqual(ids);
    expect(ids.every((id) => v.is(ConnectionIdSchema, id))).toBe(true);
  });

  it('is another each time, at the same place too', () => {
    const ids = Array.from({ length: 1_000 }, () => orderedId(7));
    expect(new Set(ids).size).toBe(1_000);
  });
});
