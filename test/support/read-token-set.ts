import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { createVault } from '../../src-main/wallet/vault/create-vault.ts';
import type { Keychain } from '../../src-main/wallet/ports.ts';
import type { ConnectionRecord, TokenSetRecord } from '../../src-main/wallet/vault/records.ts';
import type { OpenVault } from '../../src-main/wallet/vault/vault.ts';

interface Place {
  readonly folder: string;
  readonly keychain: Keychain;
}

/** Opens the vault of a wallet beside it, as only a test may, and reads the tokens of a connection. */
export async function readTokenSet(place: Place, id: string): Promise<TokenSetRecord> {
  return beside(place, (opened) => {
    const tokens = opened.read('tokenSet', id);
    if (tokens === undefined) {
      throw new Error(`The vault holds no tokens for ${id}.`);
    }
    return tokens;
  });
}

/** The tokens and the client of the only connection in a vault. */
export async function readOnlyTokenSet(
  place: Place,
): Promise<TokenSetRecord & { readonly clientId: string }> {
  return beside(place, (opened) => {
    const [tokens, ...others] = opened.readAll('tokenSet').records;
    const [connection] = opened.readAll('connection').records;
    if (tokens === undefined || connection === undefined || others.length > 0) {
      throw new Error('The vault does not hold exactly one connection.');
    }
    return { ...tokens, clientId: connection.clientId };
  });
}

/** What the vault says of every connection. */
export async function readConnections(place: Place): Promise<readonly ConnectionRecord[]> {
  return beside(place, (opened) => opened.readAll('connection').records);
}

async function beside<Result>(
  { folder, keychain }: Place,
  read: (opened: OpenVault) => Result,
): Promise<Result> {
  const vault = createVault({ folder, keychain, clock: systemClock });
  try {
    await vault.unlock();
    return read(vault.opened());
  } finally {
    vault.close();
  }
}
