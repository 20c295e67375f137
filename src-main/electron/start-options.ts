import { parseArgs } from 'node:util';
import { WalletError } from '../wallet/wallet-error.ts';

/** The folder named by `--home DIR`, else by `TOKEN_WALLET_HOME`; undefined where neither is there. */
export function homeOverride(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  // Chromium has options of its own on the same command line, so unknown ones are passed over.
  const { values } = parseArgs({
    args: [...args],
    options: { home: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  const { home } = values;
  if (home === undefined) {
    return environment['TOKEN_WALLET_HOME'];
  }
  if (typeof home !== 'string' || home === '' || home.startsWith('-')) {
    // Going on would open another wallet than the one that was meant.
    throw new WalletError('bad-input', { problem: '--home needs the name of a folder' });
  }
  return home;
}
