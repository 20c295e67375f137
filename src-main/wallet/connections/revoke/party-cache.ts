import { type ConnectionContext } from '../context.ts';
import { findParties, type Parties, type PartiesWish } from '../parties.ts';

/** Revocations of one service come in thousands; its metadata and client are read once for all that come close together. */
const FRESH_MS = 30_000;

export interface PartyCache {
  of(wish: PartiesWish): Promise<Parties>;
  /** Nothing is under way any more: what is read next may have changed. */
  clear(): void;
}

export function createPartyCache(context: ConnectionContext): PartyCache {
  const known = new Map<string, { readonly parties: Promise<Parties>; readonly readAtMs: number }>();
  return {
    of: (wish) => {
      const { issuer, serviceId, serviceHost, clientId, resource } = wish;
      const key = JSON.stringify([issuer, serviceId, serviceHost, clientId, resource]);
      const nowMs = context.clock.now();
      const found = known.get(key);
      if (found !== undefined && Math.abs(nowMs - found.readAtMs) < FRESH_MS) {
        return found.parties;
      }
      const parties = findParties(context, context.vault.opened(), wish);
      known.set(key, { parties, readAtMs: nowMs });
      // A failure is not kept: whoever comes next may have more luck.
      parties.catch(() => known.delete(key));
      return parties;
    },
    clear: () => {
      known.clear();
    },
  };
}
