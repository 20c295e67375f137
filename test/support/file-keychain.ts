import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Keychain } from '../../src-main/wallet/ports.ts';
import { Secret } from '../../src-main/wallet/secret.ts';

/** A keychain that several processes share, in a file in the clear: for vaults that hold nothing but a test's tokens. */
export function createFileKeychain(folder: string): Keychain {
  const file = join(folder, 'keychain.json');
  const read = (): Record<string, string> => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    } catch {
      return {};
    }
  };
  return {
    name: 'a file',
    probe: () => Promise.resolve('available'),
    read: async (account) => {
      const value = read()[account];
      return value === undefined ? undefined : new Secret(value);
    },
    write: async (account, value) => {
      writeFileSync(file, JSON.stringify({ ...read(), [account]: value.reveal() }));
    },
    delete: async (account) => {
      writeFileSync(file, JSON.stringify({ ...read(), [account]: undefined }));
    },
  };
}
