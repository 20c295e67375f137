import type { Connection } from '../../../contract/connection.ts';
import type { Service } from '../../services/service-schema.ts';
import type { ConnectionRecord } from '../../vault/records.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** When an access ends as a whole; see `Connection.end`. */
export interface End {
  readonly atMs: number;
  readonly because: NonNullable<Connection['end']>['because'];
  readonly isPreventable: boolean;
  /** How long it will have lasted then. */
  readonly lifeMs: number;
}

/**
 * How long before its end an access is called expiring, by how long it lives: enough time to connect again without haste,
 * and little enough that it is not called so for most of its life. A token of an hour is made for one piece of work, and
 * the last minutes of it matter; one of a day for a working day; one of weeks or months is renewed by somebody who has
 * other things to do this week.
 */
const notices = [
  { livesUpToMs: HOUR_MS, noticeMs: 5 * MINUTE_MS },
  { livesUpToMs: DAY_MS, noticeMs: HOUR_MS },
  { livesUpToMs: 30 * DAY_MS, noticeMs: DAY_MS },
  { livesUpToMs: Infinity, noticeMs: 7 * DAY_MS },
] as const;

/** The moment from which an end is near. */
export function nearFrom({ atMs, lifeMs }: End): number {
  const notice = notices.find(({ livesUpToMs }) => lifeMs <= livesUpToMs);
  return atMs - (notice?.noticeMs ?? 0);
}

export function isNear(end: End, nowMs: number): boolean {
  return nearFrom(end) <= nowMs;
}

/**
 * When the access ends as a whole, as far as anybody knows; null: no end is known.
 *
 * Where nothing renews it, with the access token. Else with the refresh token: when the service said so, or when its
 * documents say so, or because it has not been used for too long.
 */
export function forecastEnd(record: ConnectionRecord, service: Service | undefined): End | null {
  const { issuedAtMs, expiresAtMs, expiry, refreshable, revokedAtMs } = record;
  if (revokedAtMs !== null || expiry === 'never') {
    return null;
  }
  if (!refreshable) {
    return expiresAtMs === null
      ? null
      : {
          atMs: expiresAtMs,
          because: 'access-expires',
          isPreventable: false,
          lifeMs: expiresAtMs - issuedAtMs,
        };
  }
  const [first] = endsOfRefresh(record, service?.refresh).sort((one, other) => one.atMs - other.atMs);
  // The last access token outlives the refresh token that it came with, where that ended before.
  return first === undefined ? null : { ...first, atMs: Math.max(first.atMs, expiresAtMs ?? 0) };
}

function endsOfRefresh(
  { issuedAtMs, usedAtMs, refreshIssuedAtMs, refreshExpiresAtMs }: ConnectionRecord,
  facts: Service['refresh'],
): End[] {
  // With a service that rotates, using the token brings another with a time of its own.
  const rotates = facts?.rotates === true;
  const ends: End[] = [];
  if (refreshExpiresAtMs !== null) {
    const lifeMs = refreshExpiresAtMs - refreshIssuedAtMs;
    ends.push({ atMs: refreshExpiresAtMs, because: 'refresh-expires', isPreventable: rotates, lifeMs });
  } else if (facts?.lifetimeDays !== undefined && rotates) {
    // Of a token that is not replaced the wallet does not know how old it is.
    const lifeMs = facts.lifetimeDays * DAY_MS;
    ends.push({ atMs: issuedAtMs + lifeMs, because: 'refresh-expires', isPreventable: true, lifeMs });
  }
  if (facts?.idleDays !== undefined) {
    const lifeMs = facts.idleDays * DAY_MS;
    ends.push({ atMs: usedAtMs + lifeMs, because: 'unused', isPreventable: true, lifeMs });
  }
  return ends;
}
