import type { TokenKind } from '../../src-main/wallet/services/service-schema.ts';
import type { KeptConnection } from './keep-connection.ts';
import type { Replay } from './replay-server.ts';

/** One documented answer of a service. */
export type Answer = Exclude<Replay, (...of: never[]) => void>;

/** What a service's documentation says of revoking one kind of token, and of asking about it. */
export interface DocumentedRevocation extends Omit<KeptConnection, 'issuer'> {
  readonly title: string;
  readonly issuer?: string;
  /** Asked for before, with the token. */
  readonly lookUp?: { readonly at: string; readonly answer: Answer };
  readonly revoke: {
    readonly at: string;
    /** Headers that matter; null: must not be there. */
    readonly headers?: Readonly<Record<string, string | null>>;
    /** The one of these that the request carries, and nothing else of it. */
    readonly form?: Readonly<Record<string, string>>;
    readonly json?: object;
    readonly query?: Readonly<Record<string, string>>;
    readonly answer: Answer;
    /** What it says of a token that is dead already, where that is documented. */
    readonly ofDead?: Answer;
  };
  readonly check?: { readonly at: string; readonly alive: Answer; readonly dead: Answer };
  /** Where the app may ask about the token (RFC 7662). */
  readonly introspectAt?: string;
  /** Where a refresh token is presented once more. */
  readonly refreshAt?: string;
  readonly outcome: 'confirmed' | 'accepted';
  /** Where the service carries it out later: living on for a while is no failure. */
  readonly asynchronous?: boolean;
  /** What the wallet says when the call is answered 403. */
  readonly refusedAs: 'client-refused' | 'service-refused' | 'still-alive';
}

const basic = `Basic ${Buffer.from('app-1:app-secret').toString('base64')}`;
const app = { id: 'app-1', secret: 'app-secret', method: 'client_secret_post' };
const gitHubUser = {
  at: 'GET https://api.github.com/user',
  alive: { body: { id: 7, login: 'anna' } },
  dead: { status: 401, body: { message: 'Bad credentials' } },
};
const forGitHub = { accept: 'application/vnd.github+json' };
const forHeroku = { accept: 'application/vnd.heroku+json; version=3', authorization: 'Bearer HRKU-1' };
const facebookDead = { status: 400, body: { error: { type: 'OAuthException', code: 190 } } };

/**
 * The revocation calls of the services as their documentation has them, written down here from the documentation and
 * not from the catalog, so that a slip in the catalog shows.
 */
