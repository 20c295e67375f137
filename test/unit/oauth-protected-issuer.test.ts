import { describe, expect, it } from 'vitest';
import { createOAuth } from '../../src-main/wallet/oauth/create-oauth.ts';
import { Secret } from '../../src-main/wallet/secret.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const issuer = 'https://login.example.com';
const endpoints = { authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` };

describe('a service on another computer', () => {
  it.each(['http://127.0.0.1:4321/revoke', 'http://localhost/revoke', 'http://login.example.com/revoke'])(
    'cannot have tokens sent to %s',
    async (address) => {
      const metadata = { issuer, ...endpoints, revocation_endpoint: address };
      const oauth = createOAuth({
        fetch: () => Promise.resolve(Response.json(metadata)),
        clock: createFakeClock(),
      });
      await expect(oauth.discover(issuer)).rejects.toMatchObject({
        code: 'metadata-incomplete',
        detail: { problem: 'revocation_endpoint is not an https address' },
      });
    },
  );

  it('gets nothing over plain http even if its metadata came to say so', async () => {
    const sent: string[] = [];
    const oauth = createOAuth({
      fetch: (address) => {
        sent.push(address);
        return Promise.resolve(new Response());
      },
      clock: createFakeClock(),
    });
    const server = { issuer, metadata: { issuer, revocation_endpoint: 'http://login.example.com/revoke' } };
    const client = { clientId: 'wallet', clientSecret: null, authMethod: null };
    await expect(oauth.revoke(server, client, new Secret('at-1'), 'access_token')).rejects.toMatchObject({
      code: 'service-answer-invalid',
    });
    expect(sent).toEqual([]);
  });
});
