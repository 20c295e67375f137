import type { Clock } from '../../ports.ts';
import type { RevocationCall } from '../../services/service-schema.ts';

type Limit = NonNullable<RevocationCall['limit']>;

/** Keeps to the number of requests that a service takes in a while. */
export interface RequestWindow {
  /** Takes a place for one request; otherwise says after how many milliseconds there is one. */
  take(call: string, limit: Limit): number;
}

export function createRequestWindow(clock: Clock): RequestWindow {
  const sentAtMs = new Map<string, number[]>();
  return {
    take: (call, { requests, perSeconds }) => {
      const nowMs = clock.now();
      const sent = (sentAtMs.get(call) ?? []).filter((atMs) => nowMs - atMs < perSeconds * 1000);
      sentAtMs.set(call, sent);
      const [first] = sent;
      if (first !== undefined && sent.length >= requests) {
        return first + perSeconds * 1000 - nowMs;
      }
      sent.push(nowMs);
      return 0;
    },
  };
}
