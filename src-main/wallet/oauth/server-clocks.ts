import { addressOf } from '../network/address-of.ts';
import { headerOf } from '../network/whole-response.ts';
import type { Clock, Fetch } from '../ports.ts';
import type { ServerDescription } from './oauth.ts';
import { endpointOf, hostOf } from './server-metadata.ts';

/** How far two clocks may be apart before it is told; so much is made up for. */
export const TOLERATED_SKEW_MS = 5 * 60 * 1000;

/** The clocks of the services, as seen from the `Date` of their answers (RFC 9110 section 6.6.1). */
export interface ServerClocks {
  /** The same fetch, which looks at the clock of every answer. */
  watch(fetch: Fetch): Fetch;
  /** How many milliseconds the clock of a host is ahead of ours; undefined while nothing is known. */
  readonly skewMs: (host: string) => number | undefined;
}

export function createServerClocks(clock: Clock): ServerClocks {
  const skews = new Map<string, number>();
  return {
    watch: (fetch) => async (address, init) => {
      const response = await fetch(address, init);
      const serverMs = momentOf(response);
      if (serverMs !== undefined) {
        skews.set(addressOf(address).host, serverMs - clock.now());
      }
      return response;
    },
    skewMs: (host) => skews.get(host),
  };
}

/** The skew of the clock that issues a server's tokens and judges our proofs. */
export function skewOf(skewMs: (host: string) => number | undefined, server: ServerDescription): number {
  const tokenEndpoint = endpointOf(server, 'token_endpoint');
  const skew = tokenEndpoint === null ? undefined : skewMs(addressOf(tokenEndpoint).host);
  return skew ?? skewMs(hostOf(server)) ?? 0;
}

/** A cache on the way keeps the `Date` and adds the `Age` in seconds (RFC 9111 section 5.1). */
function momentOf(response: Response): number | undefined {
  const dateMs = Date.parse(headerOf(response, 'date') ?? '');
  const ageSeconds = Number(headerOf(response, 'age') ?? 0);
  const momentMs = dateMs + ageSeconds * 1000;
  return Number.isNaN(momentMs) ? undefined : momentMs;
}
