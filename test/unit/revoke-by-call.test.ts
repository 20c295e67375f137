import { describe, expect, it } from 'vitest';
import { Secret } from '../../src-main/wallet/secret.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import {
  batchSize,
  callFor,
  revokeByCall,
  revokeManyByCall,
} from '../../src-main/wallet/services/revoke-by-call.ts';
import type { CallValues } from '../../src-main/wallet/services/service-call.ts';
import type { RevocationCall, Service, TokenKind } from '../../src-main/wallet/services/service-schema.ts';

const token = new Secret('token-1');
const app = { token, clientId: 'app-1', clientSecret: new Secret('app-secret') };

function service(id: string): Service {
  const found = loadCatalog().find((one) => one.id === id);
  if (found === undefined) {
    throw new Error(`The catalog has no ${id}.`);
  }
  return found;
}

/** Revokes with answers given in turn; tells the calls too. */
async function revoke(
  of: Service,
  answers: readonly Response[],
  values: CallValues = { token },
  kind: TokenKind = 'access',
): Promise<{ readonly ending: string; readonly calls: readonly string[] }> {
  const calls: string[] = [];
  const fetch = (address: string, init?: RequestInit): Promise<Response> => {
    const answer = answers[calls.length];
    calls.push(`${init?.method ?? 'GET'} ${address}`);
    return answer === undefined ? Promise.reject(new Error('asked too often')) : Promise.resolve(answer);
  };
  const ending = await revokeByCall({ fetch, values, host: 'the-host' }, of, kind);
  return { ending, calls };
}

describe('the call that takes a token back', () => {
  it('is the first that can be made with what is known', () => {
    const gitHub = service('github-oauth-app');
    const urlWith = (values: CallValues): string | undefined => callFor(gitHub, 'access', values)?.call.url;
    expect(urlWith(app)).toBe('https://api.github.com/applications/{clientId}/token');
    expect(urlWith({ token, clientId: 'app-1' })).toBe('https://api.github.com/credentials/revoke');
  });

  it('is never one that takes other tokens, or that only an administrator may make', () => {
    const heroku = service('heroku');
    const [call] = heroku.revocation.calls ?? [];
    expect(callFor(heroku, 'refresh', { token })).toBeUndefined();
    const onlyAdmins: RevocationCall[] = call === undefined ? [] : [{ ...call, who: 'admin' }];
    expect(
      callFor({ revocation: { style: 'calls', calls: onlyAdmins } }, 'access', { token }),
    ).toBeUndefined();
  });

  it('takes as many tokens at once as the service does, and no more', async () => {
    const bodies: unknown[] = [];
    const fetch = (_: string, init?: RequestInit): Promise<Response> => {
      bodies.push(JSON.parse(init?.body as string));
      return Promise.resolve(new Response(null, { status: 202 }));
    };
    const gitHub = service('github-oauth-app');
    const tokens = ['ghp_1', 'ghp_2', 'ghp_3'].map((text) => new Secret(text));
    const revoking = { fetch, values: {}, host: 'api.github.com' };
    expect(batchSize(gitHub, 'personal', { token })).toBe(1000);
    expect(batchSize(service('slack'), 'access', { token })).toBe(1);
    expect(await revokeManyByCall(revoking, gitHub, 'personal', tokens)).toBe('later');
    expect(bodies).toEqual([{ credentials: ['ghp_1', 'ghp_2', 'ghp_3'] }]);
    await expect(revokeManyByCall(revoking, service('slack'), 'access', tokens)).rejects.toMatchObject({
      code: 'internal',
    });
    expect(bodies).toHaveLength(1);
  });

  it('has no second try with another', async () => {
    const refused = [new Response('{}', { status: 401 })];
    await expect(revoke(service('github-oauth-app'), refused, app)).rejects.toMatchObject({
      code: 'client-refused',
    });
  });

  it('is not made where the service has none for such a token', async () => {
    expect(await revoke(service('spotify'), [])).toEqual({ ending: 'unsupported', calls: [] });
  });
});

