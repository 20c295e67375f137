import type { TokenReply } from '../../oauth/oauth.ts';
import { pause } from '../../pause.ts';
import type { Secret } from '../../secret.ts';
import type { ConnectionRecord, TokenSetRecord } from '../../vault/records.ts';
import type { KeptLease } from '../../vault/kept-lease.ts';
import type { OpenVault } from '../../vault/vault.ts';
import { isWalletError, WalletError } from '../../wallet-error.ts';
import { type ConnectionContext, findConnection, requireUsable } from '../context.ts';
import { findParties } from '../parties.ts';
import { storeFailure } from './store-failure.ts';
import { storeRenewal } from './store-renewal.ts';

/** How long a token set that the disk does not take is held on to, and how often that is tried. */
const STORE_PATIENCE_MS = 30_000;
const STORE_AGAIN_MS = 500;

/** A connection that is about to be renewed, as it was before that was written down. */
export interface Begun {
  readonly record: ConnectionRecord;
  readonly tokens: TokenSetRecord;
  readonly refreshToken: Secret;
}

/**
 * Presents the refresh token of a connection once, and keeps what comes of it.
 *
 * That it begins is on the disk before the request leaves. Where the wallet is killed or the answer is lost, this mark is
 * all that is left of a token set that the service may have issued.
 */
export async function presentRefreshToken(
  context: ConnectionContext,
  lease: KeptLease,
  id: string,
): Promise<ConnectionRecord> {
  const { clock, oauth } = context;
  const opened = context.vault.opened();
  const parties = await findParties(context, opened, findConnection(opened, id));
  // A full disk must show before the only copy of a new refresh token is on its way.
  opened.proveWritable();
  const begun = begin(opened, id, clock.now());
  const { record, tokens, refreshToken } = begun;
  let reply: TokenReply;
  try {
    reply = await oauth.refresh(parties.server, parties.client, refreshToken, {
      proofKey: tokens.proofKey,
      resource: record.resource,
      parameters: tokens.refreshParameters,
    });
  } catch (error) {
    return storeFailure(opened, begun, error, clock.now());
  }
  const stored = await untilStored(context, () =>
    // The vault may have been locked meanwhile, and opened again.
    storeRenewal(context.vault.opened(), begun, reply, {
      lease,
      service: parties.service,
      nowMs: clock.now(),
    }),
  );
  if (stored === undefined) {
    // A revocation began meanwhile. It wins, and takes the late tokens too.
    await context.cutLateTokens(id);
    throw new WalletError('connection-revoked');
  }
  return stored;
}

function begin(opened: OpenVault, id: string, nowMs: number): Begun {
  return opened.write((writer) => {
    const record = findConnection(opened, id);
    requireUsable(record);
    const tokens = writer.read('tokenSet', id);
    if (tokens?.refreshToken === undefined || tokens.refreshToken === null) {
      throw new WalletError('no-refresh-token');
    }
    writer.put('connection', { ...record, refreshBegunAtMs: record.refreshBegunAtMs ?? nowMs });
    return { record, tokens, refreshToken: tokens.refreshToken };
  });
}

/** Nobody else has these tokens: a vault that is locked or busy, or whose disk has just filled up, is asked again. */
async function untilStored<Result>({ clock }: ConnectionContext, store: () => Result): Promise<Result> {
  const giveUpAtMs = clock.now() + STORE_PATIENCE_MS;
  for (;;) {
    try {
      return store();
    } catch (error) {
      if (
        !isWalletError(error, 'vault-busy', 'vault-locked', 'vault-read-only', 'disk-full') ||
        clock.now() >= giveUpAtMs
      ) {
        throw error;
      }
    }
    await pause(clock, STORE_AGAIN_MS);
  }
}
