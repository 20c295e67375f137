import type { TokenReply } from '../../oauth/oauth.ts';
import type { Secret } from '../../secret.ts';
import type { Service } from '../../services/service-schema.ts';
import type { ConnectionRecord } from '../../vault/records.ts';
import type { KeptLease } from '../../vault/kept-lease.ts';
import type { OpenVault, VaultWriter } from '../../vault/vault.ts';
import { grantedScopes, refreshEnd, termOf } from '../connect/grant.ts';
import { namesOf } from '../context.ts';
import { keepLateTokens, keepSuperseded } from '../revoke/late-tokens.ts';
import type { Begun } from './present-refresh-token.ts';

/** What a new token set came under. */
interface Renewal {
  readonly lease: KeptLease;
  readonly service: Service | undefined;
  readonly nowMs: number;
}

/**
 * Keeps a new token set, before anybody uses it.
 *
 * Answers with what is in the vault then. Undefined: a revocation began meanwhile, or a new grant took the place of the
 * one that these tokens belong to; they are kept to be cut.
 */
export function storeRenewal(
  opened: OpenVault,
  begun: Begun,
  reply: TokenReply,
  renewal: Renewal,
): ConnectionRecord | undefined {
  return opened.write((writer) => {
    const present = writer.read('connection', begun.record.id);
    const isOver = present === undefined || present.revokedAtMs !== null || present.pending !== null;
    const isOther = present?.generation !== begun.record.generation && !isSameSet(writer, begun);
    if (isOver || (isOther && renewal.lease.held())) {
      keepToCut(writer, begun, reply, renewal);
      return undefined;
    }
    // Whoever took over the lease from this process while it stood still presented the same token later: theirs is newer.
    return isOther ? present : putRenewed(writer, present, begun, reply, renewal);
  });
}

/** A revocation that was refused has left everything as it was, but for the generation. */
function isSameSet(writer: VaultWriter, { record, tokens, refreshToken }: Begun): boolean {
  const present = writer.read('tokenSet', record.id);
  return (
    present?.refreshToken?.equals(refreshToken) === true && present.accessToken.equals(tokens.accessToken)
  );
}

function keepToCut(
  writer: VaultWriter,
  { record, tokens }: Begun,
  reply: TokenReply,
  { service, nowMs }: Renewal,
): void {
  const { accessToken, refreshToken, refreshParameters } = reply;
  const { kind, proofKey } = tokens;
  const issued = { accessToken, refreshToken, refreshParameters };
  const { expiresAtMs } = termOf(reply, service, nowMs);
  keepLateTokens(
    writer,
    { connectionId: record.id, owner: record, ...issued, kind, proofKey, expiresAtMs },
    nowMs,
  );
  const present = writer.read('connection', record.id);
  if (present !== undefined) {
    // The answer is here: nothing of it is lost.
    writer.put('connection', { ...present, refreshBegunAtMs: null });
  }
}

/** A server that did not rotate keeps its refresh token. */
function putRenewed(
  writer: VaultWriter,
  present: ConnectionRecord,
  { tokens, refreshToken }: Begun,
  reply: TokenReply,
  { lease, service, nowMs }: Renewal,
): ConnectionRecord {
  // A refresh that does not state its scopes leaves them as they were (RFC 6749 section 6).
  const scopes = reply.scopes === null ? {} : grantedScopes(reply, present.scopesRequested);
  const renewed: ConnectionRecord = {
    ...present,
    ...scopes,
    ...termOf(reply, service, nowMs),
    ...refreshTerm(present, reply, refreshToken, nowMs),
    // Where another holds the lease by now, what it brings is newer than this and may still be stored over it.
    generation: present.generation + (lease.held() ? 1 : 0),
    attention: null,
    refreshBegunAtMs: null,
    usedAtMs: nowMs,
  };
  writer.put('connection', renewed);
  if (!reply.accessToken.equals(tokens.accessToken)) {
    const { accessToken, kind, proofKey, refreshParameters } = tokens;
    const { expiresAtMs } = present;
    keepSuperseded(
      writer,
      {
        connectionId: present.id,
        owner: present,
        accessToken,
        kind,
        proofKey,
        refreshParameters,
        expiresAtMs,
      },
      nowMs,
    );
  }
  writer.put('tokenSet', {
    ...tokens,
    accessToken: reply.accessToken,
    refreshToken: reply.refreshToken ?? tokens.refreshToken,
    idToken: reply.idToken ?? tokens.idToken,
    tokenType: reply.tokenType,
    refreshParameters: { ...tokens.refreshParameters, ...reply.refreshParameters },
  });
  writer.note({ action: 'refreshed', connectionId: present.id, about: namesOf(present) });
  return renewed;
}

/** How far two answers may be apart that tell the same end, each from its own moment on. */
const SAME_END_MS = 60_000;

/**
 * What is known of the refresh token's end. That of the grant as a whole is told with every token, and stays what it
 * was; a refresh token that takes the place of another has nothing of that one's end.
 */
function refreshTerm(
  { refreshExpiresAtMs, refreshIssuedAtMs }: ConnectionRecord,
  reply: TokenReply,
  presented: Secret,
  nowMs: number,
): Pick<ConnectionRecord, 'refreshExpiresAtMs' | 'refreshIssuedAtMs'> {
  const endMs = refreshEnd(reply, nowMs);
  const isSame =
    endMs === null
      ? reply.refreshToken === null || reply.refreshToken.equals(presented)
      : refreshExpiresAtMs !== null && Math.abs(endMs - refreshExpiresAtMs) < SAME_END_MS;
  return isSame
    ? { refreshExpiresAtMs, refreshIssuedAtMs }
    : { refreshExpiresAtMs: endMs, refreshIssuedAtMs: nowMs };
}
