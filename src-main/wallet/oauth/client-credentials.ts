import { grantError } from './grant-error.ts';
import { grantParameters } from './grant-parameters.ts';
import type { ClientDescription, GrantWish, Proof, ServerDescription, TokenReply } from './oauth.ts';
import { refusesClient } from './protocol-error.ts';
import { requestTokens } from './token-request.ts';
import type { Wire } from './wire.ts';

/** Gets a token for the app itself (RFC 6749 section 4.4); see `OAuth.clientCredentialsGrant`. */
export async function clientCredentialsGrant(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  wish: GrantWish & Proof,
): Promise<TokenReply> {
  try {
    return await requestTokens(wire, server, client, {
      grantType: 'client_credentials',
      parameters: grantParameters(server, wish),
      proofKey: wish.proofKey,
    });
  } catch (error) {
    throw grantError(wire, { server, client }, error, (refusal) =>
      refusesClient(refusal) ? 'client-refused' : 'service-refused',
    );
  }
}
