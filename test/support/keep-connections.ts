import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { connectionRecord } from './connection-record.ts';
import type { WalletUnderTest } from './wallet-under-test.ts';
import { writeBeside } from './write-beside.ts';
import { clientRecord } from './client-record.ts';
import { tokenSetRecord } from './token-set-record.ts';

/** Writes many connections into the vault beside the wallet, each with one access token; answers with their ids. */
export async function keepConnections(
  wallet: Pick<WalletUnderTest, 'folder' | 'keychain'>,
  count: number,
  describe: (index: number) => {
    readonly issuer: string;
    readonly token: string;
    readonly scopes?: readonly string[];
  },
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await writeBeside(wallet, systemClock, (opened) => {
    opened.write((writer) => {
      for (const [index, id] of ids.entries()) {
        const { issuer, token, scopes = [] } = describe(index);
        writer.put(
          'connection',
          connectionRecord({
            id,
            issuer,
            clientId: 'app',
            scopesGranted: scopes,
            expiresAtMs: null,
            expiry: 'never',
          }),
        );
        writer.put('tokenSet', tokenSetRecord(token, null, { id }));
        writer.put('client', clientRecord({ issuer, clientId: 'app', appName: 'App' }));
      }
    });
  });
  return ids;
}
