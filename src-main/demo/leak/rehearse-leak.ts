import type Provider from 'oidc-provider';
import { demoAccounts } from '../accounts.ts';
import { issueGrant, type IssuedGrant } from '../issue-grant.ts';
import { readyClientId } from '../provider.ts';
import { perpetualScope } from '../scopes.ts';
import type { Trouble } from '../trouble.ts';
import { writeLeak } from './write-leak.ts';

/** Long enough to practise at leisure: what dies by itself meanwhile proves nothing about a revocation. */
const accessTokenSeconds = 14 * 24 * 60 * 60;

/** The kinds of grants that leak, over and over in this order. */
const mixture: readonly { readonly scopes: readonly string[]; readonly withRefreshToken?: true }[] = [
  { scopes: ['openid', 'photos.read'] },
  { scopes: ['openid', 'profile', 'offline_access', 'photos.read', 'photos.write'], withRefreshToken: true },
  { scopes: ['openid', 'email', 'photos.read', 'messages.read'] },
  { scopes: ['openid', 'photos.read', 'photos.write', perpetualScope] },
  { scopes: ['openid', 'offline_access', 'photos.read', 'account.delete'], withRefreshToken: true },
];

export interface LeakWish {
  /** How many tokens get out. */
  readonly tokens: number;
  /** A file to write, or a folder, which gets many files: one that is there already, or a path with a slash at its end. */
  readonly out: string;
}

export interface Leak {
  /** The absolute path of what was written. */
  readonly file: string;
  readonly tokens: number;
  /** The app that the tokens were issued to. */
  readonly clientId: string;
}

/** Issues tokens and writes down how they got out, for a team to practise with; resolves when all of it is written. */
export async function rehearseLeak(
  provider: Provider,
  leakedGrants: Set<string>,
  trouble: ReadonlySet<Trouble>,
  { tokens, out }: LeakWish,
): Promise<Leak> {
  const grants: IssuedGrant[] = [];
  for (let issued = 0; issued < tokens;) {
    const { scopes, withRefreshToken = false } = mixture[grants.length % mixture.length] ?? { scopes: [] };
    const { login } = demoAccounts[grants.length % demoAccounts.length] ?? { login: '' };
    const grant = await issueGrant(provider, {
      login,
      scopes,
      accessTokenSeconds,
      withRefreshToken: withRefreshToken && issued + 2 <= tokens,
    });
    leakedGrants.add(grant.grantId);
    grants.push(grant);
    issued += tokensOf(grant).length;
  }
  if (trouble.has('half-dead')) {
    await killEverySecond(provider, grants.flatMap(tokensOf));
  }
  return { file: await writeLeak(grants, provider.issuer, out), tokens, clientId: readyClientId };
}

function tokensOf({ accessToken, refreshToken }: IssuedGrant): readonly string[] {
  return refreshToken === null ? [accessToken] : [accessToken, refreshToken];
}

async function killEverySecond(provider: Provider, tokens: readonly string[]): Promise<void> {
  for (const token of tokens.filter((_token, index) => index % 2 === 1)) {
    const found = (await provider.AccessToken.find(token)) ?? (await provider.RefreshToken.find(token));
    await found?.destroy();
  }
}
