import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface VaultFigures {
  readonly connections: number;
  /** From the locked vault to the list of all connections. */
  readonly openAndListMs: number;
  /** The same number of characters for each token, read from the keychain, where each is an entry of its own. */
  readonly perEntryKeychain: { readonly entries: number; readonly readMs: number };
  /** How many times longer an entry of the keychain takes than a connection of the vault. */
  readonly ratioPerEntry: number;
}

/** Reading the vault, against reading tokens from the keychain one by one. */
export async function benchVault(): Promise<VaultFigures> {
  const program = join(import.meta.dirname, 'vault-process.ts');
  const wrapper = join(import.meta.dirname, '..', 'support', 'with-keyring.js');
  const node = [process.execPath, '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [wrapper, '--', ...node, program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [code]] = await Promise.all([
    text(child.stdout),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  if (code !== 0) {
    throw new Error(`The bench of the vault ended with ${String(code)}.`);
  }
  return JSON.parse(output) as VaultFigures;
}
