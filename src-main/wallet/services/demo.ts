import type { ServerDescription } from '../oauth/oauth.ts';
import demoFile from './demo.json' with { type: 'json' };
import { parseService } from './catalog.ts';

/** The demo service of `src-main/demo`, described as any other. It is not in the catalog: it runs on this computer. */
export const demo = parseService(JSON.stringify(demoFile), 'demo.json');

/** Believed only of a server on this computer: elsewhere anybody could claim the marker. */
export function isDemo(server: ServerDescription): boolean {
  return server.metadata['token_wallet_demo'] === true && new URL(server.issuer).hostname === '127.0.0.1';
}
