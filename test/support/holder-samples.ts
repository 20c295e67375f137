import { findService, loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import type { Service, TokenKind } from '../../src-main/wallet/services/service-schema.ts';
import { gitHubToken, randomLooking } from './sample-tokens.ts';

/** A leaked token that whoever holds it may revoke, as it stands in a text. Nobody ever issued it. */
export interface HolderSample {
  readonly service: Service;
  readonly kind: TokenKind;
  readonly token: string;
  /** What stands before it, where its form alone does not tell that it is one. */
  readonly after: string;
  /** What a person calls its service, where its form does not tell. */
  readonly called?: string;
  readonly host: string | null;
}

const HEX = '0123456789abcdef';
const DIGITS = '123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SMALL = 'abcdefghijklmnopqrstuvwxyz0123456789';

const slackToken = `xoxb-${randomLooking(4, 12, DIGITS)}-${randomLooking(5, 12, DIGITS)}-${randomLooking(6, 24)}`;

/** A token for each kind that such a call of the catalog takes. npm's have the checksum of GitHub's. */
export const holderSamples: readonly HolderSample[] = [
  sample('digitalocean', 'personal', `dop_v1_${randomLooking(1, 64, HEX)}`),
  sample('digitalocean', 'access', `doo_v1_${randomLooking(2, 64, HEX)}`),
  sample('dropbox', 'access', `sl.u.${randomLooking(3, 140)}`),
  sample('facebook', 'access', `EAA${randomLooking(7, 120)}`),
  sample('github-app', 'access', gitHubToken(8, 'ghu_')),
  sample('github-app', 'refresh', gitHubToken(9, 'ghr_')),
  sample('github-app', 'installation', gitHubToken(10, 'ghs_')),
  sample('github-oauth-app', 'access', gitHubToken(11, 'gho_')),
  sample('github-oauth-app', 'personal', gitHubToken(12, 'ghp_')),
  sample('gitlab', 'personal', `glpat-${randomLooking(13, 20)}`, { host: 'git.example.com' }),
  sample('google', 'access', `ya29.${randomLooking(14, 120)}`),
  sample('google', 'refresh', `1//0${randomLooking(15, 60)}`),
  sample('heroku', 'personal', `HRKU-AA${randomLooking(16, 58)}`),
  sample('heroku', 'access', randomLooking(17, 43), { after: 'access_token=' }),
  sample('hubspot', 'refresh', randomLooking(18, 43), { after: 'refresh_token=' }),
  sample('huggingface', 'personal', `hf_${randomLooking(19, 34, LETTERS)}`),
  sample('huggingface', 'installation', `api_org_${randomLooking(20, 34, LETTERS)}`),
  sample('npm', 'personal', gitHubToken(21, 'npm_'), { host: 'registry.example.com' }),
  sample('salesforce', 'access', `00D${randomLooking(22, 12)}!${randomLooking(23, 96)}`, {
    host: 'company.my.salesforce.com',
  }),
  sample('salesforce', 'refresh', randomLooking(24, 60), { after: 'refresh_token=' }),
  sample('shopify', 'access', `shpat_${randomLooking(25, 32, HEX)}`, { host: 'my-shop.myshopify.com' }),
  sample('slack', 'access', slackToken),
  sample('strava', 'access', randomLooking(26, 40, HEX), { after: 'access_token=' }),
  sample('twitch', 'access', randomLooking(27, 30, SMALL), { after: 'access_token=' }),
];

/**
 * @param at.after without it the form of the token tells whose it is
 * @param at.host of a self-hosted service, which a person names by its address
 */
function sample(
  id: string,
  kind: TokenKind,
  token: string,
  at: { readonly after?: string; readonly host?: string } = {},
): HolderSample {
  const service = findService(loadCatalog(), id);
  if (service === undefined) {
    throw new Error(`${id} is not in the catalog.`);
  }
  const { after, host } = at;
  const called = host === undefined ? (after === undefined ? undefined : id) : `https://${host}`;
  return {
    service,
    kind,
    token,
    after: after ?? 'leaked: ',
    host: host ?? service.host?.usual ?? null,
    ...(called === undefined ? {} : { called }),
  };
}
