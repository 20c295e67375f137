import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { LeakScan, ScannedToken } from '../../src-main/wallet/leaks/recognise/scanned-token.ts';
import { jwt } from '../support/jwt.ts';
import { scanText } from '../support/scan-sources.ts';

// The value that public write-ups of GitHub's checksum work with; nobody's token. In two parts, lest scanners raise alarm.
const gitHubToken = ['ghp', 'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17'].join('_');
/** As oidc-provider and many others issue them: 43 characters of base64url without any mark. */
const opaque = 'kQ3vT9xLm2Zr8Wp5Yd1Nf6Hb4Gc7Js0AeUiOoPqR_tS';
/** As long as RS256 makes it with a key of 2048 bits. */
const signature = randomBytes(256).toString('base64url');

function valuesOf({ tokens }: LeakScan): readonly string[] {
  return tokens.map(({ token }) => token.reveal());
}

async function onlyToken(text: string | Buffer): Promise<ScannedToken> {
  const { tokens } = await scanText(text);
  expect(tokens).toHaveLength(1);
  return tokens[0] as ScannedToken;
}

describe('a token with a mark', () => {
  it.each([
    ['in a sentence', `Anna wrote: try ${gitHubToken}, and tell me.`],
    ['in an address', `https://x-access-token:${gitHubToken}@github.com/anna/photos.git`],
    ['in JSON within JSON', JSON.stringify({ body: JSON.stringify({ v: `\n${gitHubToken}\t` }) })],
    ['between escaped quotation marks', `v=%22${gitHubToken}%22&x=1`],
    ['in the colours of a terminal', `\u001b[32m${gitHubToken}\u001b[0m`],
    ['as the password of a basic authorization', basic(`x-access-token:${gitHubToken}`)],
    [
      'broken by a terminal',
      `$ git clone https://${gitHubToken.slice(0, 21)}\n${gitHubToken.slice(21)}@github.com`,
    ],
    ['broken by Windows', `${gitHubToken.slice(0, 30)}\r\n${gitHubToken.slice(30)}\r\n`],
    ['broken shortly after its beginning', `${gitHubToken.slice(0, 8)}\n${gitHubToken.slice(8)} `],
    ['in a mail that was quoted', `> see ${gitHubToken.slice(0, 12)}=\n> ${gitHubToken.slice(12)} for it`],
    ['in a mail that writes "=" as "=3D"', `token=3D${gitHubToken}`],
    ['in such a mail, where nothing calls it a token', `photos=3D${gitHubToken} `],
    ['in such a mail within a log', `level=info body="x=3D${gitHubToken}"`],
    ['in such a mail, broken', `x=3D${gitHubToken.slice(0, 12)}=\r\n${gitHubToken.slice(12)}\r\n`],
    ['in UTF-16, as Windows writes it', Buffer.from(`\ufefftoken ${gitHubToken}\r\n`, 'utf16le')],
  ])('is found %s', async (_where, text) => {
    const token = await onlyToken(text);
    expect(token).toMatchObject({
      masked: 'ghp_…Lq17',
      kind: 'personal',
      service: 'github-oauth-app',
      checksum: 'fits',
      flaw: null,
      candidates: [{ serviceId: 'github-oauth-app', distinctive: true }],
    });
    expect(token.token.reveal()).toBe(gitHubToken);
  });

  it.each([
    ['123456789012345|aBcDeFgHiJkLmNoPqRsTuVwXyZa', '%7C', '|', 'facebook'],
    [`1//0${opaque}`, '%2F', '/', 'google'],
    [`1//0${opaque}`, '\\/', '/', 'google'],
    [`00DaB3dE6gH9jK2!${'AQ4cX8.kQ3vT9xLm2Zr8Wp5Yd1Nf6Hb'.repeat(4).slice(0, 96)}`, '%21', '!', 'salesforce'],
  ])('is found where an escape is a part of it: %s with %s', async (token, escape, plain, service) => {
    const found = await onlyToken(`state=1&v=${token.replaceAll(plain, escape)}&x=2`);
    expect(found.token.reveal()).toBe(token);
    expect(found.service).toBe(service);
  });

  it('is none where its checksum fails, whatever it is called', async () => {
    const lookAlike = gitHubToken.replace('zQWB', 'zQWC');
    const scan = await scanText(`An example: ${lookAlike}\nGITHUB_TOKEN=${lookAlike}\n`);
    expect(scan.tokens).toEqual([]);
    expect(scan.notes).toEqual([{ kind: 'checksum-failed', count: 2 }]);
  });

  it('is none where documentation makes one up', async () => {
    const scan = await scanText(
      'glpat-xxxxxxxxxxxxxxxxxxxx, hf_YOUR_TOKEN, token: YOUR_PERSONAL_ACCESS_TOKEN_HERE',
    );
    expect(scan.tokens).toEqual([]);
  });
});

