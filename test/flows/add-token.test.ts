import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../src-main/contract/connection.ts';
import type { InputOf } from '../../src-main/contract/contract.ts';
import type { ErrorCode } from '../../src-main/contract/error.ts';
import { isWalletError, type WalletError } from '../../src-main/wallet/wallet-error.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { jwt } from '../support/jwt.ts';
import { type MappedNetwork, startMappedNetwork } from '../support/mapped-network.ts';
import { createWalletUnderTest, type WalletUnderTest } from '../support/wallet-under-test.ts';

/*
 * Tokens that were made elsewhere, put into a wallet as it always is; the services are replays. What is asked of whom
 * is recorded, because the worst that could happen here is that a token is shown to somebody it does not belong to.
 */

// In two parts, lest scanners raise alarm. The checksums fit; none of these was ever a token of anybody.
const gitHubToken = ['ghp', 'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17'].join('_');
const gitLabToken = ['glpat', 'aaaaaaaaaaaaaaaaaaaa'].join('-');
const opaqueToken = 'correct-horse-battery-staple';

const gitHubUser = {
  headers: { 'X-OAuth-Scopes': 'repo, gist' },
  body: { id: 583231, login: 'octocat', email: 'octocat@example.com' },
};

let network: MappedNetwork;
let wallet: WalletUnderTest;

beforeEach(async () => {
  network = await startMappedNetwork();
  wallet = await createWalletUnderTest({ fetch: network.fetch, clock: createFakeClock() });
});

