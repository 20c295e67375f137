import { isOutage } from '../refresh/judge-failure.ts';
import { isRefreshUnderWay } from '../refresh/with-lease.ts';
import { presentRefreshToken } from '../ask/ask-about-token.ts';
import type { TokenReply } from '../../oauth/oauth.ts';
import type { ConnectionRecord, TokenSetRecord } from '../../vault/records.ts';
import type { OpenVault, VaultWriter } from '../../vault/vault.ts';
import { isWalletError, type WalletError } from '../../wallet-error.ts';
import { termOf } from '../connect/grant.ts';
import type { ConnectionContext } from '../context.ts';
import { keepSuperseded } from './late-tokens.ts';
import type { PartyCache } from './party-cache.ts';
import type { Tried } from './try-to-cut.ts';

/**
 * Whether the answer to a refresh was lost, and with it perhaps tokens that live and nobody holds. While a refresh is
 * under way nothing is lost yet: what it brings is cut when it comes.
 */
export function mayHaveLostTokens(opened: OpenVault, record: ConnectionRecord): boolean {
  const { id, refreshBegunAtMs, attention } = record;
  return refreshBegunAtMs === null
    ? attention?.code === 'refresh-answer-lost'
    : !isRefreshUnderWay(opened, id);
}

/**
 * Asks once more for what a lost answer held, because only a token that is known can be cut. Resolves to the tokens, to
 * an outage after which it may be asked for again, or to undefined where the service refuses: then nobody ever gets them.
 */
export async function askForLostTokens(
  context: ConnectionContext,
  partiesOf: PartyCache,
  record: ConnectionRecord,
  tokens: TokenSetRecord,
): Promise<TokenReply | WalletError | undefined> {
  if (record.refreshBegunAtMs === null || tokens.refreshToken === null) {
    return undefined;
  }
  try {
    return await presentRefreshToken(context, await partiesOf.of(record), tokens, tokens.refreshToken);
  } catch (error) {
    if (!isWalletError(error)) {
      throw error;
    }
    return isOutage(error) ? error : undefined;
  }
}

/** The tokens of an answer that was lost, in the place of those that it has replaced. */
export interface FoundTokens {
  readonly tokens: TokenSetRecord;
  readonly expiresAtMs: number | null;
}

export function tokensFrom(tokens: TokenSetRecord, reply: TokenReply, nowMs: number): FoundTokens {
  const { accessToken, refreshToken, refreshParameters } = reply;
  return {
    tokens: {
      ...tokens,
      accessToken,
      refreshToken: refreshToken ?? tokens.refreshToken,
      refreshParameters: { ...tokens.refreshParameters, ...refreshParameters },
    },
    expiresAtMs: termOf(reply, undefined, nowMs).expiresAtMs,
  };
}

/** Keeps them before anything is done with them. What they have replaced is cut too, as after any refresh. */
export function keepFound(
  writer: VaultWriter,
  record: ConnectionRecord,
  { accessToken, kind, proofKey, refreshParameters }: TokenSetRecord,
  { tokens, expiresAtMs }: FoundTokens,
  nowMs: number,
): void {
  const replaced = { accessToken, kind, proofKey, refreshParameters, expiresAtMs: record.expiresAtMs };
  keepSuperseded(writer, { connectionId: record.id, owner: record, ...replaced }, nowMs);
  writer.put('tokenSet', tokens);
  const present = writer.read('connection', record.id);
  if (present !== undefined) {
    writer.put('connection', { ...present, expiresAtMs, refreshBegunAtMs: null });
  }
}

/** Of tokens that nobody holds nobody can say that they are dead, whatever is said of the others. */
export function withLostTokens({ verdict, believed }: Tried): Tried {
  const detail = `${verdict.detail} The answer to a refresh was lost before: what it held may work until it runs out.`;
  return verdict.outcome === 'confirmed'
    ? { verdict: { ...verdict, outcome: 'accepted', detail }, believed }
    : { verdict, believed };
}
