import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { QueueItem } from '../../src-main/wallet/connections/revoke/queue-item.ts';
import { createReadAhead, type ReadAhead } from '../../src-main/wallet/connections/revoke/read-ahead.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { type VaultAtHand, vaultAtHand } from '../support/vault-folder.ts';

const ids = ['a', 'b', 'c'];

/** Three connections in line; `before` does something to the file while no vault has it open. */
async function threeInLine(
  before: (file: string) => void = () => undefined,
): Promise<VaultAtHand & { ahead: ReadAhead }> {
  const first = vaultAtHand();
  await first.vault.create('keychain');
  first.vault.opened().write((writer) => {
    for (const id of ids) {
      writer.put('connection', connectionRecord({ id, label: 'as it was' }));
    }
  });
  first.vault.close();
  before(first.file);
  const made = vaultAtHand(first);
  await made.vault.unlock();
  const ahead = createReadAhead(made.vault, made.clock, ({ id }, count) =>
    ids.slice(ids.indexOf(id) + 1, ids.indexOf(id) + 1 + count).map(item),
  );
  return { ...made, ahead };
}

function item(id: string): QueueItem {
  return {
    ...{ id, connectionId: id, isOnItsOwn: false, lane: 'demo', urgency: 0, batch: 'one' },
    ...{ attempts: 0, nextAttemptAtMs: 0, isStopped: false },
  };
}

function rename({ vault }: VaultAtHand, id: string): void {
  vault.opened().write((writer) => {
    writer.put('connection', connectionRecord({ id, label: 'as it is now' }));
  });
}

describe('reading ahead', () => {
  it('reads those that follow together with the one whose turn it is', async () => {
    const line = await threeInLine();
    expect(line.ahead.read(item('a'))?.record.id).toBe('a');
    rename(line, 'b');
    expect(line.ahead.read(item('b'))?.record.label).toBe('as it was');
  });

  it('reads again what it was told to forget, and what was read a while ago', async () => {
    const line = await threeInLine();
    line.ahead.read(item('a'));
    rename(line, 'b');
    line.ahead.forget();
    expect(line.ahead.read(item('b'))?.record.label).toBe('as it is now');

    rename(line, 'c');
    line.clock.advance(50);
    expect(line.ahead.read(item('c'))?.record.label).toBe('as it is now');
  });

  it('knows nothing of what is gone', async () => {
    const line = await threeInLine();
    expect(line.ahead.read(item('d'))).toBeUndefined();
  });

  it('tells of a record that cannot be read in its own turn only', async () => {
    const { ahead } = await threeInLine((file) => {
      const database = new DatabaseSync(file);
      database.exec("UPDATE connection SET sealed = zeroblob(length(sealed)) WHERE id = 'b'");
      database.close();
    });
    expect(ahead.read(item('a'))?.record.id).toBe('a');
    expect(() => ahead.read(item('b'))).toThrow(expect.objectContaining({ code: 'record-undecryptable' }));
    expect(ahead.read(item('c'))?.record.id).toBe('c');
  });
});
