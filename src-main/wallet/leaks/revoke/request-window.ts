import type { Clock } from '../../ports.ts';
import type { RevocationCall } from '../../services/service-schema.ts';

type Limit = NonNullable<RevocationCall['limit']>;

/** Keeps to the number of requests that an address takes in a while, for whichever service of the catalog they are. */
export interface RequestWindow {
  /** Takes a place for one request; otherwise says after how many milliseconds there is one. */
  take(address: string, limit: Limit): number;
}

export function createRequestWindow(clock: Clock): RequestWindow {
  const sentAtMs = new Map<string, number[]>();
  return {
    take: (address, { requests, perSeconds }) => {
      const nowMs = clock.now();
      const sent = (sentAtMs.get(address) ?? []).filter((atMs) => Math.abs(nowMs - atMs) < perSeconds * 1000);
      sentAtMs.set(address, sent);
      const [first] = sent;
      if (first !== undefined && sent.length >= requests) {
        return first + perSeconds * 1000 - nowMs;
      }
      sent.push(nowMs);
      return 0;
    },
  };
}
