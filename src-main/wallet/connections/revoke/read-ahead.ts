import type { Clock } from '../../ports.ts';
import type { ConnectionRecord, LateTokensRecord, TokenSetRecord } from '../../vault/records.ts';
import type { Vault, VaultReader } from '../../vault/vault.ts';
import { nothingIfExpected } from '../../wallet-error.ts';
import { lateTokensOf } from './late-tokens.ts';
import type { QueueItem } from './queue-item.ts';

/**
 * How many are read at once. Each time that it is read by itself the vault has to lock its file and to find out what
 * has changed, which takes longer than the reading.
 */
const AT_ONCE = 32;
/** Whoever changes the vault from another process, or past the queue, is heeded after so long. */
const FRESH_MS = 50;

/** A connection as it is when its turn begins, and all that is to be cut of it. */
export interface Begun {
  readonly record: ConnectionRecord;
  /** A vault that lost a record has none. */
  readonly tokens: TokenSetRecord | undefined;
  readonly late: readonly LateTokensRecord[];
}

/** Reads connections shortly before their turn, several at once. */
export interface ReadAhead {
  /** The connection, if it is there. */
  read(item: QueueItem): Begun | undefined;
  /** What was read may have changed. */
  forget(): void;
}

/** `following` tells whose turn comes next. */
export function createReadAhead(
  vault: Vault,
  clock: Clock,
  following: (item: QueueItem, count: number) => readonly QueueItem[],
): ReadAhead {
  const ahead = new Map<string, Begun | undefined>();
  let readAtMs = 0;

  return {
    read: (item) => {
      const { id } = item;
      const isFresh = Math.abs(clock.now() - readAtMs) < FRESH_MS;
      if (!isFresh || !ahead.has(id)) {
        readFrom(item);
      }
      const begun = ahead.get(id);
      ahead.delete(id);
      return begun;
    },
    forget: () => {
      ahead.clear();
    },
  };

  function readFrom(item: QueueItem): void {
    ahead.clear();
    vault.opened().reading((reader) => {
      ahead.set(item.id, readOne(reader, item.id));
      try {
        for (const { id } of following(item, AT_ONCE - 1).filter(({ isOnItsOwn }) => !isOnItsOwn)) {
          ahead.set(id, readOne(reader, id));
        }
      } catch (error) {
        // One that cannot be read is told of in its own turn.
        nothingIfExpected(error);
      }
    });
    readAtMs = clock.now();
  }
}

function readOne(reader: VaultReader, id: string): Begun | undefined {
  const record = reader.read('connection', id);
  return record && { record, tokens: reader.read('tokenSet', id), late: lateTokensOf(reader, id) };
}
