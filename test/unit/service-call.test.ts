import { describe, expect, it } from 'vitest';
import { Secret } from '../../src-main/wallet/secret.ts';
import {
  type CallAnswer,
  type CallValues,
  canPerform,
  isOneOf,
  performCall,
  valueAt,
} from '../../src-main/wallet/services/service-call.ts';
import type { ServiceCall } from '../../src-main/wallet/services/service-schema.ts';

const get: ServiceCall = { method: 'GET', url: 'https://api.example.com/me', authorization: 'bearer' };
const values: CallValues = {
  token: new Secret('to/ken&1'),
  host: 'git.example.com/gitlab',
  clientId: 'a:p p',
  clientSecret: new Secret('s3/cr+t'),
};

/** What goes over the wire. */
async function sent(call: ServiceCall, known: CallValues = values): Promise<Record<string, unknown>> {
  let request: Request | undefined;
  await performCall(
    (address, init) => {
      request = new Request(address, init);
      return Promise.resolve(new Response('{}'));
    },
    call,
    known,
  );
  return {
    call: `${request?.method ?? ''} ${request?.url ?? ''}`,
    headers: Object.fromEntries(request?.headers ?? []),
    body: await request?.text(),
  };
}

async function answered(response: Response): Promise<CallAnswer> {
  return performCall(() => Promise.resolve(response), get, values);
}

describe('a described call', () => {
  it('shows the token as a bearer, or as Yandex and Twitch want it', async () => {
    expect(await sent(get)).toEqual({
      call: 'GET https://api.example.com/me',
      headers: { accept: 'application/json', authorization: 'Bearer to/ken&1' },
      body: '',
    });
    expect(await sent({ ...get, authorization: 'oauth' })).toMatchObject({
      headers: { authorization: 'OAuth to/ken&1' },
    });
  });

  it('presents the client by the rules of RFC 6749 section 2.3.1', async () => {
    const { headers } = await sent({ ...get, authorization: 'basic' });
    const { authorization } = headers as { authorization: string };
    expect(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString()).toBe('a%3Ap+p:s3%2Fcr%2Bt');
  });

  it('sends nothing that is not described', async () => {
    expect(await sent({ ...get, authorization: 'none' })).toEqual({
      call: 'GET https://api.example.com/me',
      headers: { accept: 'application/json' },
      body: '',
    });
  });

  it('puts values into the address so that they cannot leave their place', async () => {
    const url = 'https://{host}/apps/{clientId}/tokens/{token}';
    expect(await sent({ ...get, url })).toMatchObject({
      call: 'GET https://git.example.com/gitlab/apps/a%3Ap%20p/tokens/to%2Fken%261',
    });
    const climbing = { ...values, clientId: '../../x?y#z' };
    expect(await sent({ ...get, url }, climbing)).toMatchObject({
      call: 'GET https://git.example.com/gitlab/apps/..%2F..%2Fx%3Fy%23z/tokens/to%2Fken%261',
    });
  });

  it('puts values into headers, which replace the usual ones', async () => {
    const headers = { Accept: 'application/vnd.api+json', 'PRIVATE-TOKEN': '{token}' };
    expect(await sent({ ...get, authorization: 'none', headers })).toMatchObject({
      headers: { accept: 'application/vnd.api+json', 'private-token': 'to/ken&1' },
    });
  });

  it('sends fields as JSON, as a form or in the query', async () => {
    const call: ServiceCall = {
      ...get,
      method: 'POST',
      authorization: 'none',
      fields: { credentials: ['{token}'], client: '{clientId}' },
    };
    expect(await sent({ ...call, body: 'json' })).toMatchObject({
      headers: { 'content-type': 'application/json' },
      body: '{"credentials":["to/ken&1"],"client":"a:p p"}',
    });
    expect(await sent({ ...call, body: 'form' })).toMatchObject({
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'credentials=to%2Fken%261&client=a%3Ap+p',
    });
    expect(await sent({ ...call, url: 'https://api.example.com/me?v=1', body: 'query' })).toMatchObject({
      call: 'POST https://api.example.com/me?v=1&credentials=to%2Fken%261&client=a%3Ap+p',
      body: '',
    });
  });

  it('does not read placeholders out of values', async () => {
    const tricky = { ...values, token: new Secret('{clientSecret}$&') };
    const call: ServiceCall = { ...get, body: 'json', method: 'POST', fields: { token: '{token}' } };
    expect(await sent(call, tricky)).toMatchObject({
      headers: { authorization: 'Bearer {clientSecret}$&' },
      body: '{"token":"{clientSecret}$&"}',
    });
  });

  it('refuses a token that would break a header, without repeating it', async () => {
    const broken = { ...values, token: new Secret('hunter2\r\nx-evil: 1') };
    await expect(sent(get, broken)).rejects.toMatchObject({ code: 'bad-input' });
    await expect(sent(get, broken)).rejects.not.toThrow(/hunter2/);
  });

  it('can be made only when all that it needs is known', () => {
    const token = { token: new Secret('t') };
    expect(canPerform(get, token)).toBe(true);
    expect(canPerform({ ...get, url: 'https://{host}/me' }, token)).toBe(false);
    expect(canPerform({ ...get, headers: { 'X-Client': '{clientId}' } }, token)).toBe(false);
    expect(canPerform({ ...get, body: 'form', fields: { ids: ['{subject}'] } }, token)).toBe(false);
    expect(canPerform({ ...get, authorization: 'basic' }, { ...token, clientId: 'app' })).toBe(false);
    expect(canPerform({ ...get, authorization: 'basic' }, values)).toBe(true);
    expect(canPerform({ ...get, url: 'https://api.example.com/{constructor}' }, values)).toBe(false);
  });
});

describe('an answer', () => {
  it('has status, JSON and headers', async () => {
    const answer = await answered(Response.json({ id: 7 }, { status: 201, headers: { 'X-Scopes': 'read' } }));
    expect(answer).toMatchObject({ status: 201, json: { id: 7 } });
    expect(answer.header('x-scopes')).toBe('read');
    expect(answer.header('x-none')).toBeNull();
  });

  it('may be no JSON at all', async () => {
    expect((await answered(new Response('<html>'))).json).toBeUndefined();
  });

  it('is told by its status, and where it matters by a value', async () => {
    const alive = [{ status: 200, where: { path: 'ok', is: true } }];
    expect(isOneOf(await answered(Response.json({ ok: true })), alive)).toBe(true);
    expect(isOneOf(await answered(Response.json({ ok: 'true' })), alive)).toBe(false);
    expect(isOneOf(await answered(Response.json({ ok: true }, { status: 202 })), alive)).toBe(false);
    expect(isOneOf(await answered(new Response('')), [{ status: 200 }])).toBe(true);
    expect(isOneOf(await answered(new Response('')), undefined)).toBe(false);
  });

  it('is looked into by a path with dots, and no deeper than what it holds itself', () => {
    const json = { user: { id: 7, tags: ['a'] } };
    expect(valueAt(json, 'user.id')).toBe(7);
    expect(valueAt(json, 'user.tags.0')).toBe('a');
    expect(valueAt(json, 'user.name.first')).toBeUndefined();
    expect(valueAt(json, 'constructor.name')).toBeUndefined();
    expect(valueAt(undefined, 'user')).toBeUndefined();
  });
});
