import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../src-main/contract/connection.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { type KeptConnection, keepConnection } from '../support/keep-connection.ts';
import { replay } from '../support/replay-server.ts';
import { type ReplayedHosts, startReplayedHosts } from '../support/replayed-hosts.ts';
import { createWalletUnderTest, type WalletUnderTest } from '../support/wallet-under-test.ts';
import { writeBeside } from '../support/write-beside.ts';

/*
 * Spotify has no call to revoke a token, and a page where a person ends the access.
 */

const spotify: KeptConnection = {
  service: 'spotify',
  issuer: 'https://accounts.spotify.com',
  token: 'spotify-access-1',
  refreshToken: 'spotify-refresh-1',
  client: { id: 'app-1' },
};

let wallet: WalletUnderTest;
let hosts: ReplayedHosts;
let isEnded: boolean;

beforeEach(async () => {
  isEnded = false;
  hosts = await startReplayedHosts({
    'GET https://api.spotify.com/v1/me': (request, response) => {
      replay(isEnded ? { status: 401 } : { body: { id: 'anna' } }, request, response);
    },
    'POST https://accounts.spotify.com/api/token': (request, response) => {
      const ended = { status: 400, body: { error: 'invalid_grant' } };
      const renewed = { body: { access_token: 'spotify-access-2', token_type: 'Bearer', expires_in: 3600 } };
      replay(isEnded ? ended : renewed, request, response);
    },
  });
  wallet = await createWalletUnderTest({ fetch: hosts.fetch });
});

afterEach(async () => {
  await wallet[Symbol.asyncDispose]();
  await hosts[Symbol.asyncDispose]();
});

describe('an access that only a person can end', () => {
  it('is ended on the page of the service, which the wallet opens and then watches', async () => {
    const id = await keepConnection(wallet, spotify);
    expect(await wallet.do['revocations.openPage']({ id })).toEqual({
      page: 'https://www.spotify.com/account/apps/',
    });
    expect(wallet.lastAddress().href).toBe('https://www.spotify.com/account/apps/');
    expect(await asked(id)).toMatchObject({
      state: 'revoking',
      pending: { step: 'ask' },
      revocation: { outcome: 'unsupported', cuts: 'nothing', byHand: { reason: 'no-call' } },
    });

    isEnded = true;
    expect(await asked(id)).toMatchObject({
      state: 'revoked',
      pending: null,
      revocation: { outcome: 'confirmed', nextAttemptAt: null },
    });
  });

  it('does not come back when it was removed for good while its page was being opened', async () => {
    await using window = await createWalletUnderTest({
      fetch: hosts.fetch,
      whileBrowserOpens: () =>
        writeBeside(window, systemClock, (opened) => {
          opened.write((writer) => {
            writer.remove('connection', id);
            writer.remove('tokenSet', id);
          });
        }),
    });
    const id = await keepConnection(window, spotify);
    await window.do['revocations.openPage']({ id });
    expect(await window.do['connections.list']({})).toEqual([]);
  });

  it('is not renewed while the wallet watches, because the person may not end it after all', async () => {
    const id = await keepConnection(wallet, spotify);
    await wallet.do['revocations.openPage']({ id });
    await asked(id);
    await asked(id);
    expect(hosts.tried.filter((call) => call.includes('/api/token'))).toEqual([]);
    await wallet.do['revocations.giveUp']({ ids: [id] });
    expect(await shown(id)).toMatchObject({ state: 'active', pending: null });
  });

  it('is not renewed either when the access token runs out a little earlier than the wallet thinks', async () => {
    const id = await keepConnection(wallet, { ...spotify, expiresAtMs: Date.now() + 2_000 });
    await wallet.do['revocations.openPage']({ id });
    isEnded = true;
    await asked(id);
    expect(hosts.tried.filter((call) => call.includes('/api/token'))).toEqual([]);
  });

  it('is revoked by the wallet all the same, where that can, when the person says so meanwhile', async () => {
    const google = 'https://accounts.google.com';
    const tokenInfo = { body: { sub: 'anna', scope: 'openid', expires_in: '3000' } };
    await using world = await startReplayedHosts({
      [`GET ${google}/.well-known/openid-configuration`]: {
        body: {
          issuer: google,
          authorization_endpoint: `${google}/o/oauth2/v2/auth`,
          token_endpoint: 'https://oauth2.googleapis.com/token',
          revocation_endpoint: 'https://oauth2.googleapis.com/revoke',
          userinfo_endpoint: 'https://openidconnect.googleapis.com/v1/userinfo',
        },
      },
      'POST https://oauth2.googleapis.com/revoke': { status: 200 },
      'GET https://oauth2.googleapis.com/tokeninfo': tokenInfo,
      'GET https://openidconnect.googleapis.com/v1/userinfo': { body: { sub: 'anna' } },
    });
    await using window = await createWalletUnderTest({ fetch: world.fetch });
    const id = await keepConnection(window, {
      ...{ service: 'google', issuer: google, token: 'g-1', refreshToken: 'g-r', subject: 'anna' },
      client: { id: 'app', secret: 'secret' },
    });
    await window.do['revocations.openPage']({ id });
    await window.do['connections.revoke']({ ids: [id] });
    expect(world.tried).toContain('POST https://oauth2.googleapis.com/revoke');
  });

  it('is not watched where the service cannot tell that it has ended', async () => {
    const id = await keepConnection(wallet, {
      service: 'atlassian',
      issuer: 'https://auth.atlassian.com',
      token: 'atlassian-1',
      client: { id: 'app-1', secret: 'app-secret' },
    });
    const { page } = await wallet.do['revocations.openPage']({ id });
    expect(wallet.lastAddress().href).toBe(page);
    expect(await shown(id)).toMatchObject({ state: 'active', pending: null });
  });

  it('has no page where none is known', async () => {
    const id = await keepConnection(wallet, { ...spotify, service: 'zoom', issuer: 'https://zoom.us' });
    await expect(wallet.do['revocations.openPage']({ id })).rejects.toMatchObject({
      code: 'revocation-unsupported',
    });
  });
});