afterEach(async () => {
  await wallet[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

type Wish = Partial<InputOf<'tokens.add'>>;

async function add(text: string, wish: Wish = {}): Promise<Connection[]> {
  return wallet.do['tokens.add']({ text, check: true, ...wish });
}

async function addOne(text: string, wish: Wish = {}): Promise<Connection> {
  const [connection, ...others] = await add(text, wish);
  if (connection === undefined || others.length > 0) {
    throw new Error(`Not one connection, but ${others.length}.`);
  }
  return connection;
}

/** The error that it ends with; nothing may have been stored, and no error repeats what was pasted. */
async function refused(code: ErrorCode, text: string, wish: Wish = {}): Promise<WalletError> {
  const error: unknown = await add(text, wish).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isWalletError(error, code)) {
    throw new Error(`Not ${code}`, { cause: error });
  }
  expect(await wallet.do['connections.list']({})).toEqual([]);
  expect(`${error.stack ?? ''} ${JSON.stringify(error)}`).not.toContain(text);
  return error;
}

describe('a personal access token', () => {
  it('is recognised, shown to its own service, and kept with what that one tells', async () => {
    network.routes['/api.github.com/user'] = gitHubUser;
    const connection = await addOne(`${gitHubToken}\n`, { label: 'Backup script' });
    expect(connection).toMatchObject({
      service: { id: 'github-oauth-app', name: 'GitHub (OAuth app)', issuer: 'https://github.com' },
      label: 'Backup script',
      app: { name: 'Personal access token (classic)', clientId: '', registeredByWallet: false },
      account: { subject: '583231', name: 'octocat', email: 'octocat@example.com' },
      scopes: { requested: [], granted: ['repo', 'gist'], stated: true },
      risk: 'write',
      origin: 'added',
      state: 'active',
      expiry: 'not-stated',
      refreshable: false,
      notes: ['added-by-hand'],
      lastCheck: { alive: true, askedWith: 'service-call', detail: 'GET /user answered 200' },
    });
    expect(network.asked).toEqual(['GET api.github.com/user']);
    expect(await wallet.do['connections.list']({})).toEqual([connection]);
  });

  it('is shown to nobody where the person does not agree', async () => {
    const connection = await addOne(gitHubToken, { check: false });
    expect(connection).toMatchObject({
      service: { id: 'github-oauth-app' },
      account: { subject: null, name: null, email: null },
      scopes: { granted: [], stated: false },
      notes: ['added-by-hand', 'not-checked'],
      lastCheck: null,
    });
    expect(network.asked).toEqual([]);
  });

  it('leaves a trace of names in the journal, and not of itself', async () => {
    network.routes['/api.github.com/user'] = gitHubUser;
    const { id } = await addOne(gitHubToken);
    const [entry] = await wallet.do['journal.list']({ limit: 1 });
    expect(entry).toMatchObject({
      action: 'added',
      connectionId: id,
      about: {
        service: 'GitHub (OAuth app)',
        app: 'Personal access token (classic)',
        account: 'octocat@example.com',
      },
    });
    const journal = await wallet.do['journal.list']({ limit: 100 });
    expect(JSON.stringify([journal, wallet.told])).not.toContain(gitHubToken);
  });

  it('is not stored when its service says that it is dead', async () => {
    network.routes['/api.github.com/user'] = { status: 401, body: { message: 'Bad credentials' } };
    expect((await refused('token-dead', gitHubToken)).detail).toEqual({ service: 'GitHub (OAuth app)' });
  });

  it('is not stored when its service cannot be asked, so that the person decides', async () => {
    network.routes['/api.github.com/user'] = { status: 503 };
    await refused('service-busy', gitHubToken);
  });

  it('is kept as not checked when the answer says nothing of its life', async () => {
    network.routes['/api.github.com/user'] = { status: 403, body: {} };
    expect((await addOne(gitHubToken)).notes).toEqual(['added-by-hand', 'not-checked']);
  });

  it('is not carried on to where its service sends the wallet', async () => {
    const headers = { location: 'https://evil.example/user' };
    network.routes['/api.github.com/user'] = { status: 302, headers };
    expect((await addOne(gitHubToken)).notes).toEqual(['added-by-hand', 'not-checked']);
    expect(network.asked).toEqual(['GET api.github.com/user']);
  });

  it('goes nowhere when its checksum fails, whatever the person says', async () => {
    const broken = gitHubToken.replace('zQWB', 'zQWC');
    await refused('token-checksum-failed', broken);
    await refused('token-checksum-failed', broken, { check: false });
    await refused('token-checksum-failed', broken, { service: 'gitlab' });
    await refused('token-checksum-failed', broken, { service: '', check: false });
    await refused('token-checksum-failed', JSON.stringify({ access_token: 'at-1', refresh_token: broken }));
    expect(network.asked).toEqual([]);
  });

  it('is left as it is when it is added again', async () => {
    network.routes['/api.github.com/user'] = gitHubUser;
    const first = await addOne(gitHubToken, { label: 'Mine' });
    expect(await addOne(gitHubToken, { label: 'Again' })).toEqual(first);
    expect(await addOne(JSON.stringify({ access_token: gitHubToken }), { check: false })).toEqual(first);
    expect(await wallet.do['connections.list']({})).toHaveLength(1);
    expect(network.asked).toHaveLength(1);
  });

  it('is a new connection again after the old one was forgotten', async () => {
    const { id } = await addOne(gitHubToken, { check: false });
    await wallet.do['connections.forget']({ ids: [id] });
    expect((await addOne(gitHubToken, { check: false })).id).not.toBe(id);
  });
});

describe('a token of a self-hosted service', () => {
  it('is not shown to the usual host without the person naming it', async () => {
    await refused('host-required', gitLabToken);
    await refused('host-required', gitLabToken, { check: false });
    expect(network.asked).toEqual([]);
  });

  it('is shown to the host that the person names', async () => {
    network.routes['/git.example.com/api/v4/user'] = { body: { id: 7, username: 'anna' } };
    expect(await addOne(gitLabToken, { host: 'https://git.example.com/' })).toMatchObject({
      service: { id: 'gitlab', name: 'GitLab (git.example.com)', issuer: 'https://git.example.com' },
      account: { subject: '7', name: 'anna' },
    });
    expect(network.asked).toEqual(['GET git.example.com/api/v4/user']);
  });

  it('is shown to the usual host where the person chooses the service', async () => {
    network.routes['/gitlab.com/api/v4/user'] = { body: { id: 7 } };
    expect(await addOne(gitLabToken, { service: 'GitLab' })).toMatchObject({ service: { name: 'GitLab' } });
    expect(network.asked).toEqual(['GET gitlab.com/api/v4/user']);
  });
});

describe('a token that could be of several services, or of none that is known', () => {
  it('waits for the person to choose', async () => {
    expect((await refused('token-unknown-service', 'a'.repeat(72))).detail).toEqual({
      candidates: 'Nextcloud',
    });
    expect((await refused('token-unknown-service', opaqueToken)).detail).toEqual({ candidates: '—' });
    await refused('token-unknown-service', opaqueToken, { service: '' });
    expect(network.asked).toEqual([]);
  });

  it('is shown to the chosen service alone', async () => {
    network.routes['/app.asana.com/api/1.0/users/me'] = { body: { data: { gid: '7', name: 'Anna' } } };
    expect(await addOne(opaqueToken, { service: 'asana' })).toMatchObject({
      service: { id: 'asana' },
      app: { name: 'Token' },
      account: { subject: '7', name: 'Anna' },
    });
    expect(network.asked).toEqual(['GET app.asana.com/api/1.0/users/me']);
  });

  it('is not shown to a chosen service that it is certainly not of', async () => {
    expect((await refused('token-unknown-service', gitHubToken, { service: 'asana' })).detail).toEqual({
      candidates: 'GitHub (OAuth app)',
    });
    await refused('service-unknown', opaqueToken, { service: 'gihtub' });
    expect(network.asked).toEqual([]);
  });

  it('is kept unchecked where the person wants that', async () => {
    expect(await addOne(opaqueToken, { service: '', check: false })).toMatchObject({
      service: { id: null, name: 'Unknown service', issuer: 'https://unknown.invalid' },
      notes: ['added-by-hand', 'not-checked'],
    });
    expect(network.asked).toEqual([]);
  });
});

describe('a token from another tool', () => {
  const status = (host: string, ...tokens: string[]): string =>
    JSON.stringify({ hosts: { [host]: tokens.map((token) => ({ host, login: 'octocat', token })) } });

  it('comes with its account from gh', async () => {
    expect(await addOne(status('github.com', gitHubToken), { check: false })).toMatchObject({
      service: { id: 'github-oauth-app' },
      account: { subject: null, name: 'octocat' },
    });
  });

  it('of a GitHub in a company is not shown to github.com', async () => {
    const text = status('github.example.com', gitHubToken);
    await refused('token-unknown-service', text);
    await refused('token-unknown-service', text, { service: 'github-oauth-app' });
    await refused('token-unknown-service', gitHubToken, { host: 'github.example.com' });
    expect(await addOne(text, { service: '', check: false })).toMatchObject({
      service: { id: null, name: 'github.example.com', issuer: 'https://github.example.com' },
    });
    expect(network.asked).toEqual([]);
  });

  it('of a form that says nothing goes by the host that git names', async () => {
    network.routes['/gitlab.com/api/v4/user'] = { body: { id: 7 } };
    const filled = (host: string, token: string): string =>
      `protocol=https\nhost=${host}\nusername=oauth2\npassword=${token}\n`;
    const { detail } = await refused('token-unknown-service', filled('github.com', 'b'.repeat(64)));
    expect(detail).toEqual({ candidates: 'GitHub (GitHub App), GitHub (OAuth app)' });
    expect(await addOne(filled('gitlab.com', 'a'.repeat(64)))).toMatchObject({
      service: { id: 'gitlab', name: 'GitLab' },
      app: { name: 'OAuth access or refresh token' },
    });
    expect(network.asked).toEqual(['GET gitlab.com/api/v4/user']);
  });

  it('goes to the host that glab names, with its refresh token', async () => {
    network.routes['/git.example.com/api/v4/user'] = { body: { id: 7 } };
    const text = `hosts:
    git.example.com:
        token: ${'c'.repeat(64)}
        oauth2_refresh_token: ${'d'.repeat(64)}
        oauth2_expiry_date: 22 Nov 26 14:00 UTC
        client_id: app
`;
    expect(await addOne(text)).toMatchObject({
      service: { name: 'GitLab (git.example.com)' },
      app: { clientId: 'app' },
      expiresAt: '2026-11-22T14:00:00.000Z',
      expiry: 'at',
      refreshable: true,
    });
    expect(network.asked).toEqual(['GET git.example.com/api/v4/user']);
    expect(network.sent()).not.toContain('dddd');
  });

  it('is taken in with the others of its text, or none of them is', async () => {
    const other = ['ghp', `${'0'.repeat(25)}37127000YQf`].join('_');
    network.routes['/api.github.com/user'] = ({ headers }, response) => {
      response
        .writeHead(headers.authorization?.includes(other) === true ? 401 : 200)
        .end(JSON.stringify(gitHubUser.body));
    };
    await refused('token-dead', status('github.com', gitHubToken, other));
    await refused('token-unknown-service', status('github.com', gitHubToken, opaqueToken));
    expect(await add(status('github.com', gitHubToken, other), { check: false })).toHaveLength(2);
  });

  it('stands once in the list though it stands twice in the text', async () => {
    const [one, other] = await add(status('github.com', gitHubToken, gitHubToken), { check: false });
    expect(one).toEqual(other);
    expect(await wallet.do['connections.list']({})).toHaveLength(1);
  });

  it.each(['{"access_token"', 'two words', status('github.com', 'gho_****************')])(
    'is not found in a text that holds none: %s',
    async (text) => {
      await refused('token-text-not-understood', text);
    },
  );
});

describe('a bare refresh token', () => {
  it('is kept as what it is, and shown to nobody', async () => {
    const token = `dor_v1_${'0'.repeat(64)}`;
    expect(await addOne(token)).toMatchObject({
      service: { id: 'digitalocean' },
      refreshable: false,
      expiry: 'not-stated',
      notes: ['added-by-hand', 'not-checked'],
    });
    expect(network.asked).toEqual([]);
  });
});

describe('a token that names its issuer', () => {
  const issuer = 'https://login.example.com';
  const claims = {
    iss: issuer,
    sub: 'anna',
    scope: 'photos.read',
    exp: Date.parse('2026-11-22T13:00:00Z') / 1000,
  };

  beforeEach(() => {
    network.routes['/login.example.com/.well-known/openid-configuration'] = {
      body: {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        introspection_endpoint: `${issuer}/introspect`,
        response_types_supported: ['code'],
      },
    };
    network.routes['/login.example.com/userinfo'] = { body: { sub: 'user-7', name: 'Anna' } };
  });

  it('is kept with its own word, marked as such, where nobody was asked', async () => {
    expect(await addOne(jwt(claims), { check: false })).toMatchObject({
      service: { id: null, name: 'login.example.com', issuer },
      account: { subject: 'anna' },
      scopes: { granted: ['photos.read'], stated: false },
      expiresAt: '2026-11-22T13:00:00.000Z',
      notes: ['added-by-hand', 'not-checked', 'token-says-itself'],
    });
    expect(network.asked).toEqual([]);
  });

  it('is shown to it, whose word counts before its own', async () => {
    expect(await addOne(jwt(claims))).toMatchObject({
      service: { issuer },
      account: { subject: 'user-7', name: 'Anna' },
      scopes: { granted: ['photos.read'], stated: false },
      notes: ['added-by-hand', 'token-says-itself'],
      lastCheck: { askedWith: 'userinfo' },
    });
  });

  it('is not said to speak for itself where it need not', async () => {
    const text = JSON.stringify({ access_token: jwt({ ...claims, exp: undefined }), scope: 'photos.read' });
    expect((await addOne(text)).notes).toEqual(['added-by-hand']);
  });

  it('is asked about at introspection with the client that came with it', async () => {
    network.routes['/login.example.com/userinfo'] = { status: 405 };
    network.routes['/login.example.com/introspect'] = {
      body: { active: true, sub: 'user-7', scope: 'photos.read photos.write', exp: claims.exp },
    };
    const text = JSON.stringify({ access_token: 'at-1', issuer, client_id: 'app', client_secret: 's3cret' });
    expect(await addOne(text)).toMatchObject({
      account: { subject: 'user-7' },
      scopes: { granted: ['photos.read', 'photos.write'], stated: true },
      expiresAt: '2026-11-22T13:00:00.000Z',
      notes: ['added-by-hand'],
      lastCheck: { askedWith: 'introspection' },
    });
  });

  it('is dead when it says so', async () => {
    network.routes['/login.example.com/userinfo'] = { status: 401, body: { error: 'invalid_token' } };
    await refused('token-dead', jwt(claims));
  });

  it('waits for the person where text and token name different ones', async () => {
    await refused(
      'token-unknown-service',
      JSON.stringify({ access_token: jwt(claims), issuer: 'https://evil.example' }),
    );
    expect(network.asked).toEqual([]);
  });

  it('may be a refresh token of oidc-agent, which is never tried out and seen by introspection alone', async () => {
    network.routes['/login.example.com/introspect'] = { body: { active: true } };
    const account = {
      name: 'work',
      issuer_url: issuer,
      client_id: 'app',
      client_secret: 's',
      refresh_token: 'rt-1',
    };
    expect(await addOne(JSON.stringify(account))).toMatchObject({
      label: 'work',
      app: { clientId: 'app' },
      state: 'active',
      refreshable: true,
      expiresAt: '2026-11-22T12:00:00.000Z',
    });
    expect(network.asked).toEqual([
      'GET login.example.com/.well-known/openid-configuration',
      'POST login.example.com/introspect',
    ]);
  });
});

describe('the text that a person is about to add', () => {
  it('is recognised without asking anybody', async () => {
    expect(await wallet.do['tokens.recognise']({ text: ` ${gitHubToken} ` })).toMatchObject({
      masked: 'ghp_…Lq17',
      candidates: [{ serviceId: 'github-oauth-app', checksum: 'fits' }],
    });
    expect(network.asked).toEqual([]);
  });
});
