import type { TokenReply } from '../../oauth/oauth.ts';
import type { ConnectionRecord, TokenSetRecord } from '../../vault/records.ts';
import type { Lease, OpenVault } from '../../vault/vault.ts';
import { isWalletError, toErrorValue, WalletError } from '../../wallet-error.ts';
import { type ConnectionContext, findConnection, namesOf } from '../context.ts';
import { grantedScopes, refreshEnd, termOf } from '../connect/grant.ts';
import { findParties, type Parties } from '../parties.ts';
import { cutTokens } from '../revoke/cut-tokens.ts';

/** A refresh is one request of at most 30 s; whoever holds the lease longer than this is taken for dead. */
const LEASE_MS = 60_000;
const LEASE_POLL_MS = 200;

/** Renews a connection's token set. Callers in this process share one refresh per connection. */
export type Refresh = (id: string) => Promise<ConnectionRecord>;

/**
 * Makes the refresh of this process: one at a time per connection, here by a shared promise and across processes by a
 * lease in the vault, because the second use of a rotating refresh token ends the whole family (RFC 9700 section 4.14).
 */
export function createRefresh(context: ConnectionContext): Refresh {
  const underWay = new Map<string, Promise<ConnectionRecord>>();
  return async (id) => {
    const running = underWay.get(id);
    if (running !== undefined) {
      return running;
    }
    const started = context.activities
      .during(id, 'refreshing', () => refreshUnderLease(context, id))
      .finally(() => underWay.delete(id));
    underWay.set(id, started);
    return started;
  };
}

async function refreshUnderLease(context: ConnectionContext, id: string): Promise<ConnectionRecord> {
  const opened = context.vault.opened();
  const before = findConnection(opened, id);
  const lease = await waitForLease(context, opened, `refresh ${id}`);
  try {
    const present = findConnection(opened, id);
    // Another process renewed it while this one waited: its token set is the one to use.
    if (present.issuedAtMs > before.issuedAtMs && present.revokedAtMs === null) {
      return present;
    }
    return await refreshNow(context, opened, present);
  } finally {
    lease.release();
  }
}

async function waitForLease(context: ConnectionContext, opened: OpenVault, name: string): Promise<Lease> {
  const giveUpAtMs = context.clock.now() + LEASE_MS;
  for (;;) {
    const lease = opened.acquireLease(name, LEASE_MS);
    if (lease !== undefined) {
      return lease;
    }
    if (context.clock.now() >= giveUpAtMs) {
      throw new WalletError('vault-busy');
    }
    await new Promise<void>((resolve) => context.clock.after(LEASE_POLL_MS, resolve));
  }
}

async function refreshNow(
  context: ConnectionContext,
  opened: OpenVault,
  record: ConnectionRecord,
): Promise<ConnectionRecord> {
  if (record.revokedAtMs !== null) {
    throw new WalletError('connection-revoked');
  }
  const tokens = opened.read('tokenSet', record.id);
  if (tokens?.refreshToken === undefined || tokens.refreshToken === null) {
    throw new WalletError('no-refresh-token');
  }
  const parties = await findParties(context, opened, record);
  let reply: TokenReply;
  try {
    const { proofKey, refreshParameters } = tokens;
    reply = await context.oauth.refresh(parties.server, parties.client, tokens.refreshToken, {
      proofKey,
      resource: record.resource,
      parameters: refreshParameters,
    });
  } catch (error) {
    noteFailure(opened, record, error);
    throw error;
  }
  return storeRenewed(context, opened, parties, { record, tokens, reply });
}

/** The new token set is durable before anybody uses it; a server that did not rotate keeps its refresh token. */
async function storeRenewed(
  context: ConnectionContext,
  opened: OpenVault,
  parties: Parties,
  renewal: { readonly record: ConnectionRecord; readonly tokens: TokenSetRecord; readonly reply: TokenReply },
): Promise<ConnectionRecord> {
  const { record, tokens, reply } = renewal;
  const renewed = opened.write((writer) => {
    const present = writer.read('connection', record.id);
    if (present === undefined || present.generation !== record.generation) {
      return undefined;
    }
    // A refresh that does not state its scopes leaves them as they were (RFC 6749 section 6).
    const scopes = reply.scopes === null ? {} : grantedScopes(reply, present.scopesRequested);
    const next: ConnectionRecord = {
      ...present,
      ...scopes,
      ...termOf(reply, parties.service, context.clock.now()),
      refreshExpiresAtMs: refreshEnd(reply, context.clock.now()) ?? present.refreshExpiresAtMs,
      generation: present.generation + 1,
      attention: null,
    };
    writer.put('connection', next);
    writer.put('tokenSet', {
      ...tokens,
      accessToken: reply.accessToken,
      refreshToken: reply.refreshToken ?? tokens.refreshToken,
      idToken: reply.idToken ?? tokens.idToken,
      tokenType: reply.tokenType,
      refreshParameters: { ...tokens.refreshParameters, ...reply.refreshParameters },
    });
    writer.note({ action: 'refreshed', connectionId: record.id, about: namesOf(record) });
    return next;
  });
  if (renewed === undefined) {
    // A revocation began meanwhile. It wins, and takes the late tokens too.
    await cutTokens(
      context,
      parties,
      { ...reply, kind: tokens.kind, proofKey: tokens.proofKey },
      { subject: record.account.subject },
    );
    throw new WalletError('connection-revoked');
  }
  return renewed;
}

/** Only a refusal of the token itself ends a connection; a busy or unreachable server changes nothing. */
function noteFailure(opened: OpenVault, record: ConnectionRecord, error: unknown): void {
  const value = toErrorValue(error);
  opened.write((writer) => {
    const present = writer.read('connection', record.id);
    if (
      isWalletError(error, 'refresh-refused') &&
      present !== undefined &&
      present.generation === record.generation
    ) {
      writer.put('connection', { ...present, attention: value });
    }
    writer.note({
      action: 'refresh-failed',
      connectionId: record.id,
      about: { ...namesOf(record), error: value.code, detail: value.message },
    });
  });
}
