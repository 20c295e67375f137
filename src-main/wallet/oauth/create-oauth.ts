import type { Clock, Fetch } from '../ports.ts';
import { authorizationRequest } from './authorization.ts';
import { defaultLimits } from './bounded-fetch.ts';
import type { Limits } from './bounded-fetch.ts';
import { clientCredentialsGrant } from './client-credentials.ts';
import { finishAuthorization } from './code-exchange.ts';
import { beginDevice } from './device-authorization.ts';
import { pollDevice } from './device-polling.ts';
import { discover } from './discovery.ts';
import { introspect } from './introspection.ts';
import type { OAuth } from './oauth.ts';
import { discoverProtectedResource } from './protected-resource.ts';
import { refresh } from './refresh.ts';
import { deleteRegistration, readRegistration } from './registration-management.ts';
import { register } from './registration.ts';
import { revoke } from './revocation.ts';
import { userInfo } from './user-info.ts';
import { createWire } from './wire.ts';

/** The protocol over a fetch and a clock of the caller's choice. */
export function createOAuth(world: {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly limits?: Limits;
}): OAuth {
  const wire = createWire(world.fetch, world.clock, world.limits ?? defaultLimits);
  const { fetch } = wire;
  return {
    discover: (...input) => discover(fetch, ...input),
    discoverProtectedResource: (...input) => discoverProtectedResource(fetch, ...input),
    register: (...input) => register(fetch, ...input),
    readRegistration: (...input) => readRegistration(fetch, ...input),
    deleteRegistration: (...input) => deleteRegistration(fetch, ...input),
    authorizationRequest: (...input) => authorizationRequest(wire, ...input),
    finishAuthorization: (...input) => finishAuthorization(wire, ...input),
    beginDevice: (...input) => beginDevice(wire, ...input),
    pollDevice: (...input) => pollDevice(wire, ...input),
    clientCredentialsGrant: (...input) => clientCredentialsGrant(wire, ...input),
    refresh: (...input) => refresh(wire, ...input),
    revoke: (...input) => revoke(wire, ...input),
    introspect: (...input) => introspect(wire, ...input),
    userInfo: (...input) => userInfo(wire, ...input),
    skewMs: (issuerOrHost) =>
      wire.skewMs(issuerOrHost.includes('://') ? new URL(issuerOrHost).host : issuerOrHost),
  };
}
