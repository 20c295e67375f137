import { describe, expect, it } from 'vitest';
import type { OAuth, ServerDescription } from '../../src-main/wallet/oauth/oauth.ts';
import type { Deviation } from '../../src-main/wallet/services/service-schema.ts';
import { secret, startReplayIssuer } from '../support/replay-issuer.ts';
import type { ReplayIssuer } from '../support/replay-issuer.ts';
import type { Replay } from '../support/replay-server.ts';

const token = { access_token: 'at-1', token_type: 'bearer' };

/** What a test does with the service. */
type Act = (issuer: ReplayIssuer, server: ServerDescription) => Promise<unknown>;

const acts: Readonly<
  Record<'exchange' | 'refresh' | 'revoke' | 'introspect' | 'beginDevice' | 'pollDevice', Act>
> = {
  exchange: async (issuer, server) => {
    const request = await issuer.authorizationRequest(['photos', 'messages']);
    return issuer.oauth.finishAuthorization(server, issuer.client, request, issuer.answerTo(request));
  },
  refresh: ({ oauth, client }, server) => oauth.refresh(server, client, secret('rt-1')),
  revoke: ({ oauth, client }, server) => oauth.revoke(server, client, secret('at-1'), 'access_token'),
  introspect: ({ oauth, client }, server) => oauth.introspect(server, client, secret('at-1'), 'access_token'),
  beginDevice: ({ oauth, client }, server) => oauth.beginDevice(server, client, { scopes: ['photos'] }),
  pollDevice: ({ oauth, client }, server) =>
    oauth.pollDevice(
      server,
      client,
      {
        deviceCode: secret('dc-1'),
        userCode: 'A',
        verificationUri: server.issuer,
        verificationUriComplete: null,
        expiresInSeconds: 1,
        intervalSeconds: 0,
        resource: null,
      },
      { signal: new AbortController().signal },
    ),
};

interface Row {
  /** Who is documented to answer so. */
  readonly who: string;
  readonly deviations: readonly Deviation[];
  readonly act: keyof typeof acts;
  readonly reply: Replay;
  /** What it comes to with a service that is known for it: a result, or an error with its own code. */
  readonly known: unknown;
  /** What it comes to with any other. */
  readonly unknown: unknown;
}

const broken = (problem: string): object => ({
  code: 'token-reply-invalid',
  detail: { problem: expect.stringContaining(problem) as string },
});

