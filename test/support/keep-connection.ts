import { randomUUID } from 'node:crypto';
import { Secret } from '../../src-main/wallet/secret.ts';
import type { TokenKind } from '../../src-main/wallet/services/service-schema.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { createVault } from '../../src-main/wallet/vault/create-vault.ts';
import { connectionRecord } from './connection-record.ts';
import type { WalletUnderTest } from './wallet-under-test.ts';
import { clientRecord } from './client-record.ts';
import { tokenSetRecord } from './token-set-record.ts';

/** A connection as it came about earlier, at a service of the catalog. */
export interface KeptConnection {
  readonly service: string;
  readonly issuer: string;
  readonly host?: string | undefined;
  readonly token: string;
  readonly kind?: TokenKind | undefined;
  readonly refreshToken?: string | undefined;
  readonly subject?: string | undefined;
  readonly scopes?: string[];
  readonly expiresAtMs?: number | undefined;
  readonly origin?: 'authorized' | 'added';
  readonly resource?: string;
  readonly refreshParameters?: Readonly<Record<string, string>>;
  readonly client?:
    | {
        readonly id: string;
        readonly secret?: string;
        readonly key?: Secret;
        readonly method?: string;
      }
    | undefined;
}

/** Writes the records of a connection into the vault beside the wallet, as only a test may; answers with its id. */
export async function keepConnection(wallet: WalletUnderTest, kept: KeptConnection): Promise<string> {
  const { issuer, client, refreshToken } = kept;
  const id = randomUUID();
  const vault = createVault({ folder: wallet.folder, keychain: wallet.keychain, clock: systemClock });
  try {
    await vault.unlock();
    vault.opened().write((writer) => {
      writer.put(
        'connection',
        connectionRecord({
          id,
          issuer,
          serviceId: kept.service,
          serviceHost: kept.host ?? null,
          serviceName: kept.service,
          clientId: client?.id ?? '',
          ...(kept.origin === undefined ? {} : { origin: kept.origin }),
          account: { subject: kept.subject ?? null, name: null, email: null },
          scopesGranted: kept.scopes ?? [],
          resource: kept.resource ?? null,
          expiresAtMs: kept.expiresAtMs ?? null,
          expiry: kept.expiresAtMs === undefined ? 'not-stated' : 'at',
          refreshable: refreshToken !== undefined,
        }),
      );
      writer.put(
        'tokenSet',
        tokenSetRecord(kept.token, refreshToken ?? null, {
          id,
          kind: kept.kind ?? 'access',
          refreshParameters: kept.refreshParameters ?? {},
        }),
      );
      if (client !== undefined) {
        writer.put(
          'client',
          clientRecord({
            issuer,
            clientId: client.id,
            clientSecret: client.secret === undefined ? null : new Secret(client.secret),
            clientKey: client.key ?? null,
            authMethod: client.method ?? null,
          }),
        );
      }
    });
  } finally {
    vault.close();
  }
  return id;
}
