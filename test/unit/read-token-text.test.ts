import { describe, expect, it } from 'vitest';
import type { ForeignTokens } from '../../src-main/wallet/connections/added/foreign-tokens.ts';
import { readTokenText } from '../../src-main/wallet/connections/added/read-token-text.ts';
import { Secret } from '../../src-main/wallet/secret.ts';
import { isWalletError } from '../../src-main/wallet/wallet-error.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

/** What a text names, with the secrets opened and whatever it leaves open left out. */
function read(text: string): Record<string, unknown>[] {
  return readTokenText(text, now).map((tokens) =>
    Object.fromEntries(
      Object.entries(tokens satisfies ForeignTokens)
        .filter(([, value]) => value !== null)
        .map(([name, value]: [string, unknown]) => [name, value instanceof Secret ? value.reveal() : value]),
    ),
  );
}

function refusal(text: string): Error {
  try {
    readTokenText(text, now);
  } catch (error) {
    if (isWalletError(error, 'token-text-not-understood')) {
      return error;
    }
    throw error;
  }
  throw new Error('It was understood.');
}

describe('a bare token', () => {
  it('is taken as it is, without the blanks around it', () => {
    expect(read('  glpat-0123456789abcdefghij \n')).toEqual([{ accessToken: 'glpat-0123456789abcdefghij' }]);
  });

  it('may look like base64 with its padding', () => {
    expect(read('dG9rZW4tdG9rZW4=')).toEqual([{ accessToken: 'dG9rZW4tdG9rZW4=' }]);
  });
});

describe('a token reply', () => {
  it('is read with its end counted from now, where it does not say from when', () => {
    const reply = {
      access_token: 'at-1',
      token_type: 'bearer',
      expires_in: 3600,
      refresh_token: 'rt-1',
      scope: 'photos.read photos.write',
    };
    expect(read(JSON.stringify(reply))).toEqual([
      {
        accessToken: 'at-1',
        refreshToken: 'rt-1',
        scopes: ['photos.read', 'photos.write'],
        expiresAtMs: now + 3_600_000,
      },
    ]);
  });

  it('is read with its end counted from the moment that GitLab states', () => {
    const reply = { access_token: 'at-1', expires_in: 7200, created_at: now / 1000 - 7000 };
    expect(read(JSON.stringify(reply))).toEqual([{ accessToken: 'at-1', expiresAtMs: now + 200_000 }]);
  });

  it('may come in a list, with issuer and client', () => {
    const set = {
      access_token: 'at-1',
      issuer: 'https://login.example.com',
      client_id: 'app',
      client_secret: 's3',
    };
    expect(read(JSON.stringify([set, { access_token: 'at-2' }]))).toEqual([
      { accessToken: 'at-1', issuer: 'https://login.example.com', clientId: 'app', clientSecret: 's3' },
      { accessToken: 'at-2' },
    ]);
  });

  it.each([
    ['2027-01-01', Date.parse('2027-01-01T00:00:00Z')],
    ['2027-01-01T10:00:00Z', Date.parse('2027-01-01T10:00:00Z')],
    [1_800_000_000, 1_800_000_000_000],
    [1_800_000_000_000, 1_800_000_000_000],
  ])('may say when it ends: %s', (expires_at, expiresAtMs) => {
    expect(read(JSON.stringify({ name: 'CI', token: 't-1', scopes: ['api'], expires_at }))).toEqual([
      { accessToken: 't-1', scopes: ['api'], expiresAtMs, label: 'CI' },
    ]);
  });

  it.each([
    { expires_in: -1 },
    { expires_in: 1e300 },
    { expires_at: 'soon' },
    { expires_at: 0 },
    { expires_in: {} },
  ])('has no end where it makes no sense: %j', (end) => {
    expect(read(JSON.stringify({ access_token: 'at-1', ...end }))).toEqual([{ accessToken: 'at-1' }]);
  });
});

describe('GitHub CLI', () => {
  it('prints its accounts as JSON', () => {
    const status = {
      hosts: {
        'github.com': [
          {
            state: 'success',
            active: true,
            host: 'github.com',
            login: 'octocat',
            tokenSource: 'keyring',
            token: 'gho_one',
            scopes: 'gist, read:org, repo',
            gitProtocol: 'https',
          },
          {
            state: 'success',
            active: false,
            host: 'github.com',
            login: 'hubot',
            token: 'gho_two',
            scopes: '',
          },
        ],
      },
    };
    expect(read(JSON.stringify(status))).toEqual([
      {
        accessToken: 'gho_one',
        scopes: ['gist', 'read:org', 'repo'],
        host: 'github.com',
        account: 'octocat',
      },
      { accessToken: 'gho_two', host: 'github.com', account: 'hubot' },
    ]);
  });

  it('keeps them in a file, the active one twice', () => {
    const file = `github.com:
    git_protocol: https
    users:
        octocat:
            oauth_token: gho_one
        hubot:
            oauth_token: "gho_two"
    oauth_token: gho_one
    user: octocat
github.example.com:
    oauth_token: gho_three # of the company
    user: 'anna'
`;
    expect(read(file)).toEqual([
      { accessToken: 'gho_one', host: 'github.com', account: 'octocat' },
      { accessToken: 'gho_two', host: 'github.com', account: 'hubot' },
      { accessToken: 'gho_three', host: 'github.example.com', account: 'anna' },
    ]);
  });

  it('shows no token that it keeps in the keyring, or prints as asterisks', () => {
    refusal('github.com:\n    users:\n        octocat:\n    git_protocol: https\n    user: octocat\n');
    refusal('{"hosts":{"github.com":[{"login":"octocat","tokenSource":"keyring"}]}}');
    refusal(
      '{"hosts":{"github.com":[{"login":"octocat","token":"gho_************************************"}]}}',
    );
  });
});

