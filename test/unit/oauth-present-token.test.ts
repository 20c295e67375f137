import { describe, expect, it } from 'vitest';
import { createOAuth } from '../../src-main/wallet/oauth/create-oauth.ts';
import { Secret } from '../../src-main/wallet/secret.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const issuer = 'https://login.example.com';
const client = { clientId: 'wallet', clientSecret: null, authMethod: 'none' };

interface Sent {
  readonly address: string;
  readonly body: string;
  readonly headers: Headers;
}

/** Asks a server that answers so, and tells what was sent to it. */
async function introspect(
  answer: Response,
  { endpoint = `${issuer}/introspect`, deviations = [] as readonly 'introspection-scope-array'[] } = {},
): Promise<{ readonly sent: readonly Sent[]; readonly told: unknown }> {
  const sent: Sent[] = [];
  const oauth = createOAuth({
    fetch: async (address, { body, headers } = {}) => {
      sent.push({
        address,
        body: body instanceof URLSearchParams ? body.toString() : '',
        headers: new Headers(headers),
      });
      return answer;
    },
    clock: createFakeClock(),
  });
  const server = { issuer, metadata: { issuer, introspection_endpoint: endpoint }, deviations };
  const told = await oauth
    .introspect(server, client, new Secret('at-1'), 'access_token')
    .catch((error: unknown) => error);
  return { sent, told };
}

describe('a token that is asked about', () => {
  it('is sent once, as a form, with what the client is recognised by', async () => {
    const { sent, told } = await introspect(Response.json({ active: false }));
    expect(sent.map(({ address, body }) => [address, body])).toEqual([
      [`${issuer}/introspect`, 'token_type_hint=access_token&token=at-1&client_id=wallet'],
    ]);
    expect(sent[0]?.headers.get('accept')).toBe('application/json');
    expect(told).toMatchObject({ alive: false });
  });

  it('is sent to the address in its normal form, by which deviations know it', async () => {
    const scopes = Response.json({ active: true, scope: ['read', 'write'] });
    const { sent, told } = await introspect(scopes, {
      endpoint: 'https://Login.Example.com:443/introspect',
      deviations: ['introspection-scope-array'],
    });
    expect(sent[0]?.address).toBe(`${issuer}/introspect`);
    expect(told).toMatchObject({ alive: true, scopes: ['read', 'write'] });
  });

  it.each([
    ['a refusal', Response.json({ error: 'invalid_client' }, { status: 401 }), undefined],
    ['an answer without a verdict', Response.json({}), { code: 'service-answer-invalid' }],
    ['a page', new Response('<html>'), { code: 'service-answer-invalid' }],
    ['a verdict that is no yes or no', Response.json({ active: 'no' }), { code: 'service-answer-invalid' }],
  ])('is sent once also where the answer is %s', async (_name, answer, expected) => {
    const { sent, told } = await introspect(answer);
    expect(sent).toHaveLength(1);
    if (expected === undefined) {
      expect(told).toBeUndefined();
    } else {
      expect(told).toMatchObject(expected);
    }
  });
});
