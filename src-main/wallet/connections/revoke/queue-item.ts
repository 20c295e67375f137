import { RiskSchema } from '../../../contract/connection.ts';
import type { ServiceDirectory } from '../../services/service-directory.ts';
import type {
  ConnectionRecord,
  LateTokensRecord,
  PendingRevocation,
  TokenOwner,
} from '../../vault/records.ts';
import { explainScopes } from '../connection-view.ts';

/** What is kept in memory of a revocation that is not finished; the rest is read when its turn comes. */
export interface QueueItem {
  /** Of the connection; of the late tokens, where they wait on their own. */
  readonly id: string;
  readonly connectionId: string;
  readonly isOnItsOwn: boolean;
  /** Those of one service share its limits. */
  readonly lane: string;
  /** The greater, the sooner. */
  readonly urgency: number;
  readonly batch: string;
  readonly attempts: number;
  readonly nextAttemptAtMs: number;
  readonly isStopped: boolean;
}

export function itemOfConnection(
  services: ServiceDirectory,
  record: ConnectionRecord,
  pending: PendingRevocation,
): QueueItem {
  const isPerpetual = record.expiresAtMs === null || record.refreshable;
  return {
    id: record.id,
    connectionId: record.id,
    isOnItsOwn: false,
    lane: record.issuer,
    urgency: urgencyOf(services, record, isPerpetual),
    ...scheduleOf(pending),
  };
}

export function itemOfLateTokens(
  services: ServiceDirectory,
  late: LateTokensRecord,
  pending: PendingRevocation,
): QueueItem {
  const isPerpetual = late.expiresAtMs === null || late.refreshToken !== null;
  return {
    id: late.id,
    connectionId: late.connectionId,
    isOnItsOwn: true,
    lane: late.owner.issuer,
    urgency: urgencyOf(services, late.owner, isPerpetual),
    ...scheduleOf(pending),
  };
}

/** The part of an item that a try changes. */
export function scheduleOf(
  pending: PendingRevocation,
): Pick<QueueItem, 'batch' | 'attempts' | 'nextAttemptAtMs' | 'isStopped'> {
  const { batch, attempts, nextAttemptAtMs, isStopped } = pending;
  return { batch, attempts, nextAttemptAtMs, isStopped };
}

const order = RiskSchema.options;

/** The worst right decides, then whether it ends by itself. One that nobody explained counts as a right to write. */
function urgencyOf(
  services: ServiceDirectory,
  { serviceId, scopesGranted }: Pick<TokenOwner, 'serviceId' | 'scopesGranted'>,
  isPerpetual: boolean,
): number {
  const known = explainScopes(services, serviceId, scopesGranted);
  const isExplained = known.length > 0 && known.length === new Set(scopesGranted).size;
  const ranks = known.map(({ risk }) => order.indexOf(risk));
  return 2 * Math.max(...ranks, isExplained ? 0 : order.indexOf('write')) + (isPerpetual ? 1 : 0);
}