describe('GitLab CLI', () => {
  it('keeps its hosts in a file, with the end in the form of RFC 822 and secrets tagged as empty', () => {
    const file = `# What protocol to use when performing Git operations.
git_protocol: ssh
editor:
hosts:
    gitlab.com:
        token: !!null glat-one
        is_oauth2: "true"
        oauth2_refresh_token: rt-one
        oauth2_expiry_date: 22 Nov 26 14:00 UTC
        user: anna
    git.example.com:8443:
        token: glpat-two
        api_host: git.example.com:8443
        api_protocol: https
        subfolder: gitlab
        client_id: app
    empty.example.com:
        token:
aliases:
    - unknown
`;
    expect(read(file)).toEqual([
      {
        accessToken: 'glat-one',
        refreshToken: 'rt-one',
        expiresAtMs: Date.parse('2026-11-22T14:00:00Z'),
        serviceId: 'gitlab',
        host: 'gitlab.com',
        account: 'anna',
      },
      {
        accessToken: 'glpat-two',
        serviceId: 'gitlab',
        host: 'git.example.com:8443/gitlab',
        clientId: 'app',
      },
    ]);
  });
});

describe('oidc-agent', () => {
  const account = {
    name: 'work',
    client_name: 'oidc-agent:work',
    issuer_url: 'https://login.example.com/',
    device_authorization_endpoint: '',
    daeSetByUser: 0,
    client_id: 'app',
    client_secret: 's3cret',
    refresh_token: 'rt-1',
    cert_path: '/etc/ssl/certs/ca-certificates.crt',
    scope: 'openid offline_access',
    redirect_uris: ['http://localhost:4242'],
    username: 'anna',
    password: 'sunflower',
  };

  it('prints an account with its client and refresh token, whose password is not read', () => {
    expect(read(JSON.stringify(account))).toEqual([
      {
        refreshToken: 'rt-1',
        scopes: ['openid', 'offline_access'],
        issuer: 'https://login.example.com/',
        clientId: 'app',
        clientSecret: 's3cret',
        label: 'work',
      },
    ]);
  });

  it('may stand for every scope, and for no client', () => {
    const changed = { ...account, scope: 'max', client_id: '', client_secret: '' };
    expect(read(JSON.stringify(changed))).toEqual([
      { refreshToken: 'rt-1', issuer: 'https://login.example.com/', label: 'work' },
    ]);
  });
});

describe('git credential fill', () => {
  it('gives the token as a password', () => {
    const lines = [
      'protocol=https',
      'host=gitlab.example.com:8443',
      'username=oauth2',
      'password=at=1',
      'password_expiry_utc=1800000000',
      'oauth_refresh_token=rt-1',
      '',
    ];
    expect(read(lines.join('\n'))).toEqual([
      {
        accessToken: 'at=1',
        refreshToken: 'rt-1',
        expiresAtMs: 1_800_000_000_000,
        host: 'gitlab.example.com:8443',
      },
    ]);
    expect(read(lines.join('\r\n').replace('oauth2', 'anna'))[0]).toMatchObject({ account: 'anna' });
  });

  it('gives it as a credential, where it is a bearer token', () => {
    const url = 'url=https://git.example.com/anna/photos.git';
    expect(read(`${url}\nauthtype=Bearer\ncredential=at-1`)).toEqual([
      { accessToken: 'at-1', host: 'git.example.com' },
    ]);
    refusal('host=git.example.com\nauthtype=basic\ncredential=YW5uYTpzdW5mbG93ZXI=');
  });
});

describe('any other text', () => {
  it.each([
    '',
    '   ',
    'correct horse battery staple',
    '{"access_token"',
    '{}',
    '[]',
    '{"access_token":"two words"}',
    '{"access_token":"line\\nbreak"}',
    '{"access_token":7}',
    '{"hosts":null}',
    '{"__proto__":{"access_token":"at-1"}}',
    'tökén',
  ])('is refused: %j', (text) => {
    refusal(text);
  });

  it('changes nothing by the names in it', () => {
    expect(read('__proto__:\n    oauth_token: at-1')).toEqual([{ accessToken: 'at-1', host: '__proto__' }]);
    expect({}).not.toHaveProperty('oauth_token');
  });

  it('is no part of the error that refuses it', () => {
    const error = refusal('{"access_token":"hunter2 hunter2","password":"sunflower"');
    expect(JSON.stringify([error.message, error.stack, error, error.cause ?? null])).not.toMatch(
      /hunter2|sunflower/,
    );
  });
});