describe('a proof', () => {
  it('says what was revoked and what the service answered, without any secret', async () => {
    const id = await keepConnection(wallet, spotify);
    await wallet.do['revocations.openPage']({ id });
    isEnded = true;
    await asked(id);
    const proof = await wallet.do['revocations.proof']({ ids: [id] });
    expect(proof).toMatchObject({
      wallet: 'Token Wallet 0.0.0',
      revocations: [{ id, issuer: spotify.issuer, clientId: 'app-1', revocation: { outcome: 'confirmed' } }],
      chain: { intact: true },
    });
    expect(JSON.stringify(proof)).not.toMatch(/spotify-(access|refresh)/);
  });

  it('holds the hashes of the journal, the last of which is the newest of the chain', async () => {
    const id = await keepConnection(wallet, spotify);
    await wallet.do['connections.revoke']({ ids: [id] });
    const { revocations, chain } = await wallet.do['revocations.proof']({ ids: [id] });
    const journal = await wallet.do['journal.list']({ limit: 10 });
    const told = journal.filter(({ connectionId, action }) => connectionId === id && /^revo/.test(action));
    expect(revocations[0]?.journal.map(({ sequence, at }) => ({ sequence, at }))).toEqual(
      told.map(({ sequence, at }) => ({ sequence, at })).reverse(),
    );
    expect(revocations[0]?.journal.at(-1)?.hash).toBe(chain.head);
    expect(chain.head).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is not made of a connection that was never revoked', async () => {
    const id = await keepConnection(wallet, spotify);
    await expect(wallet.do['revocations.proof']({ ids: [id] })).rejects.toMatchObject({
      code: 'nothing-to-prove',
    });
  });
});

/** The connection once the service has been asked about it. */
async function asked(id: string): Promise<Connection> {
  await wallet.do['revocations.tryNow']({ ids: [id] });
  await wallet.wallet.revocations.settled();
  return shown(id);
}

async function shown(id: string): Promise<Connection> {
  return (await wallet.do['connections.show']({ id })).connection;
}