const rows: readonly Row[] = [
  {
    who: 'GitHub',
    deviations: ['error-in-200'],
    act: 'exchange',
    reply: {
      body: {
        error: 'bad_verification_code',
        error_description: 'The code passed is incorrect or expired.',
        error_uri: 'https://docs.github.com/',
      },
    },
    known: {
      code: 'code-refused',
      detail: { problem: 'invalid_grant: bad_verification_code: The code passed is incorrect or expired.' },
    },
    unknown: broken('it holds the error bad_verification_code under the status of a success'),
  },
  {
    who: 'GitHub, with a wrong secret',
    deviations: ['error-in-200'],
    act: 'refresh',
    reply: { body: { error: 'incorrect_client_credentials' } },
    known: { code: 'client-refused' },
    unknown: broken('it holds the error incorrect_client_credentials under the status of a success'),
  },
  {
    who: 'GitHub, with a device whose code was denied',
    deviations: ['error-in-200'],
    act: 'pollDevice',
    reply: { body: { error: 'access_denied' } },
    known: { code: 'access-denied' },
    unknown: broken('it holds the error access_denied under the status of a success'),
  },
  {
    who: 'GitHub, which separates scopes by commas',
    deviations: ['scope-commas'],
    act: 'exchange',
    reply: { body: { ...token, scope: 'repo,gist' } },
    known: { scopes: ['repo', 'gist'] },
    // By the rules (RFC 6749 section 3.3) this is one scope with a comma in its name.
    unknown: { scopes: ['repo,gist'] },
  },
  {
    who: 'Slack, with an error',
    deviations: ['ok-false-in-200'],
    act: 'exchange',
    reply: { body: { ok: false, error: 'invalid_code' } },
    known: { code: 'code-refused', detail: { problem: 'invalid_grant: invalid_code' } },
    unknown: broken('it holds the error invalid_code under the status of a success'),
  },
  {
    who: 'Slack, with the token of a bot',
    deviations: ['ok-false-in-200', 'token-type-bot', 'scope-commas', 'nested-authed-user'],
    act: 'exchange',
    reply: {
      body: {
        ok: true,
        access_token: 'xoxb-1',
        token_type: 'bot',
        scope: 'commands,incoming-webhook',
        authed_user: { id: 'U1' },
      },
    },
    known: { tokenType: 'bearer', scopes: ['commands', 'incoming-webhook'] },
    unknown: broken('token_type'),
  },
  {
    who: 'Slack, with the token of a person',
    deviations: ['ok-false-in-200', 'token-type-bot', 'scope-commas', 'nested-authed-user'],
    act: 'exchange',
    reply: {
      body: {
        ok: true,
        authed_user: {
          id: 'U1',
          access_token: 'xoxp-1',
          refresh_token: 'xoxe-1',
          token_type: 'user',
          scope: 'chat:write,channels:read',
          expires_in: 43_200,
        },
      },
    },
    known: { tokenType: 'bearer', scopes: ['chat:write', 'channels:read'], expiresInSeconds: 43_200 },
    unknown: broken('"access_token" property must be a string'),
  },
  {
    who: 'Twitch, with a list of scopes',
    deviations: ['scope-array'],
    act: 'exchange',
    reply: { body: { ...token, refresh_token: 'rt-2', scope: ['channel:read', 'user:edit'] } },
    known: { scopes: ['channel:read', 'user:edit'] },
    unknown: broken('"scope" property must be a string'),
  },
  {
    who: 'Shopify',
    deviations: ['token-type-missing'],
    act: 'exchange',
    reply: { body: { access_token: 'at-1', scope: 'read_products' } },
    known: { tokenType: 'bearer' },
    unknown: broken('"token_type" property must be a string'),
  },
  ...[null, ''].map((refreshToken) => ({
    who: `Notion, with the refresh token ${JSON.stringify(refreshToken)}`,
    deviations: ['refresh-token-null'] as const,
    act: 'exchange' as const,
    reply: { body: { ...token, refresh_token: refreshToken } },
    known: { refreshToken: null },
    unknown: broken('"refresh_token" property must'),
  })),
  {
    who: 'a service without an expiry',
    deviations: ['expires-in-null'],
    act: 'exchange',
    reply: { body: { ...token, expires_in: null } },
    known: { expiresInSeconds: null },
    unknown: broken('"expires_in" property must be a number'),
  },
  {
    who: 'a service that creates tokens',
    deviations: ['token-reply-201'],
    act: 'exchange',
    reply: { status: 201, body: token },
    known: { tokenType: 'bearer' },
    unknown: broken('status 201'),
  },
  {
    who: 'GitLab, in its token information',
    deviations: ['introspection-scope-array'],
    act: 'introspect',
    reply: { body: { active: true, scope: ['api', 'read_user'] } },
    known: { alive: true, scopes: ['api', 'read_user'] },
    unknown: { code: 'service-answer-invalid', detail: { problem: 'its "scope" property must be a string' } },
  },
  {
    who: 'LinkedIn, in its introspection',
    deviations: ['scope-commas'],
    act: 'introspect',
    reply: { body: { active: true, scope: 'r_liteprofile,w_member_social' } },
    known: { scopes: ['r_liteprofile', 'w_member_social'] },
    unknown: { scopes: ['r_liteprofile,w_member_social'] },
  },
  {
    who: 'Google, in its older days',
    deviations: ['verification-url'],
    act: 'beginDevice',
    reply: {
      body: {
        device_code: 'dc-1',
        user_code: 'GQVQ-JKEC',
        verification_url: 'https://www.google.com/device',
        expires_in: 1800,
        interval: 5,
      },
    },
    known: { userCode: 'GQVQ-JKEC', verificationUri: 'https://www.google.com/device' },
    unknown: {
      code: 'service-answer-invalid',
      detail: { problem: expect.stringContaining('"verification_uri" property') as string },
    },
  },
  {
    who: 'Twitch, of a token that is dead already',
    deviations: ['revocation-400-without-error'],
    act: 'revoke',
    reply: { status: 400, body: { status: 400, message: 'Invalid token' } },
    known: 'done',
    unknown: { code: 'service-refused', detail: { problem: 'status 400' } },
  },
  {
    who: 'Twitch, of anything else',
    deviations: ['revocation-400-without-error'],
    act: 'revoke',
    reply: { status: 400, body: { status: 400, message: 'missing client id' } },
    known: { code: 'service-refused', detail: { problem: 'invalid_request: missing client id' } },
    unknown: { code: 'service-refused', detail: { problem: 'status 400' } },
  },
];