export const documentedRevocations: readonly DocumentedRevocation[] = [
  {
    title: 'GitHub OAuth app, with its secret',
    service: 'github-oauth-app',
    token: 'gho_1',
    client: app,
    revoke: {
      at: 'DELETE https://api.github.com/applications/app-1/token',
      headers: { ...forGitHub, authorization: basic },
      json: { access_token: 'gho_1' },
      answer: { status: 204 },
      ofDead: { status: 404, body: { message: 'Not Found' } },
    },
    check: gitHubUser,
    outcome: 'confirmed',
    refusedAs: 'client-refused',
  },
  {
    title: 'GitHub OAuth app, by whoever holds the token',
    service: 'github-oauth-app',
    token: 'gho_2',
    revoke: {
      at: 'POST https://api.github.com/credentials/revoke',
      headers: { ...forGitHub, authorization: null },
      json: { credentials: ['gho_2'] },
      answer: { status: 202 },
    },
    check: gitHubUser,
    outcome: 'confirmed',
    refusedAs: 'service-refused',
  },
  {
    title: 'GitHub personal token',
    service: 'github-oauth-app',
    kind: 'personal',
    token: 'ghp_1',
    revoke: {
      at: 'POST https://api.github.com/credentials/revoke',
      headers: { authorization: null },
      json: { credentials: ['ghp_1'] },
      answer: { status: 202 },
    },
    check: gitHubUser,
    outcome: 'confirmed',
    refusedAs: 'service-refused',
  },
  {
    title: 'GitHub App, with its secret',
    service: 'github-app',
    token: 'ghu_1',
    client: app,
    revoke: {
      at: 'DELETE https://api.github.com/applications/app-1/token',
      headers: { authorization: basic },
      json: { access_token: 'ghu_1' },
      answer: { status: 204 },
    },
    check: gitHubUser,
    outcome: 'confirmed',
    refusedAs: 'client-refused',
  },
  {
    title: 'GitHub App installation',
    service: 'github-app',
    kind: 'installation',
    token: 'ghs_1',
    revoke: {
      at: 'DELETE https://api.github.com/installation/token',
      headers: { authorization: 'Bearer ghs_1' },
      answer: { status: 204 },
    },
    outcome: 'accepted',
    refusedAs: 'service-refused',
  },
  {
    title: 'GitLab personal token',
    service: 'gitlab',
    host: 'gitlab.example.com',
    kind: 'personal',
    token: 'glpat-1',
    revoke: {
      at: 'DELETE https://gitlab.example.com/api/v4/personal_access_tokens/self',
      headers: { 'private-token': 'glpat-1', authorization: null },
      answer: { status: 204 },
    },
    check: {
      at: 'GET https://gitlab.example.com/api/v4/user',
      alive: { body: { id: 7, username: 'anna' } },
      dead: { status: 401, body: { message: '401 Unauthorized' } },
    },
    outcome: 'confirmed',
    refusedAs: 'service-refused',
  },
  {
    title: 'Google',
    service: 'google',
    issuer: 'https://accounts.google.com',
    token: 'ya29.1',
    revoke: {
      at: 'POST https://oauth2.googleapis.com/revoke',
      headers: { authorization: null },
      form: { token: 'ya29.1' },
      answer: { status: 200, body: {} },
      ofDead: {
        status: 400,
        body: { error: 'invalid_token', error_description: 'Token expired or revoked' },
      },
    },
    check: {
      at: 'GET https://www.googleapis.com/oauth2/v3/tokeninfo',
      alive: { body: { sub: '7', scope: 'openid', expires_in: '3000' } },
      dead: { status: 400, body: { error: 'invalid_token' } },
    },
    outcome: 'confirmed',
    asynchronous: true,
    refusedAs: 'service-refused',
  },
  {
    title: 'Slack',
    service: 'slack',
    token: 'xoxp-1',
    revoke: {
      at: 'POST https://slack.com/api/auth.revoke',
      headers: { authorization: 'Bearer xoxp-1' },
      answer: { body: { ok: true, revoked: true } },
      ofDead: { body: { ok: false, error: 'invalid_auth' } },
    },
    check: {
      at: 'POST https://slack.com/api/auth.test',
      alive: { body: { ok: true, user: 'anna', user_id: 'U1' } },
      dead: { body: { ok: false, error: 'invalid_auth' } },
    },
    outcome: 'confirmed',
    refusedAs: 'service-refused',
  },
  {
    title: 'Dropbox, whose refresh token dies with the access token',
    service: 'dropbox',
    token: 'sl.1',
    scopes: ['account_info.read'],
    refreshToken: 'refresh-1',
    client: app,
    revoke: {
      at: 'POST https://api.dropboxapi.com/2/auth/token/revoke',
      headers: { authorization: 'Bearer sl.1' },
      answer: { status: 200 },
    },
    check: {
      at: 'POST https://api.dropboxapi.com/2/users/get_current_account',
      alive: { body: { account_id: 'dbid:1' } },
      dead: { status: 401, body: { error_summary: 'invalid_access_token/' } },
    },
    refreshAt: 'POST https://api.dropboxapi.com/oauth2/token',
    outcome: 'confirmed',
    refusedAs: 'service-refused',
  },
  {
    title: 'Yandex, whose refresh token dies with the access token',
    service: 'yandex',
    token: 'y0_1',
    refreshToken: 'refresh-1',
    client: app,
    revoke: {
      at: 'POST https://oauth.yandex.ru/revoke_token',
      form: { access_token: 'y0_1', client_id: 'app-1', client_secret: 'app-secret' },
      answer: { body: { status: 'ok' } },
    },
    check: {
      at: 'GET https://login.yandex.ru/info',
      alive: { body: { id: '7', login: 'anna' } },
      dead: { status: 401 },
    },
    refreshAt: 'POST https://oauth.yandex.ru/token',
    outcome: 'confirmed',
    refusedAs: 'client-refused',
  },
  {
    title: 'VK',
    service: 'vk',
    token: 'vk1.a.1',
    client: { id: 'app-1' },
    revoke: {
      at: 'POST https://id.vk.ru/oauth2/revoke',
      form: { access_token: 'vk1.a.1', client_id: 'app-1' },
      answer: { body: { response: 1 } },
      ofDead: { body: { error: 'invalid_token' } },
    },
    check: {
      at: 'POST https://id.vk.ru/oauth2/user_info',
      alive: { body: { user: { user_id: '7' } } },
      dead: { body: { error: 'invalid_token' } },
    },
    outcome: 'confirmed',
    refusedAs: 'client-refused',
  },
  {
    title: 'Facebook',
    service: 'facebook',
    token: 'EAA1',
    lookUp: { at: 'GET https://graph.facebook.com/v24.0/me', answer: { body: { id: '77', name: 'Anna' } } },
    revoke: {
      at: 'DELETE https://graph.facebook.com/v24.0/77/permissions',
      query: { access_token: 'EAA1' },
      answer: { body: { success: true } },
      ofDead: facebookDead,
    },
    check: {
      at: 'GET https://graph.facebook.com/v24.0/me',
      alive: { body: { id: '77', name: 'Anna' } },
      dead: facebookDead,
    },
    outcome: 'confirmed',
    refusedAs: 'service-refused',
  },
  {
    title: 'Strava, whose refresh token dies with the access token',
    service: 'strava',
    token: 'strava-1',
    refreshToken: 'refresh-1',
    client: app,
    revoke: {
      at: 'POST https://www.strava.com/oauth/deauthorize',
      form: { access_token: 'strava-1' },
      answer: { body: { access_token: 'strava-1' } },
    },
    check: {
      at: 'GET https://www.strava.com/api/v3/athlete',
      alive: { body: { id: 7, username: 'anna' } },
      dead: { status: 401, body: { message: 'Authorization Error' } },
    },
    refreshAt: 'POST https://www.strava.com/oauth/token',
    outcome: 'confirmed',
    refusedAs: 'service-refused',
  },
  {
    title: 'Shopify',
    service: 'shopify',
    host: 'my-shop.myshopify.com',
    token: 'shpat_1',
    revoke: {
      at: 'DELETE https://my-shop.myshopify.com/admin/api_permissions/current.json',
      headers: { 'x-shopify-access-token': 'shpat_1', authorization: null },
      answer: { status: 200, body: {} },
      ofDead: { status: 401, body: { errors: 'Invalid API key or access token' } },
    },
    check: {
      at: 'GET https://my-shop.myshopify.com/admin/oauth/access_scopes.json',
      alive: { body: { access_scopes: [{ handle: 'read_products' }] } },
      dead: { status: 401, body: { errors: 'Invalid API key or access token' } },
    },
    outcome: 'confirmed',
    // Documented as "gone already" there, which the check afterwards knows better.
    refusedAs: 'still-alive',
  },
  {
    title: 'DigitalOcean',
    service: 'digitalocean',
    kind: 'personal',
    token: 'dop_v1_1',
    revoke: {
      at: 'POST https://cloud.digitalocean.com/v1/oauth/revoke',
      headers: { authorization: 'Bearer dop_v1_1' },
      form: { token: 'dop_v1_1' },
      answer: { status: 200, body: {} },
    },
    check: {
      at: 'GET https://api.digitalocean.com/v2/account',
      alive: { body: { account: { uuid: 'u1' } } },
      dead: { status: 401, body: { id: 'unauthorized' } },
    },
    outcome: 'confirmed',
    refusedAs: 'service-refused',
  },
  {
    title: 'HubSpot, with the secret of the app',
    service: 'hubspot',
    kind: 'refresh',
    token: 'refresh/1',
    client: app,
    revoke: {
      at: 'POST https://api.hubapi.com/oauth/v3/token/revoke',
      form: {
        client_id: 'app-1',
        client_secret: 'app-secret',
        token: 'refresh/1',
        token_type_hint: 'refresh_token',
      },
      answer: { status: 204 },
    },
    introspectAt: 'POST https://api.hubapi.com/oauth/v3/token/introspect',
    outcome: 'accepted',
    refusedAs: 'client-refused',
  },
  {
    title: 'HubSpot, by whoever holds the refresh token',
    service: 'hubspot',
    kind: 'refresh',
    token: 'refresh/1',
    revoke: {
      at: 'DELETE https://api.hubapi.com/oauth/v1/refresh-tokens/refresh%2F1',
      headers: { authorization: null },
      answer: { status: 204 },
    },
    outcome: 'accepted',
    refusedAs: 'service-refused',
  },
  {
    title: 'Stripe Connect, by the secret key of the platform',
    service: 'stripe-connect',
    token: 'sk_connected_1',
    refreshToken: 'rt_1',
    subject: 'acct_1',
    client: app,
    revoke: {
      at: 'POST https://connect.stripe.com/oauth/deauthorize',
      headers: { authorization: 'Bearer app-secret' },
      form: { client_id: 'app-1', stripe_user_id: 'acct_1' },
      answer: { body: { stripe_user_id: 'acct_1' } },
    },
    refreshAt: 'POST https://connect.stripe.com/oauth/token',
    outcome: 'accepted',
    refusedAs: 'client-refused',
  },
  {
    title: 'npm',
    service: 'npm',
    host: 'registry.example.com',
    kind: 'personal',
    token: 'npm_aB3dEfGhIjKl9zQk',
    lookUp: {
      at: 'GET https://registry.example.com/-/npm/v1/tokens',
      answer: {
        body: {
          objects: [
            { key: 'of-another', token: 'npm_XXXX...YYYY' },
            { key: 'key-1', token: 'npm_aB3d...9zQk' },
          ],
        },
      },
    },
    revoke: {
      at: 'DELETE https://registry.example.com/-/npm/v1/tokens/token/key-1',
      headers: { authorization: 'Bearer npm_aB3dEfGhIjKl9zQk' },
      answer: { status: 204 },
    },
    check: {
      at: 'GET https://registry.example.com/-/whoami',
      alive: { body: { username: 'anna' } },
      dead: { status: 401 },
    },
    outcome: 'confirmed',
    refusedAs: 'service-refused',
  },
  {
    title: 'Hugging Face',
    service: 'huggingface',
    issuer: 'https://huggingface.co',
    kind: 'personal',
    token: 'hf_1',
    revoke: {
      at: 'POST https://huggingface.co/api/credentials/revoke',
      headers: { authorization: null },
      json: { credentials: ['hf_1'] },
      answer: { status: 202 },
    },
    check: {
      at: 'GET https://huggingface.co/api/whoami-v2',
      alive: { body: { name: 'anna' } },
      dead: { status: 401, body: { error: 'Invalid credentials in Authorization header' } },
    },
    outcome: 'confirmed',
    refusedAs: 'service-refused',
  },
  ...(['access', 'refresh'] satisfies TokenKind[]).map((kind): DocumentedRevocation => ({
    title: `Salesforce, ${kind} token`,
    service: 'salesforce',
    host: 'mycompany.my.salesforce.com',
    kind,
    token: '00D1!1',
    revoke: {
      at: 'POST https://mycompany.my.salesforce.com/services/oauth2/revoke',
      headers: { authorization: null },
      form: { token: '00D1!1' },
      answer: { status: 200 },
    },
    outcome: 'accepted',
    refusedAs: 'service-refused',
  })),
  {
    title: 'Twitch, whose app is asked for first',
    service: 'twitch',
    token: 'twitch-1',
    lookUp: {
      at: 'GET https://id.twitch.tv/oauth2/validate',
      answer: { body: { client_id: 'app-of-token', user_id: '7', login: 'anna', scopes: [], expires_in: 9 } },
    },
    revoke: {
      at: 'POST https://id.twitch.tv/oauth2/revoke',
      headers: { authorization: null },
      form: { client_id: 'app-of-token', token: 'twitch-1' },
      answer: { status: 200 },
      ofDead: { status: 400, body: { status: 400, message: 'Invalid token' } },
    },
    check: {
      at: 'GET https://id.twitch.tv/oauth2/validate',
      alive: { body: { client_id: 'app-of-token', user_id: '7', login: 'anna', scopes: [], expires_in: 9 } },
      dead: { status: 401, body: { status: 401, message: 'invalid access token' } },
    },
    outcome: 'confirmed',
    refusedAs: 'service-refused',
  },
  {
    title: 'Heroku, whose authorization is looked up first',
    service: 'heroku',
    kind: 'personal',
    token: 'HRKU-1',
    lookUp: {
      at: 'GET https://api.heroku.com/oauth/authorizations',
      answer: {
        body: [
          { id: 'authorization-0', access_token: { id: 'token-0', token: 'HRKU-0' } },
          { id: 'authorization-1', access_token: { id: 'token-1', token: 'HRKU-1' } },
        ],
      },
    },
    revoke: {
      at: 'DELETE https://api.heroku.com/oauth/authorizations/authorization-1',
      headers: forHeroku,
      answer: { body: { id: 'authorization-1' } },
    },
    check: {
      at: 'GET https://api.heroku.com/apps',
      alive: { body: [] },
      dead: { status: 401, body: { id: 'unauthorized' } },
    },
    outcome: 'confirmed',
    refusedAs: 'service-refused',
  },
  {
    title: 'Notion',
    service: 'notion',
    token: 'ntn_1',
    client: { ...app, method: 'client_secret_basic' },
    revoke: {
      at: 'POST https://api.notion.com/v1/oauth/revoke',
      headers: { authorization: basic, 'notion-version': '2025-09-03' },
      json: { token: 'ntn_1' },
      answer: { body: { request_id: '7d1f3f4e' } },
    },
    check: {
      at: 'GET https://api.notion.com/v1/users/me',
      alive: { body: { id: 'bot-1', name: 'Wallet' } },
      dead: { status: 401, body: { code: 'unauthorized' } },
    },
    outcome: 'confirmed',
    refusedAs: 'client-refused',
  },
];
