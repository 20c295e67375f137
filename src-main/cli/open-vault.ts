import type { Wallet } from '../wallet/wallet.ts';
import { WalletError } from '../wallet/wallet-error.ts';
import type { Secret } from '../wallet/secret.ts';

/** How a command wants the vault. */
export interface VaultWish {
  readonly passphrase: Secret | undefined;
  /** A new vault is made only for a command that stores something. */
  readonly mayCreate: boolean;
  /** false for a command that only tells how the vault stands. */
  readonly mustOpen: boolean;
}

/**
 * Opens the vault for a command, or throws why it cannot be opened.
 *
 * A new one is locked by the passphrase if one was given, else by the keychain. Without either nothing is made: nothing
 * weaker is ever chosen silently.
 */
export async function openVault(wallet: Wallet, wish: VaultWish): Promise<void> {
  await wallet.start();
  const { vault } = await wallet.useCases['app.status']({});
  const passphrase = wish.passphrase?.reveal();
  if (vault.state === 'missing' && wish.mayCreate) {
    const method = passphrase === undefined ? 'keychain' : 'passphrase';
    await wallet.useCases['vault.create']({ method, passphrase });
    return;
  }
  const worthTrying = wish.mustOpen || (vault.state === 'locked' && passphrase !== undefined);
  if (vault.state === 'open' || !worthTrying) {
    return;
  }
  if (vault.error !== null && vault.method !== 'passphrase') {
    throw new WalletError(vault.error.code, vault.error.detail);
  }
  await wallet.useCases['vault.unlock']({ passphrase });
}
