import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createVault } from '../../src-main/wallet/vault/create-vault.ts';
import type { OpenVault, Vault } from '../../src-main/wallet/vault/vault.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createMemoryKeychain, type MemoryKeychain } from './memory-keychain.ts';

/** A data folder for one test, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'token-wallet-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export interface VaultAtHand {
  readonly folder: string;
  readonly file: string;
  readonly keychain: MemoryKeychain;
  readonly clock: FakeClock;
  readonly vault: Vault;
}

/** A vault in a folder of its own that has not been made yet; parts that are given are shared with another. */
export function vaultAtHand(given: Partial<Omit<VaultAtHand, 'file' | 'vault'>> = {}): VaultAtHand {
  const { folder = temporaryFolder(), keychain = createMemoryKeychain(), clock = createFakeClock() } = given;
  const vault = createVault({ folder, keychain, clock });
  onTestFinished(() => {
    vault.close();
  });
  return { folder, file: join(folder, 'vault.sqlite'), keychain, clock, vault };
}

/** The same folder and keychain as a process started later finds them. */
export async function reopened(before: VaultAtHand): Promise<OpenVault> {
  const { vault } = vaultAtHand(before);
  await vault.unlock();
  return vault.opened();
}

/** A hash of every file's bytes, to prove that none was touched. Only while no vault is open in this process. */
export function hashFiles(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => !name.endsWith('-shm') && !isEmpty(join(folder, name)));
  return Object.fromEntries(names.map((name) => [name, hashFile(join(folder, name))]));
}

export function hashFile(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function isEmpty(file: string): boolean {
  return file.endsWith('-wal') && readFileSync(file).length === 0;
}
