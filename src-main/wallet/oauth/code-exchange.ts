import type { ErrorCode } from '../../contract/error.ts';
import { codeIn } from './authorization-answer.ts';
import { scopesIn } from './deviations.ts';
import { grantError } from './grant-error.ts';
import { resourceParameter } from './grant-parameters.ts';
import type { AuthorizationRequest, ClientDescription, ServerDescription, TokenReply } from './oauth.ts';
import { refusesClient } from './protocol-error.ts';
import type { Refusal } from './protocol-error.ts';
import { requestTokens } from './token-request.ts';
import type { Wire } from './wire.ts';

/** Checks the browser's answer and exchanges its code; see `OAuth.finishAuthorization`. */
export async function finishAuthorization(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  request: AuthorizationRequest,
  answer: URL,
): Promise<TokenReply> {
  const code = codeIn(server, request, answer);
  const deviceId = deviceIdIn(server, answer);
  try {
    const reply = await requestTokens(wire, server, client, {
      grantType: 'authorization_code',
      parameters: {
        code,
        redirect_uri: request.redirectUri,
        code_verifier: request.codeVerifier.reveal(),
        ...resourceParameter(request.resource),
        ...(deviceId !== undefined && { device_id: deviceId, state: request.state.reveal() }),
      },
      proofKey: request.proofKey,
      ...(request.nonceIsSent && { nonce: request.nonce.reveal() }),
    });
    return {
      ...reply,
      scopes: reply.scopes ?? scopesInRedirect(server, answer),
      refreshParameters: {
        ...(server.deviations?.includes('refresh-with-redirect-uri') && {
          redirect_uri: request.redirectUri,
        }),
        ...(deviceId !== undefined && { device_id: deviceId }),
      },
    };
  } catch (error) {
    const { redirectUri } = request;
    throw grantError(wire, { server, client }, error, codeOf, { redirectUri });
  }
}

/** Strava tells in the redirect what the person has ticked, and nowhere else. */
function scopesInRedirect(server: ServerDescription, answer: URL): readonly string[] | null {
  const scope = answer.searchParams.get('scope');
  return server.deviations?.includes('scopes-in-redirect') === true && scope !== null
    ? scopesIn(scope)
    : null;
}

/** VK names the device in the redirect, and wants the name with every request for tokens. */
function deviceIdIn(server: ServerDescription, answer: URL): string | undefined {
  return server.deviations?.includes('device-id-in-redirect') === true
    ? (answer.searchParams.get('device_id') ?? undefined)
    : undefined;
}

function codeOf(refusal: Refusal): ErrorCode {
  if (refusal.error === 'invalid_grant') {
    return 'code-refused';
  }
  return refusesClient(refusal) ? 'client-refused' : 'authorization-refused';
}
