import { initiateDeviceAuthorization } from 'openid-client';
import type { DeviceAuthorizationResponse } from 'openid-client';
import { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import { configure } from './configuration.ts';
import { grantParameters } from './grant-parameters.ts';
import type { ClientDescription, DeviceAuthorization, GrantWish, ServerDescription } from './oauth.ts';
import { refusesClient, understand } from './protocol-error.ts';
import { endpointOf, hostOf, isSafeFor } from './server-metadata.ts';
import type { Wire } from './wire.ts';

/** RFC 8628 section 3.2: where the server names no interval. */
const USUAL_INTERVAL_SECONDS = 5;

/** Asks for a code that the person enters elsewhere; see `OAuth.beginDevice`. */
export async function beginDevice(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  wish: GrantWish,
): Promise<DeviceAuthorization> {
  const host = hostOf(server);
  if (endpointOf(server, 'device_authorization_endpoint') === null) {
    throw new WalletError('device-unsupported', { host });
  }
  try {
    const configuration = await configure(wire, server, client);
    const reply = await initiateDeviceAuthorization(configuration, grantParameters(server, wish));
    return readReply(server, reply, wish.resource ?? null);
  } catch (error) {
    const failure = understand(error);
    const detail = { host, problem: failure.problem };
    const options = { cause: error };
    if (failure.kind === 'broken') {
      throw new WalletError('service-answer-invalid', detail, options);
    }
    throw new WalletError(refusesClient(failure) ? 'client-refused' : 'service-refused', detail, options);
  }
}

function readReply(
  server: ServerDescription,
  reply: DeviceAuthorizationResponse,
  resource: string | null,
): DeviceAuthorization {
  const {
    verification_uri: verificationUri,
    verification_uri_complete: complete,
    user_code: userCode,
  } = reply;
  const host = hostOf(server);
  // The person signs in at that address, so it must not be one that anybody on the way could answer for.
  if (!isSafeFor(server, verificationUri)) {
    throw new WalletError('service-answer-invalid', {
      host,
      problem: 'its verification_uri is not an https address',
    });
  }
  if (!/^[^\p{C}]{1,64}$/u.test(userCode)) {
    throw new WalletError('service-answer-invalid', { host, problem: 'its user_code cannot be typed' });
  }
  return {
    deviceCode: new Secret(reply.device_code),
    userCode,
    verificationUri,
    verificationUriComplete: complete !== undefined && isSafeFor(server, complete) ? complete : null,
    expiresInSeconds: reply.expires_in,
    intervalSeconds: reply.interval ?? USUAL_INTERVAL_SECONDS,
    resource,
  };
}
