import type { TokenReply } from '../../oauth/oauth.ts';
import type { Service } from '../../services/service-schema.ts';
import type { ConnectionRecord } from '../../vault/records.ts';
import type { Lease, OpenVault } from '../../vault/vault.ts';
import { grantedScopes, refreshEnd, termOf } from '../connect/grant.ts';
import { namesOf } from '../context.ts';
import type { Begun } from './present-refresh-token.ts';

/**
 * Keeps a new token set, before anybody uses it. A server that did not rotate keeps its refresh token.
 *
 * Answers with what is in the vault then, or undefined where these tokens must not be kept: a revocation began, or a new
 * grant took the place of the one that they belong to.
 */
export function storeRenewal(
  opened: OpenVault,
  { record, tokens }: Begun,
  reply: TokenReply,
  {
    lease,
    service,
    nowMs,
  }: { readonly lease: Lease; readonly service: Service | undefined; readonly nowMs: number },
): ConnectionRecord | undefined {
  return opened.write((writer) => {
    const present = writer.read('connection', record.id);
    if (present === undefined || present.revokedAtMs !== null || present.pending !== null) {
      return undefined;
    }
    const isHeld = lease.held();
    if (present.generation !== record.generation) {
      // Whoever took over the lease from a process that had stopped presented the same token later: theirs is newer.
      return isHeld ? undefined : present;
    }
    // A refresh that does not state its scopes leaves them as they were (RFC 6749 section 6).
    const scopes = reply.scopes === null ? {} : grantedScopes(reply, present.scopesRequested);
    const renewed: ConnectionRecord = {
      ...present,
      ...scopes,
      ...termOf(reply, service, nowMs),
      refreshExpiresAtMs: refreshEnd(reply, nowMs) ?? present.refreshExpiresAtMs,
      // Where another holds the lease by now, what it brings is newer than this and may still be stored over it.
      generation: present.generation + (isHeld ? 1 : 0),
      attention: null,
      refreshBegunAtMs: null,
      usedAtMs: nowMs,
    };
    writer.put('connection', renewed);
    writer.put('tokenSet', {
      ...tokens,
      accessToken: reply.accessToken,
      refreshToken: reply.refreshToken ?? tokens.refreshToken,
      idToken: reply.idToken ?? tokens.idToken,
      tokenType: reply.tokenType,
      refreshParameters: { ...tokens.refreshParameters, ...reply.refreshParameters },
    });
    writer.note({ action: 'refreshed', connectionId: record.id, about: namesOf(record) });
    return renewed;
  });
}
