import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import {
  findService,
  loadCatalog,
  nearestServices,
  parseService,
  standardScopes,
} from '../../src-main/wallet/services/catalog.ts';
import {
  ServiceSchema,
  type RevocationCall,
  type Service,
  type ServiceCall,
  type TokenPattern,
} from '../../src-main/wallet/services/service-schema.ts';

const folder = join(import.meta.dirname, '../../src-main/wallet/services/catalog');
const services = loadCatalog(folder);
const fileOf = (service: Service): string => readFileSync(join(folder, `${service.id}.json`), 'utf8');

const digits = '0123456789';
const hex = `${digits}abcdef`;
const small = 'abcdefghijklmnopqrstuvwxyz';
const letters = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${small}`;
const base62 = `${digits}${letters}`;
const base64url = `${base62}-_`;

/** `length` characters of an alphabet, from its end to its beginning, so that the odd ones occur as well. */
function some(alphabet: string, length: number): string {
  return Array.from({ length }, (_, index) => alphabet.at(-1 - (index % alphabet.length))).join('');
}

/** The checksum as GitHub and npm write it, made here with the CRC-32 of zlib. */
function checksumOf(body: string, length: number): string {
  let rest = crc32(body);
  let written = '';
  for (; rest > 0; rest = Math.floor(rest / 62)) {
    written = `${base62.charAt(rest % 62)}${written}`;
  }
  return written.padStart(length, '0');
}

const withChecksum = (prefix: string): string => {
  const body = some(base62, 30);
  return `${prefix}${body}${checksumOf(body, 6)}`;
};
const uuid = (alphabet: string): string => [8, 4, 4, 4, 12].map((length) => some(alphabet, length)).join('-');
const jwt = `eyJ${some(base64url, 20)}.eyJ${some(base64url, 40)}.${some(base64url, 43)}`;

/** One token of every kind, built from what the services say of its structure and not from the patterns. */
const samples: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'github-oauth-app': {
    'Personal access token (classic)': withChecksum('ghp_'),
    'Personal access token (fine-grained)': `github_pat_${some(base62, 22)}_${some(base62, 59)}`,
    'OAuth app token': withChecksum('gho_'),
  },
  'github-app': {
    'GitHub App user token': withChecksum('ghu_'),
    'GitHub App refresh token': `ghr_${some(base62, 76)}`,
    'GitHub App installation token': withChecksum('ghs_'),
  },
  google: {
    'Access token': `ya29.${some(base64url, 180)}`,
    'Refresh token': `1//0${some(base64url, 90)}`,
  },
  gitlab: {
    'Personal access token': `glpat-${some(base64url, 20)}`,
    'Personal access token (routable)': `glpat-${some(base64url, 27)}.${some(small + digits, 9)}`,
    'Deploy token': `gldt-${some(base64url, 20)}`,
    'Runner token': `glrt-${some(base64url, 20)}`,
    'Pipeline trigger token': `glptt-${some(hex, 40)}`,
    'CI job token': `glcbt-64_${some(base64url, 20)}`,
    'OAuth access or refresh token': some(hex, 64),
  },
  'microsoft-entra': {
    'Refresh token': `0.A${some(base64url, 60)}.Ag${some(base64url, 300)}`,
    'Access token (JWT)': jwt,
  },
  slack: {
    'Bot token': `xoxb-${some(digits, 12)}-${some(digits, 13)}-${some(base62, 24)}`,
    'User token': `xoxp-${some(digits, 12)}-${some(digits, 12)}-${some(digits, 13)}-${some(hex, 32)}`,
    'Rotating access token': `xoxe.xoxp-1-${some(base62, 166)}`,
    'Refresh token': `xoxe-1-${some(base62, 146)}`,
    'Legacy token': `xoxo-${some(digits, 6)}-${some(digits, 6)}-${some(digits, 6)}-${some(hex, 10)}`,
    'App-level token': `xapp-1-A${some(digits, 10)}-${some(digits, 13)}-${some(hex, 64)}`,
  },
  discord: { 'Bot token': `${some(base64url, 24)}.${some(base64url, 6)}.${some(base64url, 27)}` },
  dropbox: { 'Access token': `sl.u.${some(base64url, 140)}` },
  atlassian: {
    'API token': `ATATT3xFfGF0${some(base64url, 160)}=${some(hex.toUpperCase(), 8)}`,
    'API key of an organization administrator': `ATCTT3xFfG${some(base64url, 160)}=${some(hex.toUpperCase(), 8)}`,
  },
  salesforce: { 'Access token (session id)': `00D${some(base62, 12)}!${some(`${base62}._`, 96)}` },
  twitch: { 'Access token': some(small + digits, 30) },
  notion: {
    'Integration token': `ntn_${some(digits, 11)}${some(base62, 35)}`,
    'Integration token (legacy)': `secret_${some(base62, 43)}`,
  },
  linear: { 'API key': `lin_api_${some(base62, 40)}` },
  figma: { 'Personal or OAuth token': `figd_${some(base64url, 40)}` },
  hubspot: { 'Private app token': `pat-na1-${uuid(hex)}` },
  'stripe-connect': { 'Secret or restricted key': `rk_live_${some(base62, 90)}` },
  shopify: {
    'Access token': `shpat_${some(hex, 32)}`,
    'Custom app token': `shpca_${some(hex, 32)}`,
    'Private app token': `shppa_${some(hex, 32)}`,
  },
  x: { 'App-only bearer token': `${'A'.repeat(22)}${some(`${base62}%`, 90)}` },
  facebook: {
    'User or page token': `EAA${some(base62, 180)}`,
    'App token': `${some(digits, 16)}|${some(base64url, 27)}`,
  },
  yandex: {
    'Access token': `y0_${some(base64url, 58)}`,
    'Yandex Cloud IAM token': `t1.${some(base64url, 150)}.${some(base64url, 86)}`,
  },
  vk: { 'Access token': `vk1.a.${some(base64url, 200)}` },
  okta: { 'API token': `00${some(base64url, 40)}` },
  auth0: { 'Access token (JWT)': jwt },
  nextcloud: { 'Access token': some(base62, 72), 'Refresh token': some(base62, 128) },
  huggingface: {
    'User access token': `hf_${some(letters, 34)}`,
    'Organization token': `api_org_${some(letters, 34)}`,
  },
  bitbucket: { 'App password': `ATBB${some(base62, 32)}` },
  digitalocean: {
    'Personal access token': `dop_v1_${some(hex, 64)}`,
    'OAuth access token': `doo_v1_${some(hex, 64)}`,
    'OAuth refresh token': `dor_v1_${some(hex, 64)}`,
  },
  heroku: {
    'Access token': `HRKU-AA${some(base64url, 58)}`,
    'Access token (earlier form)': `HRKU-${uuid(hex)}`,
    'Access token (without prefix)': uuid(hex),
  },
  npm: { 'Access token': withChecksum('npm_') },
};

