import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import type { Fetch } from '../../src-main/wallet/ports.ts';
import type { Service, TokenKind } from '../../src-main/wallet/services/service-schema.ts';
import { documentedService } from '../support/documented-service.ts';
import { keepConnection } from '../support/keep-connection.ts';
import { createWalletUnderTest, type WalletUnderTest } from '../support/wallet-under-test.ts';

/*
 * What the wallet says before the click, and what it then reaches at a service that does what is documented of it.
 */

const grant = { access: 'access-token-1-of-anna', refresh: 'refresh-token-1-of-anna' };
const apps = {
  'with the secret': { id: 'app-1', secret: 'app-secret', method: 'client_secret_post' },
  'with its id': { id: 'app-1', method: 'none' },
  'not known': undefined,
} as const;

let wallet: WalletUnderTest;
let serve: Fetch;

beforeAll(async () => {
  wallet = await createWalletUnderTest({ fetch: (address, init) => serve(address, init) });
});

afterAll(async () => {
  await wallet[Symbol.asyncDispose]();
});

/** The token sets that a service issues. */
function setsOf({ flows, refresh }: Service): readonly (readonly [TokenKind, boolean])[] {
  const isOnlyByHand = flows.length === 1 && flows.includes('token');
  return [
    ...(flows.includes('token') ? ([['personal', false]] as const) : []),
    ...(isOnlyByHand || refresh?.issued === 'always' ? [] : ([['access', false]] as const)),
    ...(isOnlyByHand || refresh?.issued === 'never' ? [] : ([['access', true]] as const)),
  ];
}

const cases = loadCatalog().flatMap((service) =>
  setsOf(service).flatMap(([kind, hasRefreshToken]) =>
    Object.entries(apps)
      // A token that was made by hand has no app.
      .filter(([, client]) => kind !== 'personal' || client === undefined)
      .map(([app, client]) => ({ service, kind, hasRefreshToken, app, client })),
  ),
);

describe('the preview and the revocation agree', () => {
  it.each(cases)(
    'at $service.id of $kind (refresh token: $hasRefreshToken), the app $app',
    async ({ service, kind, hasRefreshToken, client }) => {
      const host = service.host === undefined ? null : `${service.id}.example.com`;
      const refresh = hasRefreshToken ? grant.refresh : null;
      const documented = documentedService(service, host, { access: grant.access, refresh });
      serve = documented.fetch;
      const id = await keepConnection(wallet, {
        service: service.id,
        issuer: documented.issuer,
        host: host ?? undefined,
        kind,
        token: grant.access,
        refreshToken: refresh ?? undefined,
        subject: '7',
        scopes: service.check?.needs === undefined ? [] : [service.check.needs],
        expiresAtMs: Date.now() + 1_800_000,
        client,
      });
      const [preview] = await wallet.do['revocations.preview']({ ids: [id] });
      const [revocation] = await wallet.do['connections.revoke']({ ids: [id] });
      const { outcome, byHand } = preview ?? {};
      if (outcome === 'unsupported') {
        // With a call that is refused for want of the app's secret the outcome is "failed", and the reason the same.
        expect(['unsupported', 'failed']).toContain(revocation?.outcome);
        expect(revocation?.byHand).toEqual(byHand);
      } else {
        expect(revocation).toMatchObject({ outcome, cuts: preview?.cuts, byHand });
      }
    },
  );
});
