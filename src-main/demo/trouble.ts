import { setTimeout } from 'node:timers/promises';
import { errors } from 'oidc-provider';
import type { Middleware } from './middleware.ts';

/**
 * What a service can put in the way of somebody who revokes, to be practised with:
 *
 * - `slow`: a revocation or a refresh takes its time
 * - `429`: now and then it is refused for a second (RFC 6585 section 4)
 * - `half-dead`: every second token of a leak is dead already
 * - `offline`: nobody can reach the service: it hangs up without an answer
 * - `refuses`: some tokens cannot be revoked: refused in one way or another, or answered 200 and left alive
 */
export const troubles = ['slow', '429', 'half-dead', 'refuses', 'offline'] as const;

export type Trouble = (typeof troubles)[number];

const slownessMs = 200;
const busyEvery = 10;

/** Makes revocations and refreshes slow, and some revocations come too often. */
export function makeTrouble(
  paths: { readonly revocation: string; readonly token: string },
  present: ReadonlySet<Trouble>,
): Middleware {
  let requests = 0;
  return async (context, next) => {
    const isRevocation = context.path === paths.revocation;
    if (!isRevocation && context.path !== paths.token) {
      await next();
      return;
    }
    requests += isRevocation ? 1 : 0;
    if (isRevocation && present.has('429') && requests % busyEvery === 0) {
      context.status = 429;
      context.set('Retry-After', '1');
      context.body = { error: 'temporarily_unavailable', error_description: 'Too many requests' };
      return;
    }
    if (present.has('slow')) {
      await setTimeout(slownessMs);
    }
    await next();
  };
}

/**
 * Whether a token is left alive although the answer says 200, with `refuses`; throws where the answer says no. Which
 * tokens these are shows in their last sign, so that one that was refused is refused again.
 */
export function refusesToRevoke(token: string, present: ReadonlySet<Trouble>): boolean {
  const sign = present.has('refuses') ? token.at(-1) : undefined;
  if (sign === '0') {
    throw new errors.CustomOIDCProviderError('unsupported_token_type', 'This token cannot be revoked');
  }
  if (sign === '1') {
    throw new Forbidden();
  }
  return sign === '2';
}

class Forbidden extends errors.OIDCProviderError {
  constructor() {
    super(403, 'access_denied');
    this.error_description = 'Only the owner of the account may revoke this token';
  }
}