interface Known {
  readonly service: Service;
  readonly token: TokenPattern;
}

const known: readonly Known[] = services.flatMap((service) =>
  service.tokens.map((token) => ({ service, token })),
);
const named = ({ service, token }: Known): string => `${service.id}, ${token.name}`;
const sampleOf = ({ service, token }: Known): string => samples[service.id]?.[token.name] ?? '';
const matches = (token: TokenPattern, text: string): boolean =>
  new RegExp(`^(?:${token.pattern})$`).test(text);

const revocationCalls = (service: Service): readonly RevocationCall[] => service.revocation.calls ?? [];

function callsOf(service: Service): readonly ServiceCall[] {
  return [
    ...(service.check === undefined ? [] : [service.check.call]),
    ...revocationCalls(service).flatMap(({ call, lookUp }) =>
      lookUp === undefined ? [call] : [call, lookUp.call],
    ),
  ];
}

const placeholdersIn = (value: unknown): readonly string[] =>
  [...JSON.stringify(value).matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');

describe('the catalog of services', () => {
  it('has 45 services, each in the file that is named after it', () => {
    expect(services).toHaveLength(45);
    expect(services.map(({ id }) => `${id}.json`).sort()).toEqual(readdirSync(folder).sort());
  });

  it('gives every service a name of its own', () => {
    expect(new Set(services.map(({ name }) => name)).size).toBe(services.length);
  });

  it.each(services)(
    'says of $id where its facts come from, and presents nothing that nobody vouches for',
    (service) => {
      const told = [...service.sources, ...service.tokens.map(({ source }) => source)];
      expect(told.filter((source) => /recalled|unsourced|from memory/i.test(source))).toEqual([]);
      expect(fileOf(service)).not.toMatch(/recalled|unsourced/i);
    },
  );

  it.each(services)('sends nothing of $id over an unprotected connection', (service) => {
    // A hint may name the loopback address that a person registers.
    expect(fileOf(service).match(/http:\/\/(?!127\.0\.0\.1)/g)).toBeNull();
  });

  it.each(services)('reads in one order and form: $id', (service) => {
    const order = Object.keys(ServiceSchema.entries);
    const keys = Object.keys(JSON.parse(fileOf(service)) as object);
    expect(keys).toEqual(order.filter((key) => keys.includes(key)));
    expect(fileOf(service)).toMatch(/^\{\n {2}"id": ".*\n\}\n$/s);
  });

  it.each(services)('asks for a host exactly where the addresses of $id need one', (service) => {
    expect(placeholdersIn(service).includes('host')).toBe(service.host !== undefined);
  });

  it.each(services.filter(({ flows }) => flows.includes('browser')))(
    'knows where $id authorizes and issues tokens, or how to find out',
    ({ discovery, issuer, endpoints }) => {
      const found = discovery !== undefined && issuer !== undefined;
      const told = endpoints?.authorization !== undefined && endpoints.token !== undefined;
      expect(found || told).toBe(true);
    },
  );
});

describe('the words for scopes', () => {
  const all = [...services.flatMap(({ scopes }) => scopes.known), ...standardScopes];

  it.each(all)('let "It may ..." go on in both languages: $scope', ({ means }) => {
    expect(means.en).toMatch(/^[a-z].*[^.]$/);
    expect(means.ru).toMatch(/^[а-яё].*[^.]$/u);
  });

  it.each(services)('explain no scope of $id twice', ({ scopes }) => {
    const names = scopes.known.map(({ scope }) => scope);
    expect(new Set(names).size).toBe(names.length);
  });

  it('cover the scopes of OpenID Connect for every service', () => {
    expect(standardScopes.map(({ scope }) => scope)).toEqual(
      expect.arrayContaining(['openid', 'profile', 'email', 'offline_access']),
    );
  });
});

describe('the token patterns', () => {
  it.each(known.map((one) => [named(one), one] as const))('stand alone: %s', (_, { token }) => {
    expect(() => new RegExp(token.pattern)).not.toThrow();
    // Edges belong to whoever searches a text; groups that capture would shift theirs.
    expect(token.pattern.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '')).not.toMatch(/[$^]|\((?!\?:)/);
    expect(token.pattern).not.toMatch(/\\b/i);
    expect(matches(token, '')).toBe(false);
  });

  it.each(known.map((one) => [named(one), one] as const))('match a token of their kind: %s', (_, one) => {
    expect(sampleOf(one)).not.toBe('');
    expect(matches(one.token, sampleOf(one))).toBe(true);
    expect(matches(one.token, ` ${sampleOf(one)}`)).toBe(false);
  });

  it.each(known.filter(({ token }) => token.distinctive).map((one) => [named(one), one] as const))(
    'tell it from the tokens of all other services: %s',
    (_, { service, token }) => {
      const confused = known.filter((other) => other.service !== service && matches(token, sampleOf(other)));
      expect(confused.map(named)).toEqual([]);
    },
  );

  it.each(known.filter(({ token }) => token.checksum !== undefined).map((one) => [named(one), one] as const))(
    'place the checksum where the service writes it: %s',
    (_, one) => {
      const { prefix = '', digits: length = 0 } = one.token.checksum ?? {};
      const body = sampleOf(one).slice(prefix.length, -length);
      expect(sampleOf(one)).toBe(`${prefix}${body}${checksumOf(body, length)}`);
    },
  );

  it('write the CRC-32 that everybody means in base 62', () => {
    // 0xcbf43926 is the published check value of CRC-32.
    expect(checksumOf('123456789', 6)).toBe('3jZRME');
  });
});

describe('the revocation records', () => {
  it.each(services)('fit their style: $id', ({ revocation, endpoints, discovery }) => {
    const calls = revocation.calls ?? [];
    expect(calls.length > 0).toBe(
      revocation.style === 'calls' || (revocation.style === 'rfc7009' && calls.length > 0),
    );
    if (revocation.style === 'rfc7009') {
      expect(endpoints?.revocation !== undefined || discovery !== undefined).toBe(true);
    }
    if (revocation.style === 'by-hand') {
      expect(revocation.page ?? revocation.lookFor ?? revocation.livesOn).toBeDefined();
    }
  });

  it.each(services)('use only values that the wallet can fill in: $id', (service) => {
    const fillable = ['host', 'token', 'clientId', 'clientSecret', 'subject', 'lookedUp'];
    expect(
      callsOf(service)
        .flatMap(placeholdersIn)
        .filter((name) => !fillable.includes(name)),
    ).toEqual([]);
    for (const { call, lookUp } of revocationCalls(service)) {
      expect(placeholdersIn(call).includes('lookedUp')).toBe(lookUp !== undefined);
      expect(lookUp === undefined || !placeholdersIn(lookUp.call).includes('lookedUp')).toBe(true);
    }
  });

  it.each(services)('present the token that they take back: $id', (service) => {
    for (const { call, lookUp, takes, who } of revocationCalls(service)) {
      const shown = call.authorization === 'bearer' || placeholdersIn([call, lookUp]).includes('token');
      // Stripe ends the whole account: its call names the account instead of a token.
      expect(shown || placeholdersIn(call).includes('subject')).toBe(true);
      const needsSecret = call.authorization === 'basic' || placeholdersIn(call).includes('clientSecret');
      expect(needsSecret).toBe(who === 'client');
      expect(new Set(takes).size).toBe(takes.length);
    }
  });

  it.each(services)('take several tokens at once only in a list: $id', (service) => {
    for (const { batch, call } of revocationCalls(service)) {
      expect(batch === undefined || Object.values(call.fields ?? {}).some(Array.isArray)).toBe(true);
    }
  });

  it.each(services)('never show a refresh token to an API in a check: $id', ({ check }) => {
    expect(check?.takes ?? []).not.toContain('refresh');
  });

  it('let a holder take back what the services allow a holder to', () => {
    const byHolder = services.filter((service) =>
      revocationCalls(service).some(({ who }) => who === 'holder' || who === 'public-client'),
    );
    expect(byHolder.map(({ id }) => id).sort()).toEqual([
      'digitalocean',
      'dropbox',
      'facebook',
      'github-app',
      'github-oauth-app',
      'gitlab',
      'google',
      'heroku',
      'hubspot',
      'huggingface',
      'npm',
      'salesforce',
      'shopify',
      'slack',
      'strava',
      'twitch',
      'vk',
    ]);
  });
});

describe('reading a service', () => {
  const temporary: string[] = [];
  const spotify = (): Record<string, unknown> =>
    JSON.parse(readFileSync(join(folder, 'spotify.json'), 'utf8')) as Record<string, unknown>;

  function folderWith(name: string, content: string): string {
    const made = mkdtempSync(join(tmpdir(), 'token-wallet-catalog-'));
    temporary.push(made);
    writeFileSync(join(made, name), content);
    return made;
  }

  afterEach(() => {
    temporary.splice(0).forEach((made) => {
      rmSync(made, { recursive: true });
    });
  });

  it('takes a file of a person in the same form', () => {
    const mine = { ...spotify(), id: 'my-server', name: 'My server' };
    expect(parseService(JSON.stringify(mine), 'my-server.json')).toMatchObject({ id: 'my-server' });
  });

  it('names the file and the key that does not fit', () => {
    const wrong = { ...spotify(), scopes: { separator: ';', used: true, known: [] } };
    expect(() => parseService(JSON.stringify(wrong), 'mine.json')).toThrow(/mine\.json.*"scopes\.separator"/);
  });

  it('names a key that it does not know', () => {
    const wrong = { ...spotify(), revocations: {} };
    expect(() => parseService(JSON.stringify(wrong), 'mine.json')).toThrow(/mine\.json.*"revocations"/);
  });

  it('takes no address without protection', () => {
    const wrong = { ...spotify(), endpoints: { token: 'http://login.example.com/token' } };
    expect(() => parseService(JSON.stringify(wrong), 'mine.json')).toThrow(/mine\.json.*"endpoints\.token"/);
  });

  it('says so when a file is not JSON', () => {
    expect(() => parseService('{', 'mine.json')).toThrow(/mine\.json.*not JSON/);
  });

  it('wants a file of the catalog to be named after its service', () => {
    expect(() => loadCatalog(folderWith('other.json', JSON.stringify(spotify())))).toThrow(
      /other\.json.*"id"/,
    );
  });
});

describe('looking for a service', () => {
  it('finds it by id and by name, whatever the case', () => {
    expect(findService(services, 'github-app')?.id).toBe('github-app');
    expect(findService(services, ' google ')?.id).toBe('google');
    expect(findService(services, 'hugging face')?.id).toBe('huggingface');
    expect(findService(services, 'no such service')).toBeUndefined();
  });

  it('offers the names that a mistyped one may have meant', () => {
    expect(nearestServices(services, 'gogle')[0]).toBe('Google');
    expect(nearestServices(services, 'yandx')[0]).toBe('Yandex ID');
    expect(nearestServices(services, 'GitHub', 2)).toEqual(['GitHub (GitHub App)', 'GitHub (OAuth app)']);
  });
});
