import type { Language } from '../../../contract/status.ts';
import type { Tell } from '../../../contract/contract.ts';
import type { Clock, Notifier } from '../../ports.ts';
import type { ServiceDirectory } from '../../services/service-directory.ts';
import type { ConnectionRecord } from '../../vault/records.ts';
import type { Vault } from '../../vault/vault.ts';
import { nothingIfExpected } from '../../wallet-error.ts';
import { atMoment } from '../at-moment.ts';
import { forecastEnd, isNear, nearFrom, type End } from './forecast-end.ts';
import { noticeOf, type Matter } from './notice-texts.ts';

/** Changes come in crowds, as when many connections are revoked; they are looked at together. */
const GATHER_MS = 5_000;
/** The vault could not be written. */
const AGAIN_MS = 60_000;

/**
 * Tells a person in time what the wallet cannot prevent: that an access will end, once for each end, and that a
 * connection has come to need them. For a host that stays.
 */
export interface ExpiryWatch {
  /** The vault has been opened. */
  begin(): void;
  /** Something in the vault is different from what it was. */
  changed(): void;
  close(): void;
}

export interface ExpiryWatchWorld {
  readonly vault: Pick<Vault, 'isOpen' | 'opened'>;
  readonly services: ServiceDirectory;
  readonly clock: Clock;
  readonly notifier: Notifier;
  readonly tell: Tell;
  readonly language: () => Language;
}

export function createExpiryWatch(world: ExpiryWatchWorld): ExpiryWatch {
  const { vault, services, clock, notifier, tell, language } = world;
  /** Those whose need the person has seen or been told of; what the window shows as it opens counts as seen. */
  let inNeed: ReadonlySet<string> | undefined;
  let cancelNext: (() => void) | undefined;
  let cancelLook: (() => void) | undefined;

  function look(): void {
    cancelLook = undefined;
    if (!vault.isOpen()) {
      return;
    }
    try {
      tellOfAll();
    } catch (error) {
      // Such as a disk that is full: nobody is told now, but somebody may be later.
      nothingIfExpected(error);
      cancelLook = clock.after(AGAIN_MS, look);
    }
  }

  function tellOfAll(): void {
    const nowMs = clock.now();
    const present = presentConnections();
    const needing = present.filter(({ attention }) => attention !== null);
    const seen = inNeed ?? new Set(needing.map(({ id }) => id));
    const matters: readonly Matter[] = [
      ...needing
        .filter(({ id }) => !seen.has(id))
        .map((record): Matter => ({ kind: 'needs-attention', record })),
      ...endsToTell(present, nowMs),
    ];
    rememberEnds(matters);
    inNeed = new Set(needing.map(({ id }) => id));
    notify(matters);
    awaitNext(present, nowMs);
  }

  function presentConnections(): readonly ConnectionRecord[] {
    return vault
      .opened()
      .readAll('connection')
      .records.filter(
        ({ forgottenAtMs, revokedAtMs, pending }) =>
          forgottenAtMs === null && revokedAtMs === null && pending === null,
      );
  }

  function endOf(record: ConnectionRecord): End | null {
    const end = forecastEnd(record, services.ofId(record.serviceId));
    return end?.isPreventable === false && record.attention === null ? end : null;
  }

  function endsToTell(records: readonly ConnectionRecord[], nowMs: number): readonly Matter[] {
    return records.flatMap((record): Matter[] => {
      const end = endOf(record);
      const isDue =
        end !== null && isNear(end, nowMs) && end.atMs > nowMs && end.atMs !== record.toldOfEndAtMs;
      return isDue ? [{ kind: 'ends', record, atMs: end.atMs }] : [];
    });
  }

  /** Before the person is told: rather once too few than twice. */
  function rememberEnds(matters: readonly Matter[]): void {
    const ends = matters.filter((matter) => matter.kind === 'ends');
    if (ends.length > 0) {
      vault.opened().write((writer) => {
        for (const { record, atMs } of ends) {
          const present = writer.read('connection', record.id);
          if (present !== undefined) {
            writer.put('connection', { ...present, toldOfEndAtMs: atMs });
          }
        }
      });
    }
  }

  function notify(matters: readonly Matter[]): void {
    const [first] = matters;
    if (first !== undefined) {
      notifier.notify({
        ...noticeOf(matters, language()),
        onClick: () => {
          tell('connectionPointedAt', { id: first.record.id });
        },
      });
    }
  }

  /** At these moments a connection comes to be expiring, and then expired, without anything in the vault changing. */
  function awaitNext(records: readonly ConnectionRecord[], nowMs: number): void {
    cancelNext?.();
    const moments = records.flatMap((record) => {
      const end = endOf(record);
      return end === null ? [] : [nearFrom(end), end.atMs].filter((atMs) => atMs > nowMs);
    });
    const nextMs = moments.reduce((one, other) => Math.min(one, other), Infinity);
    cancelNext =
      nextMs === Infinity
        ? undefined
        : atMoment(clock, nextMs, () => {
            look();
            tell('connectionsChanged', {});
          });
  }

  return {
    begin: () => {
      inNeed = undefined;
      look();
    },
    changed: () => {
      cancelLook ??= clock.after(GATHER_MS, look);
    },
    close: () => {
      cancelNext?.();
      cancelLook?.();
      cancelLook = undefined;
    },
  };
}
