import type { Identity, TokenReply } from '../../oauth/oauth.ts';
import type { Secret } from '../../secret.ts';
import type { ClientRecord } from '../../vault/records.ts';
import { nothingIfExpected, WalletError } from '../../wallet-error.ts';
import { presentAccessToken } from '../ask/ask-about-token.ts';
import type { AttemptUnderWay } from './attempt-under-way.ts';
import type { ConnectionContext } from '../context.ts';
import type { FoundServer } from './find-server.ts';
import { cutTokens } from '../revoke/cut-tokens.ts';
import { type StoredGrant, storeGrant } from './store-grant.ts';

/** A grant that has just been given, and all that is known of it. */
export interface FreshGrant {
  readonly found: FoundServer;
  readonly client: ClientRecord;
  readonly requested: readonly string[];
  readonly reply: TokenReply;
  readonly proofKey: Secret | null;
  readonly certificateAuthority: string | null;
  readonly resource: string | null;
  readonly detailsRequested: string | null;
}

/**
 * Learns whose account it is, and keeps what the service granted. Tokens that cannot or must no longer be kept are
 * revoked at once: nobody would ever see them.
 */
export async function completeGrant(
  context: ConnectionContext,
  attempt: AttemptUnderWay,
  grant: FreshGrant,
): Promise<StoredGrant> {
  const { vault, clock } = context;
  try {
    const identity = await completeIdentity(context, grant);
    if (attempt.isOver()) {
      throw new WalletError('attempt-cancelled');
    }
    return storeGrant(
      vault.opened(),
      { ...grant.found, ...grant, identity, isDescribed: context.services.isDescribed(grant.found.service) },
      clock.now(),
    );
  } catch (error) {
    const { found, client, reply, proofKey, resource } = grant;
    await cutTokens(
      context,
      { ...found, client, resource },
      { ...reply, kind: 'access', proofKey },
      { subject: reply.identity?.subject ?? null },
    );
    throw error;
  }
}

/** An ID token often names the subject only; the rest is asked for. Failing to learn a name fails nothing. */
async function completeIdentity(
  context: ConnectionContext,
  { found, client, reply, proofKey, resource }: FreshGrant,
): Promise<Identity | null> {
  const proven = reply.identity;
  if (proven !== null && proven.name !== null && proven.email !== null) {
    return proven;
  }
  const tokens = { ...reply, kind: 'access', proofKey } as const;
  const told = await presentAccessToken(context, { ...found, client, resource }, tokens).catch(
    nothingIfExpected,
  );
  const identity = told?.identity ?? null;
  // OpenID Connect Core section 5.3.2: an answer about somebody else must not be used.
  return proven !== null && identity?.subject !== proven.subject ? proven : identity;
}
