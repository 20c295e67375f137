import { randomUUID } from 'node:crypto';
import type { RunningDemo } from '../../src-main/demo/start-demo.ts';
import type { Keychain } from '../../src-main/wallet/ports.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { createVault } from '../../src-main/wallet/vault/create-vault.ts';
import { connectionRecord } from './connection-record.ts';
import { clientRecord } from './client-record.ts';
import { tokenSetRecord } from './token-set-record.ts';

/** A connection that came about earlier, and the tokens that the demo issued for it. */
export interface SeededConnection {
  readonly id: string;
  readonly appName: string;
  readonly accessToken: string;
  readonly refreshToken: string | null;
}

const CLIENT_ID = 'demo-app';
const SCOPES = ['openid', 'profile', 'email', 'photos.read'];

/** Makes a vault with connections to the demo in it, with tokens that really live, before the wallet is started. */
export async function seedConnections(
  place: { readonly folder: string; readonly keychain: Keychain },
  demo: RunningDemo,
  wish: { readonly count: number; readonly refreshable?: boolean; readonly accessTokenSeconds?: number },
): Promise<readonly SeededConnection[]> {
  const { count, refreshable = false, accessTokenSeconds = 600 } = wish;
  const scopes = refreshable ? [...SCOPES, 'offline_access'] : SCOPES;
  const seeded: SeededConnection[] = [];
  for (let index = 0; index < count; index += 1) {
    const { accessToken, refreshToken } = await demo.issue({
      login: 'anna',
      scopes,
      withRefreshToken: refreshable,
      accessTokenSeconds,
    });
    seeded.push({
      id: randomUUID(),
      appName: `App ${String(index + 1).padStart(3, '0')}`,
      accessToken,
      refreshToken,
    });
  }
  const nowMs = Date.now();
  const vault = createVault({ ...place, clock: systemClock });
  try {
    await vault.create('keychain');
    vault.opened().write((writer) => {
      writer.put('client', clientRecord({ issuer: demo.issuer, clientId: CLIENT_ID, appName: 'Demo App' }));
      for (const { id, appName, accessToken, refreshToken } of seeded) {
        writer.put(
          'connection',
          connectionRecord({
            id,
            appName,
            issuer: demo.issuer,
            serviceId: 'demo',
            serviceName: 'Demo service',
            clientId: CLIENT_ID,
            scopesRequested: scopes,
            scopesGranted: scopes,
            connectedAtMs: nowMs,
            issuedAtMs: nowMs,
            usedAtMs: nowMs,
            expiresAtMs: nowMs + accessTokenSeconds * 1000,
            refreshable: refreshToken !== null,
          }),
        );
        writer.put('tokenSet', tokenSetRecord(accessToken, refreshToken, { id }));
      }
    });
  } finally {
    vault.close();
  }
  return seeded;
}