const paths = {
  exchange: '/token',
  refresh: '/token',
  pollDevice: '/token',
  revoke: '/revoke',
  introspect: '/introspect',
  beginDevice: '/device',
};

describe.each(rows)('the $act reply of $who', ({ deviations, act, reply, known, unknown }) => {
  async function outcome(marked: readonly Deviation[] | undefined): Promise<unknown> {
    await using issuer = await startReplayIssuer();
    issuer.server.routes['/revoke'] = {};
    issuer.server.routes[paths[act]] = reply;
    const { description } = issuer;
    const server: ServerDescription = {
      ...description,
      metadata: { ...description.metadata, device_authorization_endpoint: `${description.issuer}/device` },
      ...(marked !== undefined && { deviations: marked }),
    };
    return await acts[act](issuer, server).catch((error: unknown) => error);
  }

  it('is understood where it is documented', async () => {
    await expectOutcome(outcome(deviations), known);
  });

  it('is taken by the rules everywhere else', async () => {
    await expectOutcome(outcome(undefined), unknown);
    await expectOutcome(outcome(['scopes-in-redirect']), unknown);
  });
});

async function expectOutcome(outcome: Promise<unknown>, expected: unknown): Promise<void> {
  if (typeof expected === 'string') {
    expect(await outcome).toBe(expected);
  } else {
    expect(await outcome).toMatchObject(expected as object);
  }
}

describe('a deviation', () => {
  it('changes nothing at an endpoint that it is not documented for', async () => {
    await using issuer = await startReplayIssuer();
    issuer.server.routes['/revoke'] = { status: 201 };
    const server = { ...issuer.description, deviations: ['token-reply-201'] as const };
    expect(await acts.revoke(issuer, server).catch((error: unknown) => error)).toMatchObject({
      code: 'service-answer-invalid',
    });
  });

  it('leaves a reply by the rules as it is', async () => {
    await using issuer = await startReplayIssuer();
    const body = { ...token, refresh_token: 'rt-1', expires_in: 3600, scope: 'photos messages' };
    issuer.server.routes['/token'] = { body };
    const deviations = rows.flatMap((row) => row.deviations);
    expect(await acts.exchange(issuer, { ...issuer.description, deviations })).toMatchObject({
      tokenType: 'bearer',
      scopes: ['photos', 'messages'],
      expiresInSeconds: 3600,
    });
    issuer.server.routes['/token'] = { body: '<html>' };
    const error = await acts
      .exchange(issuer, { ...issuer.description, deviations })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'token-reply-invalid' });
  });
});

describe('the redirect of Strava', () => {
  async function connect(deviations: readonly Deviation[], body: object = token): Promise<unknown> {
    await using issuer = await startReplayIssuer();
    issuer.server.routes['/token'] = { body };
    const { oauth, description, client } = issuer;
    const request = await issuer.authorizationRequest(['read', 'activity:read']);
    const answer = issuer.answerTo(request, { scope: 'read,activity:read' });
    return await oauth.finishAuthorization({ ...description, deviations }, client, request, answer);
  }

  it('tells the granted scopes', async () => {
    expect(await connect(['scopes-in-redirect'])).toMatchObject({ scopes: ['read', 'activity:read'] });
  });

  it('tells nothing at another service, as RFC 6749 section 4.1.2 wants unknown parameters ignored', async () => {
    expect(await connect([])).toMatchObject({ scopes: null });
  });

  it('gives way to the token reply', async () => {
    expect(await connect(['scopes-in-redirect'], { ...token, scope: 'read' })).toMatchObject({
      scopes: ['read'],
    });
  });
});

