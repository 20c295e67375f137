import { expect, it } from 'vitest';
import type { Grant } from '../../src-main/wallet/connections/connect/store-grant.ts';
import { storeGrant } from '../../src-main/wallet/connections/connect/store-grant.ts';
import { Secret } from '../../src-main/wallet/secret.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { clientRecord } from '../support/client-record.ts';
import { startReplayedHosts } from '../support/replayed-hosts.ts';
import { createWalletUnderTest } from '../support/wallet-under-test.ts';
import { writeBeside } from '../support/write-beside.ts';

const ISSUER = 'https://accounts.google.com';

function grantOf(which: string): Grant {
  return {
    server: { issuer: ISSUER, metadata: {} },
    service: loadCatalog().find(({ id }) => id === 'google'),
    ...{ host: null, requested: ['openid'], isDescribed: false, certificateAuthority: null },
    client: clientRecord({ issuer: ISSUER, clientId: 'app-1', clientSecret: new Secret('app-secret') }),
    ...{ proofKey: null, resource: null, detailsRequested: null },
    identity: { subject: 'anna', name: null, email: null },
    reply: {
      accessToken: new Secret(`${which}-access`),
      refreshToken: new Secret(`${which}-refresh`),
      ...{ idToken: null, tokenType: 'bearer', scopes: ['openid'], expiresInSeconds: 3600 },
      ...{ refreshExpiresInSeconds: null, authorizationDetails: null, refreshParameters: {}, identity: null },
    },
  };
}

it('A grant that took the place of another is not ended with it, where the service ends both in one call', async () => {
  const alive = new Set<string>();
  await using hosts = await startReplayedHosts({
    // "Ends everything that this account allowed any app of the same Google Cloud project."
    'POST https://oauth2.googleapis.com/revoke': (_, response) => {
      alive.clear();
      response.writeHead(200).end();
    },
  });
  await using wallet = await createWalletUnderTest({ fetch: hosts.fetch });
  await writeBeside(wallet, systemClock, (opened) => {
    for (const which of ['old', 'new']) {
      storeGrant(opened, grantOf(which), Date.now());
      alive.add(`${which}-refresh`);
    }
  });
  await wallet.do['revocations.tryNow']({ ids: [] });
  await wallet.wallet.revocations.settled();
  expect([...alive]).toEqual(['old-refresh', 'new-refresh']);
  expect(wallet.wallet.revocations.waiting()).toEqual([]);

  const [connection] = await wallet.do['connections.list']({});
  await wallet.do['connections.revoke']({ ids: [connection?.id ?? ''] });
  expect([...alive]).toEqual([]);
});
