import type { Wallet } from '../wallet/wallet.ts';
import { WalletError } from '../wallet/wallet-error.ts';
import type { Secret } from '../wallet/secret.ts';

/**
 * Opens the vault for a command, or throws why it cannot be opened.
 *
 * A new vault is made only for a command that stores something, by passphrase if one was given, else by the keychain.
 * Without either nothing is made: nothing weaker is ever chosen silently.
 */
export async function openVault(
  wallet: Wallet,
  how: { readonly passphrase: Secret | undefined; readonly mayCreate: boolean },
): Promise<void> {
  await wallet.start();
  const { vault } = await wallet.useCases['app.status']({});
  const passphrase = how.passphrase === undefined ? {} : { passphrase: how.passphrase.reveal() };
  if (vault.state === 'missing' && how.mayCreate) {
    const method = how.passphrase === undefined ? 'keychain' : 'passphrase';
    await wallet.useCases['vault.create']({ method, ...passphrase });
  } else if (vault.state !== 'open') {
    if (vault.error !== null && vault.method !== 'passphrase') {
      throw new WalletError(vault.error.code, vault.error.detail);
    }
    await wallet.useCases['vault.unlock'](passphrase);
  }
}
