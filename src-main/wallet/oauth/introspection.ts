import { tokenIntrospection } from 'openid-client';
import type { IntrospectionResponse } from 'openid-client';
import type { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import { configureAnswered, UNSENT } from './configuration.ts';
import { jsonObjectOf, scopesOf, textOf } from './json-body.ts';
import { endOf } from './lifetime.ts';
import type { ClientDescription, ServerDescription, TokenAnswer } from './oauth.ts';
import { presentToken } from './present-token.ts';
import { understand } from './protocol-error.ts';
import { hostOf } from './server-metadata.ts';
import type { Wire } from './wire.ts';

/** Asks what a token is; see `OAuth.introspect`. */
export async function introspect(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  token: Secret,
  kind: 'access_token' | 'refresh_token',
): Promise<TokenAnswer | undefined> {
  try {
    const response = await presentToken(wire, server, client, 'introspection_endpoint', { token, kind });
    if (response === undefined) {
      return undefined;
    }
    const answer = response.status === 200 ? await jsonObjectOf(response) : undefined;
    return readAnswer(
      isIntrospection(answer)
        ? answer
        : await tokenIntrospection(await configureAnswered(wire, server, client, response), UNSENT),
      hostOf(server),
    );
  } catch (error) {
    const failure = understand(error);
    if (failure.kind === 'refused') {
      // Many servers keep introspection for their own APIs (RFC 7662 section 2.1). That says nothing of the token.
      return undefined;
    }
    const detail = { host: hostOf(server), problem: failure.problem };
    throw new WalletError('service-answer-invalid', detail, { cause: error });
  }
}

function isIntrospection(
  answer: Readonly<Record<string, unknown>> | undefined,
): answer is IntrospectionResponse {
  return typeof answer?.['active'] === 'boolean';
}

/** RFC 7662 section 2.2. */
function readAnswer(answer: IntrospectionResponse, host: string): TokenAnswer {
  if (answer.scope !== undefined && typeof answer.scope !== 'string') {
    throw new WalletError('service-answer-invalid', {
      host,
      problem: 'its "scope" property must be a string',
    });
  }
  const subject = textOf(answer.sub);
  const clientId = textOf(answer.client_id);
  return {
    askedWith: 'introspection',
    alive: answer.active,
    identity: subject === null ? null : { subject, name: textOf(answer.username), email: null },
    scopes: scopesOf(answer.scope),
    ...(clientId === null ? {} : { clientId }),
    expiresAtMs: endOf(answer.exp),
    detail: `introspection answered ${answer.active ? 'active' : 'inactive'}`,
  };
}
