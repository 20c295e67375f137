import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthorities } from '../../src-main/wallet/network/authorities.ts';
import { createFetch } from '../../src-main/wallet/network/create-fetch.ts';
import { type ReplayServer, startReplayServer } from '../support/replay-server.ts';
import { selfSignedCertificate } from '../support/self-signed.ts';
import { createWalletUnderTest, type WalletUnderTest } from '../support/wallet-under-test.ts';

const certificate = selfSignedCertificate('localhost');

let server: ReplayServer;
let origin: string;
let wallet: WalletUnderTest;

/** A wallet that goes out as the real one does, and trusts nobody yet. */
function walletOn(place: Parameters<typeof createWalletUnderTest>[0] = {}): Promise<WalletUnderTest> {
  const authorities = createAuthorities();
  return createWalletUnderTest({
    ...place,
    fetch: createFetch({ proxyFor: () => Promise.resolve(null), extraCertificates: authorities.at }),
    trustAuthority: authorities.trust,
  });
}

beforeEach(async () => {
  server = await startReplayServer({}, certificate);
  origin = server.origin.replace('127.0.0.1', 'localhost');
  server.routes['/.well-known/oauth-authorization-server'] = {
    body: {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      userinfo_endpoint: `${origin}/me`,
    },
  };
  server.routes['/token'] = { body: { access_token: 'access-1', token_type: 'Bearer' } };
  server.routes['/me'] = { body: { sub: 'alice' } };
  wallet = await walletOn();
});

afterEach(async () => {
  await wallet[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

describe('a service whose certificate a company made itself', () => {
  it('is refused without its authority', async () => {
    const refused = wallet.do['connect.inspect']({ issuer: origin });
    await expect(refused).rejects.toMatchObject({ code: 'tls-failed' });
  });

  it('can be connected with it, and is trusted again after a restart', async () => {
    const certificateAuthority = certificate.cert;
    const wish = { issuer: origin, clientId: 'app', scopes: ['photos'], certificateAuthority };
    const { id } = await wallet.do['connect.start'](wish);
    const request = wallet.lastAddress().searchParams;
    const answer = new URL(request.get('redirect_uri') ?? '');
    answer.searchParams.set('code', 'code-1');
    answer.searchParams.set('state', request.get('state') ?? '');
    await fetch(answer);
    const { connectionId, error } = await wallet.attemptEnded(id);
    expect(error).toBeNull();
    wallet.wallet.close();

    const later = await walletOn({ folder: wallet.folder, keychain: wallet.keychain });
    const check = await later.do['connections.check']({ id: connectionId ?? '' });
    expect(check).toMatchObject({ alive: true, subject: 'alice' });
    later.wallet.close();
  });

  it.each(['not a certificate', '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----'])(
    'cannot be trusted by %j',
    async (certificateAuthority) => {
      const refused = wallet.do['connect.inspect']({ issuer: origin, certificateAuthority });
      await expect(refused).rejects.toMatchObject({ code: 'certificate-not-usable' });
    },
  );
});
