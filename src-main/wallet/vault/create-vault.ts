import { randomUUID, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { UnlockMethod, VaultStatus } from '../../contract/status.ts';
import type { Clock, Keychain } from '../ports.ts';
import type { Secret } from '../secret.ts';
import { toErrorValue, WalletError } from '../wallet-error.ts';
import { ChangeWatch } from './change-watch.ts';
import { openDatabase } from './database.ts';
import { readKeyFromKeychain, storeKeyInKeychain } from './keychain-key.ts';
import { deriveKeys, generateVaultKey, isKeyOf, keyCheckOf } from './keys.ts';
import { migrate } from './migrations.ts';
import { OpenedVault } from './open-vault.ts';
import { noAttempts } from './passphrase-delay.ts';
import { openWithPassphrase, requirePassphrase, sealWithPassphrase } from './passphrase.ts';
import { storageFailure, storing } from './storage-failure.ts';
import { unlockWithPassphrase } from './unlock-with-passphrase.ts';
import { readUnlocking, writeUnlocking, type Unlocking } from './unlocking.ts';
import { inspectVaultFile, mendModes, publishVaultFile, vaultFileIn } from './vault-file.ts';
import type { OpenVault, Vault } from './vault.ts';

/** What a vault needs from the world. */
export interface VaultWorld {
  readonly folder: string;
  readonly keychain: Keychain;
  readonly clock: Clock;
}

/** The vault in that folder, locked. Nothing is read or made until it is asked to. */
export function createVault(world: VaultWorld): Vault {
  return new FileVault(world);
}

class FileVault implements Vault {
  readonly #world: VaultWorld;
  readonly #file: string;
  readonly #watch: ChangeWatch;
  #opened: OpenedVault | undefined;
  /** Why the last unlocking failed; told by `status` until the next one. */
  #failure: WalletError | undefined;
  /** Rises with every locking, so that an unlocking under way notices that it is no longer wanted. */
  #lockings = 0;
  #lastTurn: Promise<unknown> = Promise.resolve();

  constructor(world: VaultWorld) {
    this.#world = world;
    this.#file = vaultFileIn(world.folder);
    this.#watch = new ChangeWatch(world.clock);
  }

  async status(): Promise<VaultStatus> {
    const { keychain } = this.#world;
    const common = { keychain: await keychain.probe(), keychainName: keychain.name, file: this.#file };
    if (this.#opened !== undefined) {
      const { database } = this.#opened;
      const { method } = storing(this.#file, () => readUnlocking(database, this.#file));
      return { ...common, state: 'open', method, error: null };
    }
    let method: UnlockMethod;
    try {
      ({ method } = storing(this.#file, () => inspectVaultFile(this.#file)));
    } catch (error) {
      const missing = error instanceof WalletError && error.code === 'vault-missing';
      return missing
        ? { ...common, state: 'missing', method: null, error: null }
        : { ...common, state: 'failed', method: null, error: toErrorValue(error) };
    }
    const failure = this.#failure ?? failureToExpect(method, common.keychain, keychain.name);
    const waits = failure === undefined || isSolvedByUnlocking(failure);
    return {
      ...common,
      state: waits ? 'locked' : 'failed',
      method,
      error: failure === undefined ? null : toErrorValue(failure),
    };
  }

  create(method: UnlockMethod, passphrase?: Secret): Promise<void> {
    return this.#inTurn(async () => {
      if (existsSync(this.#file)) {
        throw new WalletError('vault-exists', { folder: this.#world.folder });
      }
      const vaultId = randomUUID();
      const key = generateVaultKey();
      mendModes(this.#world.folder);
      // Before anything else, because a vault whose key is nowhere is worse than none. An entry that is left behind by
      // a process killed here opens nothing.
      const unlocking = await this.#sealKey(key, vaultId, method, passphrase);
      try {
        publishVaultFile(this.#world.folder, (file) => {
          this.#fill(file, unlocking, key);
        });
      } catch (error) {
        if (method === 'keychain') {
          await this.#world.keychain.delete(vaultId);
        }
        throw error;
      }
      this.#openWith(openDatabase(this.#file, 'write'), vaultId, key);
    });
  }

  unlock(passphrase?: Secret): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#opened !== undefined) {
        return;
      }
      try {
        await this.#unlock(passphrase);
        this.#failure = undefined;
      } catch (error) {
        const failure = storageFailure(error, this.#file);
        this.#failure = failure instanceof WalletError ? failure : undefined;
        throw failure;
      }
    });
  }

  lock(): void {
    this.#lockings += 1;
    this.#watch.watch(undefined);
    this.#opened?.close();
    this.#opened = undefined;
  }

  changeMethod(method: UnlockMethod, passphrase?: Secret): Promise<void> {
    return this.#inTurn(async () => {
      const { vaultId, keys, database } = this.#requireOpened();
      const before = readUnlocking(database, this.#file).method;
      // The new way is there and proved before the old one goes; killed in between, the old one still works.
      const unlocking = await this.#sealKey(keys.vault, vaultId, method, passphrase);
      this.#requireOpened().write((writer) => {
        writeUnlocking(database, unlocking);
        writer.note({ action: 'unlock-method-changed', connectionId: null, about: { method } });
      });
      // The log would keep the old seal, which an old and perhaps weak passphrase opens.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      if (before === 'keychain' && method === 'passphrase') {
        await this.#world.keychain.delete(vaultId);
      }
    });
  }

  isOpen(): boolean {
    return this.#opened !== undefined;
  }

  opened(): OpenVault {
    return this.#requireOpened();
  }

  onChangedElsewhere(listener: () => void): () => void {
    return this.#watch.add(listener);
  }

  close(): void {
    this.lock();
    this.#watch.end();
  }

  async #unlock(passphrase: Secret | undefined): Promise<void> {
    const lockings = this.#lockings;
    inspectVaultFile(this.#file);
    mendModes(this.#world.folder);
    const database = openDatabase(this.#file, 'write');
    try {
      const { vaultId, method, keyCheck } = readUnlocking(database, this.#file);
      const key =
        method === 'keychain'
          ? await readKeyFromKeychain(this.#world.keychain, vaultId)
          : await unlockWithPassphrase(database, this.#file, this.#world.clock, passphrase);
      if (!isKeyOf(key, vaultId, keyCheck)) {
        throw new WalletError('vault-key-mismatch', { keychain: this.#world.keychain.name });
      }
      if (lockings !== this.#lockings) {
        throw new WalletError('vault-locked');
      }
      migrate(database);
      this.#openWith(database, vaultId, key);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Seals the key in the new way and proves that it can be got back. */
  async #sealKey(
    key: KeyObject,
    vaultId: string,
    method: UnlockMethod,
    passphrase: Secret | undefined,
  ): Promise<Unlocking> {
    const common = { vaultId, method, keyCheck: keyCheckOf(key, vaultId), attempts: noAttempts };
    if (method === 'keychain') {
      await storeKeyInKeychain(this.#world.keychain, vaultId, key);
      return { ...common, seal: null };
    }
    const given = requirePassphrase(passphrase);
    const seal = await sealWithPassphrase(key, vaultId, given);
    if ((await openWithPassphrase(seal, vaultId, given))?.equals(key) !== true) {
      throw new Error('The key that a passphrase sealed could not be opened with it.');
    }
    return { ...common, seal };
  }

  #fill(file: string, unlocking: Unlocking, key: KeyObject): void {
    const database = openDatabase(file, 'write');
    try {
      migrate(database);
      const { vaultId, method } = unlocking;
      const keys = deriveKeys(key, vaultId);
      new OpenedVault(database, file, vaultId, keys, this.#world.clock).write((writer) => {
        writeUnlocking(database, unlocking);
        writer.note({ action: 'vault-created', connectionId: null, about: { method } });
      });
    } finally {
      database.close();
    }
  }

  #openWith(database: DatabaseSync, vaultId: string, key: KeyObject): void {
    const keys = deriveKeys(key, vaultId);
    this.#opened = new OpenedVault(database, this.#file, vaultId, keys, this.#world.clock);
    this.#watch.watch(this.#opened);
  }

  #requireOpened(): OpenedVault {
    if (this.#opened === undefined) {
      throw existsSync(this.#file)
        ? new WalletError('vault-locked')
        : new WalletError('vault-missing', { folder: this.#world.folder });
    }
    return this.#opened;
  }

  /** One change of the lock at a time: an unlocking waits for the one before, and finds the vault open. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#lastTurn.then(work).catch((error: unknown) => {
      throw storageFailure(error, this.#file);
    });
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }
}

/** What unlocking would answer now, as far as that can be told without asking for the key. */
function failureToExpect(
  method: UnlockMethod,
  keychain: VaultStatus['keychain'],
  keychainName: string,
): WalletError | undefined {
  if (method === 'passphrase' || keychain === 'available') {
    return undefined;
  }
  const code = keychain === 'locked' ? 'keychain-locked' : 'keychain-unavailable';
  return new WalletError(code, { keychain: keychainName });
}

/** Whether nothing is wrong but that the passphrase, or an unlocked keychain, is still awaited. */
function isSolvedByUnlocking({ code }: WalletError): boolean {
  return code === 'keychain-locked' || code.startsWith('passphrase-');
}
