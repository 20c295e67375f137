import type { AuthorizationRequest, Identity, ServerDescription, TokenReply } from '../oauth/oauth.ts';
import type { ClientRecord } from '../vault/records.ts';
import { WalletError } from '../wallet-error.ts';
import type { AttemptUnderWay } from './attempt-under-way.ts';
import { type ConnectionContext, namesOf } from './context.ts';
import { cutTokens } from './revoke.ts';
import { type StoredGrant, storeGrant } from './store-grant.ts';

/** What the person was sent away with, and with what they came back. */
export interface Answered {
  readonly server: ServerDescription;
  readonly client: ClientRecord;
  readonly request: AuthorizationRequest;
  readonly requested: readonly string[];
  readonly answer: URL;
}

/**
 * Exchanges the code and keeps what the service grants. Tokens that cannot or must no longer be kept are revoked at
 * once: nobody would ever see them.
 */
export async function completeGrant(
  context: ConnectionContext,
  attempt: AttemptUnderWay,
  { server, client, request, requested, answer }: Answered,
): Promise<StoredGrant> {
  const { oauth, vault, clock } = context;
  const reply = await oauth.finishAuthorization(server, client, request, answer);
  try {
    const identity = await completeIdentity(context, server, reply);
    if (attempt.isOver()) {
      throw new WalletError('attempt-cancelled');
    }
    return storeGrant(vault.opened(), { server, client, requested, reply, identity }, clock.now());
  } catch (error) {
    await cutTokens(context, { server, client }, reply);
    throw error;
  }
}

/** An ID token often names the subject only; the rest is asked for. Failing to learn a name fails nothing. */
async function completeIdentity(
  { oauth }: ConnectionContext,
  server: ServerDescription,
  reply: TokenReply,
): Promise<Identity | null> {
  const proven = reply.identity;
  if (proven !== null && proven.name !== null && proven.email !== null) {
    return proven;
  }
  const told = await oauth.userInfo(server, reply.accessToken).catch(() => undefined);
  const identity = told?.identity ?? null;
  // OpenID Connect Core section 5.3.2: an answer about somebody else must not be used.
  return proven !== null && identity?.subject !== proven.subject ? proven : identity;
}

/** Revokes the token set that a new grant took the place of: replace first, then revoke, so that nothing breaks. */
export async function revokeReplaced(
  context: ConnectionContext,
  { connection, replaced, server }: StoredGrant,
): Promise<void> {
  if (replaced === undefined) {
    return;
  }
  const evidence = await cutTokens(context, { server, client: replaced.client }, replaced.tokens);
  const dead = evidence.every((token) => token.alive === false);
  context.vault.opened().write((writer) => {
    writer.note({
      action: 'revoked',
      connectionId: connection.id,
      about: {
        ...namesOf(connection),
        outcome: dead ? 'confirmed' : evidence.some((token) => token.alive) ? 'failed' : 'accepted',
        detail: 'This was the token set that a new one replaced.',
      },
    });
  });
}
