import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import { reachableOutcome } from '../../src-main/wallet/services/reachable-outcome.ts';
import {
  previewRevocation,
  type RevocationPreview,
} from '../../src-main/wallet/services/revocation-preview.ts';
import type { TokenKind } from '../../src-main/wallet/services/service-schema.ts';

const catalog = loadCatalog();
const confidential = { isKnown: true, hasSecret: true };
const unknown = { isKnown: false, hasSecret: false };

function preview(
  id: string,
  tokens: { readonly hasRefreshToken?: boolean; readonly kind?: TokenKind } = {},
  client = confidential,
): RevocationPreview {
  const service = catalog.find((one) => one.id === id);
  expect(service, id).toBeDefined();
  return previewRevocation(service, { hasRefreshToken: false, kind: 'access', ...tokens }, client);
}

describe('the preview of a revocation', () => {
  it('tells that only this token dies, and nothing is left to do', () => {
    expect(preview('github-oauth-app')).toEqual({
      cuts: 'token',
      tokens: [{ kind: 'access', by: 'call', fate: 'dies' }],
      livesOn: null,
      byHand: null,
      warnings: [],
      isAsynchronous: false,
      outcome: 'confirmed',
      isAskable: true,
    });
  });

  it('warns of what the call brings that can be made without the secret', () => {
    const { cuts, warnings } = preview('github-oauth-app', {}, unknown);
    expect(cuts).toBe('token');
    expect(warnings).toEqual([expect.objectContaining({ en: expect.stringMatching(/by e-mail/) as string })]);
  });

  it('tells that everything dies which the account allowed the app, and warns once', () => {
    const google = preview('google', { hasRefreshToken: true });
    expect(google).toMatchObject({ cuts: 'grant', byHand: null, isAsynchronous: true });
    expect(google.warnings).toHaveLength(1);
    expect(preview('shopify')).toMatchObject({ cuts: 'app' });
  });

  it('knows that a refresh token dies with its access token where the service says so', () => {
    expect(preview('dropbox', { hasRefreshToken: true })).toMatchObject({
      cuts: 'family',
      tokens: [
        { kind: 'refresh', by: 'nobody', fate: 'dies' },
        { kind: 'access', by: 'call', fate: 'dies' },
      ],
      byHand: null,
    });
  });

  it('tells what is not known of a refresh token that nobody takes back', () => {
    expect(preview('twitch', { hasRefreshToken: true })).toMatchObject({
      cuts: 'token',
      tokens: [{ kind: 'refresh', by: 'nobody', fate: 'not-known' }, { fate: 'dies' }],
      byHand: { reason: 'no-call' },
      outcome: 'unsupported',
    });
  });

  it('tells that an access token lives on, and that nobody can change it', () => {
    const hubSpot = preview('hubspot', { hasRefreshToken: true });
    expect(hubSpot).toMatchObject({ byHand: null, outcome: 'alive-until' });
    expect(hubSpot.livesOn?.words?.en).toMatch(/30 minutes/);
    expect(hubSpot.livesOn?.atMostSeconds).toBe(1800);
  });

  it('names the page and what to look for where there is no call', () => {
    expect(preview('spotify', { hasRefreshToken: true })).toMatchObject({
      cuts: 'nothing',
      tokens: [{ fate: 'lives-on' }, { fate: 'lives-on' }],
      livesOn: { atMostSeconds: null },
      byHand: { reason: 'no-call', page: 'https://www.spotify.com/account/apps/' },
      outcome: 'unsupported',
    });
  });

  it('says that the app would help where only the app may revoke', () => {
    expect(preview('yandex', {}, unknown).byHand?.reason).toBe('needs-client');
    expect(preview('yandex', {}, { isKnown: true, hasSecret: false }).byHand?.reason).toBe('needs-client');
    expect(preview('zoom', {}, unknown)).toMatchObject({
      tokens: [{ by: 'endpoint', fate: 'not-known' }],
      byHand: { reason: 'needs-client' },
    });
  });

  it('says "not known" where nothing is', () => {
    expect(preview('linkedin').byHand?.reason).toBe('not-known');
    expect(preview('zoom').cuts).toBe('not-known');
  });

  it('takes a service that it does not know to follow RFC 7009, and promises no more', () => {
    const tokens = { hasRefreshToken: true, kind: 'access' } as const;
    expect(previewRevocation(undefined, tokens, confidential)).toMatchObject({
      cuts: 'not-known',
      tokens: [
        { by: 'endpoint', fate: 'dies' },
        { by: 'endpoint', fate: 'dies' },
      ],
      outcome: 'accepted',
    });
  });

  it('does not send a personal token to an endpoint that would not know it', () => {
    expect(preview('gitlab', { kind: 'personal' }).tokens).toEqual([
      { kind: 'personal', by: 'call', fate: 'dies' },
    ]);
  });
});

describe('the outcome that can be reached', () => {
  it('is what it is on each of the 45 services', () => {
    const reached = Object.fromEntries(catalog.map((service) => [service.id, reachableOutcome(service)]));
    expect(reached).toEqual({
      apple: 'accepted',
      asana: 'confirmed',
      atlassian: 'unsupported',
      auth0: 'alive-until',
      authentik: 'confirmed',
      bitbucket: 'unsupported',
      box: 'confirmed',
      digitalocean: 'confirmed',
      discord: 'confirmed',
      dropbox: 'confirmed',
      facebook: 'confirmed',
      figma: 'accepted',
      fitbit: 'confirmed',
      'gitea-forgejo': 'unsupported',
      'github-app': 'confirmed',
      'github-oauth-app': 'confirmed',
      gitlab: 'confirmed',
      google: 'confirmed',
      heroku: 'confirmed',
      hubspot: 'alive-until',
      huggingface: 'confirmed',
      keycloak: 'confirmed',
      linear: 'accepted',
      linkedin: 'unsupported',
      mailru: 'unsupported',
      mastodon: 'confirmed',
      'microsoft-entra': 'unsupported',
      nextcloud: 'unsupported',
      notion: 'confirmed',
      npm: 'confirmed',
      okta: 'confirmed',
      'ory-hydra': 'confirmed',
      reddit: 'confirmed',
      salesforce: 'accepted',
      shopify: 'confirmed',
      slack: 'confirmed',
      spotify: 'unsupported',
      strava: 'confirmed',
      'stripe-connect': 'accepted',
      twitch: 'unsupported',
      vk: 'confirmed',
      x: 'confirmed',
      yandex: 'confirmed',
      zitadel: 'confirmed',
      zoom: 'confirmed',
    });
    expect(Object.keys(reached)).toHaveLength(45);
  });
});