describe('a token without a mark', () => {
  it.each([
    ['authorization-header', 'access', `2026-11-22 DEBUG > Authorization: Bearer ${opaque}`],
    [
      'authorization-header',
      'access',
      `curl -H 'Authorization: Bearer ${opaque}' https://api.example.com/me`,
    ],
    ['authorization-header', 'access', `{"name":"Authorization","value":"Bearer ${opaque}"}`],
    ['authorization-header', 'access', `headers.set("authorization", "token ${opaque}")`],
    ['authorization-header', 'access', `authorization%3A%20bearer%20${opaque}`],
    ['parameter', 'access', `"GET /photos?page=2&access_token=${opaque} HTTP/1.1" 200`],
    [
      'parameter',
      'access',
      `/sign-in?next=${encodeURIComponent(`https://a.example/?access_token=${opaque}&x=1`)}`,
    ],
    ['parameter', 'refresh', `grant_type=refresh_token&refresh_token=${opaque}&client_id=a`],
    ['named-field', 'refresh', JSON.stringify({ body: JSON.stringify({ refresh_token: opaque }) })],
    ['named-field', 'access', `PHOTOS_ACCESS_TOKEN=${opaque}`],
    ['named-field', 'access', `const accessToken = "${opaque}";`],
    ['named-field', null, `    token: '${opaque}'`],
    ['named-field', null, `anna: sure, token: ${opaque}`],
    ['named-field', null, `photos --api-token ${opaque} list`],
    ['named-field', 'access', `<access_token>${opaque}</access_token>`],
    ['named-field', null, `PRIVATE-TOKEN: ${opaque}`],
  ])('is known by a %s (%s): %s', async (mark, kind, text) => {
    const token = await onlyToken(text);
    expect(token).toMatchObject({ mark, kind, candidates: [], service: null, checksum: 'none' });
    expect(token.token.reveal()).toBe(opaque);
  });

  const command = "anna@build-7:~/photos$ curl -sS -H 'Authorization: Bearer ";
  it.each([1, 5, 12, 20, 31, 42])(
    'is put together where a terminal broke it after %i characters',
    async (shown) => {
      const text = `${command}${opaque.slice(0, shown)}\n${opaque.slice(shown)}' https://api.example.com/me`;
      expect(valuesOf(await scanText(text))).toEqual([opaque]);
    },
  );

  it.each([1, 9, 25, 42])('is put together where a mail broke it after %i characters', async (shown) => {
    const text = `> The server said {"access_token":"${opaque.slice(0, shown)}=\n> ${opaque.slice(shown)}","x":1}`;
    expect(valuesOf(await scanText(text))).toEqual([opaque]);
  });

  it.each([
    `curl "http://x.example/photos?access_token=3D${opaque}"`,
    `Content-Type: text/plain; charset=utf-8\n\nhttp://x.example/?a=3D1&access_token=3D${opaque}&x=3D1\n`,
    `> access_token=3D${opaque.slice(0, 30)}=\n> ${opaque.slice(30)}\n`,
    `> access_token=3D${opaque.slice(0, 9)}=\n> ${opaque.slice(9)}\n`,
    `> photos.example?access_token=3D=\n> ${opaque}\n`,
  ])('is found without the escape that a mail writes for "=": %s', async (text) => {
    expect(valuesOf(await scanText(text))).toEqual([opaque]);
  });

  it('has its padding, which such a mail escapes as well', async () => {
    expect(valuesOf(await scanText(`access_token=3D${opaque}=3D=3D&x=3D1`))).toEqual([`${opaque}==`]);
  });

  it.each([`GET /photos?page=2&access_token=3D${opaque}`, `A=b\nACCESS_TOKEN=3D${opaque}\n`])(
    'may begin with 3D where "=" is not escaped: %s',
    async (text) => {
      expect(valuesOf(await scanText(text))).toEqual([`3D${opaque}`]);
    },
  );

  it('ends with its line where the next says something else', async () => {
    const text = `PHOTOS_SERVICE_ACCESS_TOKEN=${opaque}\n2026-11-22T10:00:00Z INFO started\nEOF\n`;
    expect(valuesOf(await scanText(text))).toEqual([opaque]);
  });

  it.each([
    ['an empty line', `Anna, to the photo uploader: the access_token:\n\n${opaque}\n`],
    ['a comma', `  accessToken: textOf(set['access_token']) ?? textOf(set['token']),\n${opaque}\n`],
  ])('is none after %s: the name there is not its own', async (_end, text) => {
    expect((await scanText(text)).tokens).toEqual([]);
  });

  it('may have a form that several services share', async () => {
    const token = await onlyToken(`access_token=${randomBytes(32).toString('hex')}`);
    expect(token).toMatchObject({ service: null, candidates: [{ serviceId: 'gitlab', distinctive: false }] });
  });

  it('counts under the name of a key only as one of the service that the name names', async () => {
    const uuid = '9f3a1c2e-7b4d-4e5f-8a9b-0c1d2e3f4a5b';
    expect(await onlyToken(`HEROKU_API_KEY=${uuid}`)).toMatchObject({
      candidates: [{ serviceId: 'heroku' }],
    });
    expect((await scanText(`BILLING_API_KEY=${uuid}`)).tokens).toEqual([]);
  });
});

