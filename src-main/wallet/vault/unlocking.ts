import type { DatabaseSync } from 'node:sqlite';
import type { UnlockMethod } from '../../contract/status.ts';
import { WalletError } from '../wallet-error.ts';
import type { PassphraseAttempts } from './passphrase-delay.ts';
import type { PassphraseSeal } from './passphrase.ts';

/** How the key of a vault is found: the one row that can be read while the vault is locked. */
export interface Unlocking {
  readonly vaultId: string;
  readonly method: UnlockMethod;
  readonly keyCheck: Uint8Array;
  /** Null while the keychain holds the key. */
  readonly seal: PassphraseSeal | null;
  readonly attempts: PassphraseAttempts;
}

interface Row {
  readonly vault_id: string;
  readonly method: UnlockMethod;
  readonly key_check: Uint8Array;
  readonly scrypt_salt: Uint8Array | null;
  readonly scrypt_n: number | null;
  readonly scrypt_r: number | null;
  readonly scrypt_p: number | null;
  readonly sealed_key: Uint8Array | null;
  readonly wrong_passphrases: number;
  readonly next_attempt_at_ms: number;
}

/** Throws `vault-damaged` when the row is not there or makes no sense. */
export function readUnlocking(database: DatabaseSync, file: string): Unlocking {
  const row = database.prepare('SELECT * FROM unlocking').get() as unknown as Row | undefined;
  const seal = row === undefined ? null : sealOf(row);
  if (row === undefined || (seal === null) !== (row.method === 'keychain')) {
    throw new WalletError('vault-damaged', { file, problem: 'the data about its key is missing' });
  }
  return {
    vaultId: row.vault_id,
    method: row.method,
    keyCheck: row.key_check,
    seal,
    attempts: { wrong: row.wrong_passphrases, nextAtMs: row.next_attempt_at_ms },
  };
}

export function writeUnlocking(database: DatabaseSync, unlocking: Unlocking): void {
  const { vaultId, method, keyCheck, seal, attempts } = unlocking;
  database
    .prepare('INSERT OR REPLACE INTO unlocking VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(
      vaultId,
      method,
      keyCheck,
      seal?.salt ?? null,
      seal?.n ?? null,
      seal?.r ?? null,
      seal?.p ?? null,
      seal?.sealedKey ?? null,
      attempts.wrong,
      attempts.nextAtMs,
    );
}

function sealOf(row: Row): PassphraseSeal | null {
  const { scrypt_salt: salt, scrypt_n: n, scrypt_r: r, scrypt_p: p, sealed_key: sealedKey } = row;
  if (salt === null || n === null || r === null || p === null || sealedKey === null) {
    return null;
  }
  return { salt, n, r, p, sealedKey };
}