describe('a service that wants requests in its own way', () => {
  async function requestsTo(
    server: Partial<ServerDescription>,
    act: (issuer: ReplayIssuer, server: ServerDescription, oauth: OAuth) => Promise<unknown>,
  ): Promise<ReplayIssuer['server']['received']> {
    await using issuer = await startReplayIssuer();
    issuer.server.routes['/token'] = { body: { ...token, refresh_token: 'rt-1' } };
    issuer.server.routes['/refresh'] = { body: token };
    await act(issuer, { ...issuer.description, ...server }, issuer.oauth);
    return issuer.server.received;
  }

  it('as JSON (Notion)', async () => {
    const received = await requestsTo({ deviations: ['token-request-json'] }, acts.exchange);
    const request = received.at(-1);
    expect(request?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      grant_type: 'authorization_code',
      code: 'code-1',
      redirect_uri: 'http://127.0.0.1:4321/callback',
    });
    const plain = await requestsTo({}, acts.exchange);
    expect(plain.at(-1)?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
  });

  it('with the redirect address in a refresh (GitLab)', async () => {
    const received = await requestsTo(
      { deviations: ['refresh-with-redirect-uri'] },
      async (issuer, server, oauth) => {
        const request = await issuer.authorizationRequest(['photos']);
        const answer = issuer.answerTo(request);
        const reply = await oauth.finishAuthorization(server, issuer.client, request, answer);
        const parameters = reply.refreshParameters;
        const renewed = await oauth.refresh(server, issuer.client, secret('rt-1'), { parameters });
        expect(renewed.refreshParameters).toEqual(parameters);
      },
    );
    expect(new URLSearchParams(received.at(-1)?.body).get('redirect_uri')).toBe(
      'http://127.0.0.1:4321/callback',
    );
    const plain = await requestsTo({}, acts.refresh);
    expect(new URLSearchParams(plain.at(-1)?.body).has('redirect_uri')).toBe(false);
  });

  it('with the device that the redirect named (VK)', async () => {
    const received = await requestsTo(
      { deviations: ['device-id-in-redirect'] },
      async (issuer, server, oauth) => {
        const request = await issuer.authorizationRequest(['photos']);
        const answer = issuer.answerTo(request, { device_id: 'd-1' });
        const reply = await oauth.finishAuthorization(server, issuer.client, request, answer);
        expect(reply.refreshParameters).toEqual({ device_id: 'd-1' });
      },
    );
    const form = new URLSearchParams(received.at(-1)?.body);
    expect(form.get('device_id')).toBe('d-1');
    expect(form.has('state')).toBe(true);
  });

  it('with refresh tokens elsewhere (Figma)', async () => {
    await using issuer = await startReplayIssuer();
    issuer.server.routes['/refresh'] = { body: token };
    const { oauth, description, client, server } = issuer;
    const figma = { ...description, refreshEndpoint: `${description.issuer}/refresh` };
    expect(await oauth.refresh(figma, client, secret('rt-1'))).toMatchObject({ refreshToken: null });
    expect(server.received.at(-1)?.path).toBe('/refresh');
  });

  it('with scopes by another name and separator (Slack), and fixed parameters', async () => {
    await using issuer = await startReplayIssuer();
    const { oauth, description, client } = issuer;
    const slack = { ...description, scopeRequest: { parameter: 'user_scope', separator: ',' } };
    const { address } = await oauth.authorizationRequest(slack, client, {
      redirectUri: 'http://127.0.0.1:4321/callback',
      scopes: ['chat:write', 'channels:read'],
      parameters: { access_type: 'offline', state: 'not-ours' },
    });
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      user_scope: 'chat:write,channels:read',
      access_type: 'offline',
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
    expect(address.searchParams.has('scope')).toBe(false);
  });

  it('with an app without a secret as the user of an empty password (Reddit)', async () => {
    await using issuer = await startReplayIssuer();
    issuer.server.routes['/revoke'] = {};
    const client = { clientId: 'red-1', clientSecret: null, authMethod: 'client_secret_basic' };
    await issuer.oauth.revoke(issuer.description, client, secret('at-1'), 'access_token');
    expect(issuer.server.received.at(-1)?.headers.authorization).toBe(
      `Basic ${Buffer.from('red-1:').toString('base64')}`,
    );
  });

  it('choosing another account and consent at once', async () => {
    await using issuer = await startReplayIssuer();
    const { address } = await issuer.oauth.authorizationRequest(issuer.description, issuer.client, {
      redirectUri: 'http://127.0.0.1:4321/callback',
      scopes: ['openid', 'offline_access'],
      parameters: { prompt: 'select_account' },
    });
    expect(address.searchParams.get('prompt')).toBe('select_account consent');
  });
});
