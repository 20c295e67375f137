import type { Fetch } from '../ports.ts';
import type { Secret } from '../secret.ts';
import { isWalletError, WalletError } from '../wallet-error.ts';
import { jsonObjectOf, secretOf, textOf } from './json-body.ts';
import type { ManagedClient, RegistrationAnswer, ServerDescription } from './oauth.ts';
import { refusal } from './protocol-error.ts';
import { hostOf, isSafeFor } from './server-metadata.ts';

/** Asks after a registration (RFC 7592 section 2.1); see `OAuth.readRegistration`. */
export async function readRegistration(
  fetch: Fetch,
  server: ServerDescription,
  client: ManagedClient,
): Promise<RegistrationAnswer> {
  try {
    const response = await manage(fetch, client, 'GET');
    if (response === undefined) {
      return { state: 'not-told' };
    }
    // 403 is for a client that is known, and may not read its record.
    if ([401, 404].includes(response.status)) {
      return { state: 'gone' };
    }
    const record = response.status === 200 ? await jsonObjectOf(response) : undefined;
    return record === undefined
      ? { state: 'not-told' }
      : { state: 'known', replaced: replacedIn(server, record, client) };
  } catch (error) {
    if (isWalletError(error)) {
      return { state: 'not-told' };
    }
    throw error;
  }
}

/** Ends a registration (RFC 7592 section 2.3); see `OAuth.deleteRegistration`. */
export async function deleteRegistration(
  fetch: Fetch,
  server: ServerDescription,
  client: ManagedClient,
): Promise<'done' | 'gone' | 'unsupported'> {
  const response = await manage(fetch, client, 'DELETE');
  if (response === undefined || [403, 405, 501].includes(response.status)) {
    return 'unsupported';
  }
  if (response.ok) {
    return 'done';
  }
  if ([401, 404].includes(response.status)) {
    return 'gone';
  }
  const reply = (await jsonObjectOf(response)) ?? {};
  const { problem } = refusal(response.status, textOf(reply.error), textOf(reply.error_description));
  throw new WalletError('service-refused', { host: hostOf(server), problem });
}

/** Undefined where the server gave nothing to manage the registration with. */
async function manage(
  fetch: Fetch,
  { registrationClientUri, registrationAccessToken }: ManagedClient,
  method: 'GET' | 'DELETE',
): Promise<Response | undefined> {
  return registrationClientUri === null || registrationAccessToken === null
    ? undefined
    : fetch(registrationClientUri, {
        method,
        headers: { authorization: `Bearer ${registrationAccessToken.reveal()}`, accept: 'application/json' },
      });
}

/** RFC 7592 section 3: any of them may be new in any answer. */
function replacedIn(
  server: ServerDescription,
  record: Readonly<Record<string, unknown>>,
  client: ManagedClient,
): Extract<RegistrationAnswer, { state: 'known' }>['replaced'] {
  const address = textOf(record.registration_client_uri);
  const accessToken = newSecret(record.registration_access_token, client.registrationAccessToken);
  const clientSecret = newSecret(record.client_secret, client.clientSecret);
  const hasMoved = address !== null && address !== client.registrationClientUri;
  return {
    ...(hasMoved && isSafeFor(server, address) && { registrationClientUri: address }),
    ...(accessToken !== null && { registrationAccessToken: accessToken }),
    ...(clientSecret !== null && { clientSecret }),
  };
}

function newSecret(value: unknown, known: Secret | null | undefined): Secret | null {
  return value === known?.reveal() ? null : secretOf(value);
}