describe('an answer', () => {
  it('that the token was invalid means that it is dead', async () => {
    const answers = [Response.json({ error: 'invalid_token' }, { status: 400 })];
    expect(await revoke(service('salesforce'), answers, { token, host: 'a.example' })).toMatchObject({
      ending: 'done',
    });
  });

  it('404 means so only where the service can be asked afterwards', async () => {
    const gone = (): Response[] => [new Response(null, { status: 404 })];
    expect((await revoke(service('github-oauth-app'), gone(), app)).ending).toBe('done');
    await expect(revoke(service('hubspot'), gone(), { token }, 'refresh')).rejects.toMatchObject({
      code: 'service-refused',
    });
  });

  it('that such tokens are not taken is no failure, and leaves it to the person', async () => {
    const answers = [Response.json({ error: 'unsupported_token_type' }, { status: 400 })];
    expect((await revoke(service('yandex'), answers, app)).ending).toBe('unsupported');
  });

  it('that refuses is told in the words of the service, without the token', async () => {
    const long = 'xoxp-1234567890-ABCDEFGHIJKLMNOP';
    const refused = [Response.json({ ok: false, error: 'not_allowed', error_description: `no ${long}` })];
    const failing = revoke(service('slack'), refused, { token: new Secret(long) });
    await expect(failing).rejects.toMatchObject({ code: 'service-refused' });
    await expect(failing).rejects.toThrow(/not_allowed/);
    await expect(failing).rejects.not.toThrow(long);
  });
});

describe('a redirect', () => {
  const redirect = (location: string | null, body: object = {}): Response =>
    Response.json(body, { status: 307, headers: location === null ? {} : { location } });

  it.each([
    ['of another host', 'https://user:pass@moved.example.com/revoke?token=token-1', 'to moved.example.com'],
    ['of another host, without its scheme', '//moved.example.com/revoke', 'to moved.example.com'],
    ['of its own', '/v2/revoke?token=token-1', 'to slack.com'],
    ['of no host', 'urn:token-1', 'without saying where to'],
    ['that is missing', null, 'without saying where to'],
  ])('to an address %s is followed by nobody, and worth another try', async (_, location, place) => {
    await expect(revoke(service('slack'), [redirect(location)])).rejects.toMatchObject({
      code: 'service-answer-invalid',
      detail: { host: 'the-host', problem: `it redirects the call ${place} (status 307)` },
    });
  });

  it.each(['access_denied', 'unsupported_token_type'])(
    'says nothing of the token, not even with %s',
    (error) =>
      expect(revoke(service('yandex'), [redirect('/moved', { error })], app)).rejects.toMatchObject({
        code: 'service-answer-invalid',
      }),
  );

  it('of a look-up neither', async () => {
    const values = { token: new Secret('npm_aB3dEfGhIjKl9zQk'), host: 'registry.example.com' };
    const failing = revoke(service('npm'), [redirect('/moved', { error: 'gone' })], values, 'personal');
    await expect(failing).rejects.toMatchObject({
      code: 'service-answer-invalid',
      detail: { problem: 'it redirects the call to registry.example.com (status 307)' },
    });
  });
});

describe('what is looked up first', () => {
  const npm = service('npm');
  const values = { token: new Secret('npm_aB3dEfGhIjKl9zQk'), host: 'registry.example.com' };
  const shown = { key: 'key-1', token: 'npm_aB3d...9zQk' };

  it('is found by the ends of the token', async () => {
    const answers = [Response.json({ objects: [shown] }), new Response(null, { status: 204 })];
    expect(await revoke(npm, answers, values, 'personal')).toEqual({
      ending: 'done',
      calls: [
        'GET https://registry.example.com/-/npm/v1/tokens',
        'DELETE https://registry.example.com/-/npm/v1/tokens/token/key-1',
      ],
    });
  });

  it.each([
    ['none fits', [{ key: 'key-2', token: 'npm_XXXX...YYYY' }]],
    ['two fit', [shown, { ...shown, key: 'key-2' }]],
    ['too little is shown', [{ key: 'key-2', token: 'npm...' }]],
  ])('is no guess when %s: nothing is deleted', async (_, objects) => {
    const failing = revoke(npm, [Response.json({ objects })], values, 'personal');
    await expect(failing).rejects.toMatchObject({ code: 'service-refused' });
  });

  it('tells of a token that is dead already', async () => {
    const answers = [new Response(null, { status: 401 })];
    expect((await revoke(npm, answers, values, 'personal')).ending).toBe('done');
    const facebook = [Response.json({ error: { code: 190 } }, { status: 400 })];
    expect((await revoke(service('facebook'), facebook)).ending).toBe('done');
  });

  it('may be refused, which is told and ends it', async () => {
    const failing = revoke(npm, [new Response(null, { status: 403 })], values, 'personal');
    await expect(failing).rejects.toMatchObject({ code: 'service-refused' });
    await expect(failing).rejects.toThrow(/403/);
  });
});
