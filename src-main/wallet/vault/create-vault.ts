import type { UnlockMethod, VaultStatus } from '../../contract/status.ts';
import type { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import { changeMethod, removeUnusedEntry } from './change-method.ts';
import { ChangeWatch } from './change-watch.ts';
import { makeVault } from './make-vault.ts';
import type { OpenedVault } from './open-vault.ts';
import { storageFailure } from './storage-failure.ts';
import { unlockVault } from './unlock-vault.ts';
import { vaultExistsIn, vaultFileIn } from './vault-file.ts';
import { statusOfClosedVault, statusOfOpenVault } from './vault-status.ts';
import type { VaultWorld } from './vault-world.ts';
import type { OpenVault, Vault } from './vault.ts';

/** The vault in that folder, locked. Nothing is read or made until it is asked to. */
export function createVault(world: VaultWorld): Vault {
  return new FileVault(world);
}

class FileVault implements Vault {
  readonly #world: VaultWorld;
  readonly #watch: ChangeWatch;
  #opened: OpenedVault | undefined;
  /** Why the last unlocking failed; told by `status` until the next one. */
  #failure: WalletError | undefined;
  /** Rises with every locking, so that an unlocking under way notices that it is no longer wanted. */
  #lockings = 0;
  #lastTurn: Promise<unknown> = Promise.resolve();

  constructor(world: VaultWorld) {
    this.#world = world;
    this.#watch = new ChangeWatch(world.clock);
  }

  async status(): Promise<VaultStatus> {
    const keychain = await this.#world.keychain.probe();
    return this.#opened === undefined
      ? statusOfClosedVault(this.#world, keychain, this.#failure)
      : statusOfOpenVault(this.#world, keychain, this.#opened);
  }

  create(method: UnlockMethod, passphrase?: Secret): Promise<void> {
    return this.#inTurn(async () => {
      this.#openWith(await makeVault(this.#world, method, passphrase));
    });
  }

  unlock(passphrase?: Secret): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#opened !== undefined) {
        return;
      }
      const lockings = this.#lockings;
      try {
        const opened = await unlockVault(this.#world, passphrase);
        if (lockings !== this.#lockings) {
          opened.close();
          throw new WalletError('vault-locked');
        }
        this.#failure = undefined;
        this.#openWith(opened);
        await removeUnusedEntry(this.#world, opened);
      } catch (error) {
        const failure = storageFailure(error, vaultFileIn(this.#world.folder));
        this.#failure =
          failure instanceof WalletError && failure.code !== 'vault-locked' ? failure : undefined;
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
    return this.#inTurn(() => changeMethod(this.#world, this.#requireOpened(), method, passphrase));
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

  #openWith(opened: OpenedVault): void {
    this.#opened = opened;
    this.#watch.watch(opened);
  }

  #requireOpened(): OpenedVault {
    if (this.#opened === undefined) {
      throw vaultExistsIn(this.#world.folder)
        ? new WalletError('vault-locked')
        : new WalletError('vault-missing', { folder: this.#world.folder });
    }
    return this.#opened;
  }

  /** One change of the lock at a time: an unlocking waits for the one before, and finds the vault open. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#lastTurn.then(work).catch((error: unknown) => {
      throw storageFailure(error, vaultFileIn(this.#world.folder));
    });
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }
}