describe('a JWT', () => {
  const token = jwt({ iss: 'https://login.example.com', sub: 'anna', azp: 'photos', scope: 'read' });
  const signed = `${token.split('.').slice(0, 2).join('.')}.${signature}`;

  it('says of itself who issued it, to whom and for what', async () => {
    const found = await onlyToken(`{"note":"${signed}"}`);
    expect(found).toMatchObject({
      mark: 'jwt',
      service: null,
      claims: { issuer: 'https://login.example.com', subject: 'anna', clientId: 'photos', scopes: ['read'] },
    });
  });

  it.each([30, 64, 72, 76, 80])(
    'is put together where lines were broken after %i characters',
    async (width) => {
      const lines = signed.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
      expect(valuesOf(await scanText(`It was this:\n${lines.join('\n')}\nSo much for that.`))).toEqual([
        signed,
      ]);
    },
  );

  it('is cut where only its beginning is there', async () => {
    expect(await onlyToken(`log: ${signed.slice(0, 60)} (line too long)`)).toMatchObject({
      mark: 'jwt',
      flaw: 'cut',
    });
  });
});

describe('a token that is not whole', () => {
  it.each([
    ['ghp_zQWB...Lq17', 'masked', 'github-oauth-app'],
    ['ghp_****************************Lq17', 'masked', 'github-oauth-app'],
    ['glpat-…Lq17', 'masked', 'gitlab'],
    ['xoxb-12345••••••••', 'masked', 'slack'],
    ['ghp_zQWBuTSO...', 'cut', 'github-oauth-app'],
    ['ghp_zQWBuTSO…', 'cut', 'github-oauth-app'],
    ['ghp_zQWBuTSOoRi4A9spH', 'cut', 'github-oauth-app'],
  ])('is recognised as such, and whose it is: %s is %s', async (text, flaw, service) => {
    expect(await onlyToken(`Found ${text} in the log`)).toMatchObject({ flaw, service, mark: 'pattern' });
  });
});

