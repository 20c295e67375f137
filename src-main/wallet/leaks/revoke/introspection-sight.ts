import type { Parties } from '../../connections/parties.ts';
import { isWorthAnotherTry } from '../../oauth/no-answer.ts';
import type { OAuth, TokenAnswer } from '../../oauth/oauth.ts';
import type { Secret } from '../../secret.ts';
import { isWalletError } from '../../wallet-error.ts';

/** What introspection tells of a leaked token. */
export interface Seen {
  /** The client that sees the token alive; else the first of those that got an answer. */
  readonly parties: Parties;
  /** false only tells that introspection says "inactive"; null: nobody could be asked. */
  readonly alive: boolean | null;
  /** What else it told, where it was asked just now. */
  readonly answer?: TokenAnswer;
  /**
   * With "inactive": whether the server shows this client the tokens of other clients too. One that does not says
   * "inactive" of every token that is none of the client's business (RFC 7662 section 2.2).
   */
  readonly isWide: boolean;
}

type Kind = 'access_token' | 'refresh_token';

/** Looks for the client that may speak for a leaked token, because nobody knows to which app it was issued. */
export interface IntrospectionSight {
  /** Rejects with what is worth another try. */
  look(among: readonly [Parties, ...Parties[]], token: Secret, kind: Kind): Promise<Seen>;
  isWide(parties: Parties, kind: Kind): boolean;
}

export function createIntrospectionSight(oauth: OAuth): IntrospectionSight {
  const wide = new Set<string>();
  const sightOf = ({ server, client }: Parties, kind: Kind): string =>
    [server.issuer, client.clientId, kind].join(' ');
  return {
    isWide: (parties, kind) => wide.has(sightOf(parties, kind)),
    look: async (among, token, kind) => {
      let inactive: Seen | undefined;
      for (const parties of among) {
        const { server, client } = parties;
        const sight = sightOf(parties, kind);
        const answer = await oauth.introspect(server, client, token, kind).catch(nothingIfFinal);
        if (answer?.alive === true) {
          if (answer.clientId !== undefined && answer.clientId !== client.clientId) {
            wide.add(sight);
          }
          return { parties, alive: true, answer, isWide: wide.has(sight) };
        }
        if (answer !== undefined && (inactive === undefined || wide.has(sight))) {
          inactive = { parties, alive: false, answer, isWide: wide.has(sight) };
        }
      }
      return inactive ?? { parties: among[0], alive: null, isWide: false };
    },
  };
}

function nothingIfFinal(error: unknown): undefined {
  if (!isWalletError(error) || isWorthAnotherTry(error)) {
    throw error;
  }
}
