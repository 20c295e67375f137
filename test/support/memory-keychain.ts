import type { Keychain } from '../../src-main/wallet/ports.ts';
import type { Secret } from '../../src-main/wallet/secret.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';

/** A keychain in memory, whose state a test can change. */
export interface MemoryKeychain extends Keychain {
  state: 'available' | 'locked' | 'unavailable';
  readonly entries: Map<string, Secret>;
}

export function createMemoryKeychain(state: MemoryKeychain['state'] = 'available'): MemoryKeychain {
  const entries = new Map<string, Secret>();
  const whenAvailable = <Result>(work: () => Result): Promise<Result> =>
    keychain.state === 'available'
      ? Promise.resolve(work())
      : Promise.reject(new WalletError(`keychain-${keychain.state}`, { keychain: keychain.name }));
  const keychain: MemoryKeychain = {
    name: 'Secret Service',
    state,
    entries,
    probe: () => Promise.resolve(keychain.state),
    read: (account) => whenAvailable(() => entries.get(account)),
    write: (account, value) =>
      whenAvailable(() => {
        entries.set(account, value);
      }),
    delete: (account) =>
      whenAvailable(() => {
        entries.delete(account);
      }),
  };
  return keychain;
}