describe('what only looks like a token', () => {
  it.each([
    `commit ${randomBytes(20).toString('hex')}`,
    `"integrity": "sha512-${randomBytes(64).toString('base64')}",`,
    `photos@sha256:${randomBytes(32).toString('hex')} ${randomUUID()} etag="${randomBytes(16).toString('hex')}"`,
    `<img src="data:image/png;base64,${randomBytes(3_000).toString('base64')}">`,
    randomBytes(2_000).toString('base64').replace(/.{76}/g, '$&\r\n'),
    `csrf_token=${opaque}&nextPageToken=${opaque}`,
    'const token = await getTokenFromLocalStorage(window, personalAccessTokenName);',
    'access_token: process.env.GITHUB_PERSONAL_ACCESS_TOKEN',
    '!function(e,t){"object"==typeof exports?t(exports):t(e.photos={})}(this,function(e){});',
    'Authorization: Bearer [redacted]',
  ])('is none: %s', async (text) => {
    expect((await scanText(text)).tokens).toEqual([]);
  });

  it.each([
    'hunter2-hunter2',
    'correct-horse-battery-staple',
    'Tr0ub4dor&3-is-my-password',
    'пароль-от-почты',
  ])('may be the password of a person, and is forgotten at once: %s', async (password) => {
    expect(await scanText(password)).toMatchObject({ tokens: [], unknown: [], notes: [] });
  });
});

describe('a random string that nothing calls a token', () => {
  it('is offered apart', async () => {
    const { tokens, unknown } = await scanText(`they sent me ${opaque}\nand again ${opaque}\n`);
    expect(tokens).toEqual([]);
    expect(unknown).toMatchObject([{ masked: 'kQ3v…R_tS', placeCount: 2 }]);
    expect(unknown[0]?.value.reveal()).toBe(opaque);
  });

  it('is not, where it is called a token elsewhere', async () => {
    const { tokens, unknown } = await scanText(`they sent me ${opaque}\nrefresh_token=${opaque}\n`);
    expect(tokens).toHaveLength(1);
    expect(unknown).toEqual([]);
  });

  it('is listed a thousand times, not more', async () => {
    const many = Array.from({ length: 1_100 }, () =>
      `x ${randomBytes(36).toString('hex')}Zq-T_${opaque}`.slice(0, 120),
    );
    const { unknown, notes } = await scanText(many.join('\n'));
    expect(unknown).toHaveLength(1_000);
    expect(notes).toEqual([{ kind: 'unknown-cut-off', listed: 1_000, found: 1_100 }]);
  });
});

describe('where a token was found', () => {
  it('is told by line and column, counted in characters', async () => {
    const { tokens } = await scanText(
      `Первая строка\n\n  «токен»: ${gitHubToken}\n${gitHubToken} ${gitHubToken}`,
    );
    expect(tokens).toHaveLength(1);
    expect(tokens[0]).toMatchObject({
      placeCount: 3,
      places: [
        { source: 'the text', line: 3, column: 12 },
        { source: 'the text', line: 4, column: 1 },
        { source: 'the text', line: 4, column: 42 },
      ],
    });
  });

  it('is listed twenty times, and counted', async () => {
    const token = await onlyToken(`${gitHubToken}\n`.repeat(50));
    expect(token.places).toHaveLength(20);
    expect(token.placeCount).toBe(50);
  });
});

function basic(credentials: string): string {
  return `Authorization: Basic ${Buffer.from(credentials).toString('base64')}`;
}
