import type { OAuth } from '../../oauth/oauth.ts';
import type { Secret } from '../../secret.ts';
import { nothingIfExpected } from '../../wallet-error.ts';
import type { Parties } from '../parties.ts';

type Kind = 'access_token' | 'refresh_token';

/**
 * Whether "inactive" can be believed of a server's introspection.
 *
 * A server may say it of any token that the asking client is not allowed to see (RFC 7662 section 2.2). Only one that
 * has called a token of the same kind and client active before says something by calling it inactive afterwards.
 */
export interface IntrospectionTrust {
  /** Asks about a token that is about to be revoked, unless the answer is known from an earlier one. */
  establish(parties: Parties, token: Secret, kind: Kind): Promise<boolean>;
}

export function createIntrospectionTrust(oauth: OAuth): IntrospectionTrust {
  const trusted = new Set<string>();
  return {
    establish: async ({ server, client }, token, kind) => {
      const key = [server.issuer, client.clientId, kind].join(' ');
      if (!trusted.has(key)) {
        // A server that cannot be asked now has not earned trust; the revocation itself will tell why.
        const answer = await oauth.introspect(server, client, token, kind).catch(nothingIfExpected);
        if (answer?.alive === true) {
          trusted.add(key);
        }
      }
      return trusted.has(key);
    },
  };
}
