import type { LateTokensRecord } from '../../vault/records.ts';
import type { OpenVault, VaultWriter } from '../../vault/vault.ts';
import type { ConnectionContext } from '../context.ts';
import { knownParties } from '../parties.ts';
import { callCutsGrant } from './revoke-token.ts';

/**
 * Whether cutting late tokens on their own would end a connection that is in use: some services have one call only, which
 * ends all that an account allowed the app (Google, Strava, Shopify and others), the new grant with the old one.
 */
export function wouldEndConnection(
  context: Pick<ConnectionContext, 'services'>,
  opened: OpenVault,
  { connectionId, owner, accessToken: token, kind }: LateTokensRecord,
): boolean {
  const connection = opened.read('connection', connectionId);
  const isInUse = connection?.revokedAtMs === null && connection.pending === null;
  const { subject } = owner.account;
  return isInUse && callCutsGrant(knownParties(context, opened, owner), { token, kind, subject });
}

/** They are cut when their connection is. */
export function leaveToConnection(writer: VaultWriter, id: string): void {
  const late = writer.read('lateTokens', id);
  if (late !== undefined) {
    writer.put('lateTokens', { ...late, pending: null });
  }
}
