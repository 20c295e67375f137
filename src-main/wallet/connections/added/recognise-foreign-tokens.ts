import type { RecognisedToken } from '../../../contract/service.ts';
import { recogniseToken } from '../../services/recognise-token.ts';
import type { Service, TokenKind } from '../../services/service-schema.ts';
import { isWalletError, WalletError } from '../../wallet-error.ts';
import type { ForeignTokens } from './foreign-tokens.ts';
import { readTokenText } from './read-token-text.ts';

type Candidate = RecognisedToken['candidates'][number];

/** What the form of a token set tells. */
export interface RecognisedTokens {
  readonly candidates: readonly Candidate[];
  readonly claims: RecognisedToken['claims'];
}

/**
 * Recognises a token set by its form, asking nobody.
 *
 * Throws `token-checksum-failed`: such a token is none of that service's, and must not be sent anywhere.
 */
export function recogniseForeignTokens(
  services: readonly Service[],
  { accessToken, refreshToken }: ForeignTokens,
): RecognisedTokens {
  const recognised = [accessToken, refreshToken].map((token) =>
    token === null ? undefined : recogniseToken(services, token.reveal()),
  );
  const all = recognised.flatMap((token) => token?.candidates ?? []);
  const broken = all.find(({ checksum }) => checksum === 'fails');
  if (broken !== undefined) {
    throw new WalletError('token-checksum-failed', { service: broken.serviceName });
  }
  const [access, refresh] = recognised;
  return { candidates: (access ?? refresh)?.candidates ?? [], claims: access?.claims ?? null };
}

/** Says what a text is that a person is about to add: the token in it where there is one, else the text itself. */
export function recogniseText(services: readonly Service[], text: string, nowMs: number): RecognisedToken {
  return recogniseToken(services, onlyTokenIn(text, nowMs) ?? text.trim());
}

function onlyTokenIn(text: string, nowMs: number): string | undefined {
  try {
    const [only, ...others] = readTokenText(text, nowMs);
    return others.length > 0 ? undefined : (only?.accessToken ?? only?.refreshToken)?.reveal();
  } catch (error) {
    if (!isWalletError(error, 'token-text-not-understood')) {
      throw error;
    }
    return undefined;
  }
}

/**
 * What kind of token it is to the service that it was found to be of. Where no pattern says so: one that came with
 * more than itself, or a JWT, was issued by a grant, and a bare one was made by hand where the service lets people do so.
 */
export function kindOf(
  tokens: ForeignTokens,
  { candidates, claims }: RecognisedTokens,
  service: Service | undefined,
): TokenKind {
  const known = candidates.find(({ serviceId }) => serviceId === service?.id);
  if (known?.distinctive === true) {
    return known.kind;
  }
  if (tokens.accessToken === null) {
    return 'refresh';
  }
  const isOfGrant = tokens.refreshToken !== null || tokens.clientId !== null || claims !== null;
  return known?.kind ?? (!isOfGrant && service?.flows.includes('token') === true ? 'personal' : 'access');
}
