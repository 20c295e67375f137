import type { OAuth } from '../../oauth/oauth.ts';
import type { Secret } from '../../secret.ts';
import type { TokenOwner } from '../../vault/records.ts';
import type { Vault } from '../../vault/vault.ts';
import { nothingIfExpected } from '../../wallet-error.ts';
import { clientRecordId, type Parties } from '../parties.ts';

type Kind = 'access_token' | 'refresh_token';

/**
 * Whether "inactive" can be believed of a server's introspection.
 *
 * A server may say it of any token that the asking client is not allowed to see (RFC 7662 section 2.2). Only one that
 * has called a token of the same kind and client active before says something by calling it inactive afterwards. That
 * is kept with the client, so that what one process has learned counts in the next.
 */
export interface IntrospectionTrust {
  /**
   * Asks about a token that is about to be revoked, unless the answer is known from an earlier one of this client. Of a
   * foreign token only what is said of itself counts.
   */
  establish(parties: Parties, token: Secret, kind: Kind, isForeign: boolean): Promise<boolean>;
}

/**
 * Whether what introspection says of a client's other tokens says nothing of this one: it may be another client's, or it
 * is for an API of its own, and a server may call a token inactive because of whom it is asked for (RFC 7662 section 4).
 */
export function isForeignToken({ origin, resource }: Pick<TokenOwner, 'origin' | 'resource'>): boolean {
  return origin === 'added' || resource !== null;
}

export function createIntrospectionTrust(
  oauth: OAuth,
  vault: Pick<Vault, 'isOpen' | 'opened'>,
): IntrospectionTrust {
  // Also of clients that have no record in the vault, and of others without opening it once more.
  const trusted = new Set<string>();
  return {
    establish: async (parties, token, kind, isForeign) => {
      if (isForeign) {
        return callsActive(parties, token, kind);
      }
      const id = clientRecordId(parties.server.issuer, parties.client.clientId);
      const key = `${id} ${kind}`;
      if (trusted.has(key)) {
        return true;
      }
      const isTrusted = isKept(id, kind) || (await callsActive(parties, token, kind));
      if (isTrusted) {
        trusted.add(key);
        keep(id, kind);
      }
      return isTrusted;
    },
  };

  /** A server that cannot be asked now has not earned trust; the revocation itself will tell why. */
  async function callsActive({ server, client }: Parties, token: Secret, kind: Kind): Promise<boolean> {
    const answer = await oauth.introspect(server, client, token, kind).catch(nothingIfExpected);
    return answer?.alive === true;
  }

  function isKept(id: string, kind: Kind): boolean {
    const client = vault.isOpen() ? vault.opened().read('client', id) : undefined;
    return client?.believedIntrospection.includes(kind) === true;
  }

  function keep(id: string, kind: Kind): void {
    if (!vault.isOpen() || isKept(id, kind)) {
      return;
    }
    vault.opened().write((writer) => {
      const client = writer.read('client', id);
      if (client !== undefined) {
        const believedIntrospection = [...new Set([...client.believedIntrospection, kind])];
        writer.put('client', { ...client, believedIntrospection });
      }
    });
  }
}
