import { randomUUID } from 'node:crypto';
import type { RunningDemo } from '../../src-main/demo/start-demo.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { createVault } from '../../src-main/wallet/vault/create-vault.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { createFileKeychain } from '../support/file-keychain.ts';
import type { Ledger } from './ledger.ts';
import type { ConnectionPlan } from './plan.ts';
import { clientRecord } from '../support/client-record.ts';
import { tokenSetRecord } from '../support/token-set-record.ts';

/** A connection of a round, and the grant that it is at the server. */
export interface RoundConnection extends ConnectionPlan {
  readonly id: string;
  readonly grantId: string;
}

const clientId = 'demo-app';

/** Makes a vault in this folder whose connections are there already, as if a person had connected each in a browser. */
export async function prepareVault(
  folder: string,
  demo: RunningDemo,
  ledger: Ledger,
  plans: readonly ConnectionPlan[],
): Promise<RoundConnection[]> {
  const vault = createVault({ folder, keychain: createFileKeychain(folder), clock: systemClock });
  await vault.create('keychain');
  const connections: RoundConnection[] = [];
  const nowMs = Date.now();
  try {
    const server = await fetch(`${demo.issuer}/.well-known/openid-configuration`);
    const metadata = (await server.json()) as Record<string, unknown>;
    for (const plan of plans) {
      const scopes = ['openid', 'photos.read', plan.isRefreshable ? 'offline_access' : 'perpetual'];
      const grant = await demo.issue({ login: 'anna', scopes, withRefreshToken: plan.isRefreshable });
      const id = randomUUID();
      vault.opened().write((writer) => {
        writer.put(
          'connection',
          connectionRecord({
            id,
            issuer: demo.issuer,
            serviceId: 'demo',
            serviceName: 'Demo service',
            clientId,
            scopesRequested: scopes,
            scopesGranted: scopes,
            connectedAtMs: nowMs,
            issuedAtMs: nowMs,
            usedAtMs: nowMs,
            expiresAtMs: plan.isRefreshable ? nowMs + 600_000 : null,
            expiry: plan.isRefreshable ? 'at' : 'not-stated',
            refreshable: plan.isRefreshable,
          }),
        );
        writer.put('tokenSet', tokenSetRecord(grant.accessToken, grant.refreshToken, { id }));
      });
      if (grant.refreshToken !== null) {
        ledger.issued(id, grant.refreshToken);
      }
      connections.push({ ...plan, id, grantId: grant.grantId });
    }
    vault.opened().write((writer) => {
      writer.put('client', clientRecord({ issuer: demo.issuer, clientId }));
      writer.put('server', {
        id: demo.issuer,
        readAtMs: nowMs,
        describedService: null,
        certificateAuthority: null,
        metadata,
      });
    });
  } finally {
    vault.close();
  }
  return connections;
}
