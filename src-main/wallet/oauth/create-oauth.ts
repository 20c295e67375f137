import type { Clock, Fetch } from '../ports.ts';
import { authorizationRequest } from './authorization.ts';
import { boundedFetch, defaultLimits } from './bounded-fetch.ts';
import type { Limits } from './bounded-fetch.ts';
import { finishAuthorization } from './code-exchange.ts';
import { discover } from './discovery.ts';
import { introspect } from './introspection.ts';
import type { OAuth } from './oauth.ts';
import { refresh } from './refresh.ts';
import { isStillRegistered, register } from './registration.ts';
import { revoke } from './revocation.ts';
import { userInfo } from './user-info.ts';

/** The protocol over a fetch and a clock of the caller's choice. */
export function createOAuth(world: {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly limits?: Limits;
}): OAuth {
  const fetch = boundedFetch(world.fetch, world.clock, world.limits ?? defaultLimits);
  return {
    discover: (...input) => discover(fetch, ...input),
    register: (...input) => register(fetch, ...input),
    isStillRegistered: (_, client) => isStillRegistered(fetch, client),
    authorizationRequest: (...input) => authorizationRequest(fetch, ...input),
    finishAuthorization: (...input) => finishAuthorization(fetch, ...input),
    refresh: (...input) => refresh(fetch, ...input),
    revoke: (...input) => revoke(fetch, ...input),
    introspect: (...input) => introspect(fetch, ...input),
    userInfo: (...input) => userInfo(fetch, ...input),
  };
}
