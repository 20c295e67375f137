import type { ServerDescription } from '../oauth/oauth.ts';
import type { ServiceProfile } from './service-profile.ts';

/** The demo service of `src-main/demo`. It documents that a token without `expires_in` has no end. */
export const demo: ServiceProfile = { id: 'demo', name: 'Demo service', withoutExpiresIn: 'never' };

/** Believed only of a server on this computer: elsewhere anybody could claim the marker. */
export function isDemo(server: ServerDescription): boolean {
  return server.metadata['token_wallet_demo'] === true && new URL(server.issuer).hostname === '127.0.0.1';
}
