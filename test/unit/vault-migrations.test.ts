import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { migrate, migrations, versionOf, type Migration } from '../../src-main/wallet/vault/migrations.ts';

const NEWEST = migrations.length;

const withOneMore: readonly Migration[] = [
  ...migrations,
  (database) => {
    database.exec('ALTER TABLE client ADD COLUMN colour TEXT');
  },
];

describe('The format of the vault', () => {
  it('goes from nothing to the newest version step by step', () => {
    const database = new DatabaseSync(':memory:');
    migrate(database, withOneMore);
    expect(versionOf(database)).toBe(NEWEST + 1);
    expect(database.prepare('SELECT colour FROM client').all()).toEqual([]);
  });

  it('goes from one version to the next and keeps what was there', () => {
    const database = new DatabaseSync(':memory:');
    migrate(database);
    expect(versionOf(database)).toBe(NEWEST);
    database.exec("INSERT INTO client (id, version, sealed) VALUES ('kept', 1, x'00')");
    migrate(database, withOneMore);
    expect(versionOf(database)).toBe(NEWEST + 1);
    expect(database.prepare('SELECT id, colour FROM client').all()).toEqual([{ id: 'kept', colour: null }]);
  });

  it('stays where it was when a later step fails: all steps are one transaction', () => {
    const database = new DatabaseSync(':memory:');
    const failing: Migration = () => {
      throw new Error('no room');
    };
    expect(() => {
      migrate(database, [...withOneMore, failing]);
    }).toThrow('no room');
    expect(versionOf(database)).toBe(0);
    expect(database.prepare('SELECT name FROM sqlite_schema').all()).toEqual([]);
  });

  it('is refused when it is newer than this wallet', () => {
    const database = new DatabaseSync(':memory:');
    migrate(database, withOneMore);
    expect(() => {
      migrate(database);
    }).toThrow(
      expect.objectContaining({
        code: 'vault-newer',
        detail: { found: String(NEWEST + 1), known: String(NEWEST) },
      }),
    );
    expect(versionOf(database)).toBe(NEWEST + 1);
  });
});
