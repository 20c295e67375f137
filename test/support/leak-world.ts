import { onTestFinished } from 'vitest';
import type { ConnectionContext } from '../../src-main/wallet/connections/context.ts';
import { createLeaks, type Leaks } from '../../src-main/wallet/leaks/leaks.ts';
import { boundedFetch, defaultLimits } from '../../src-main/wallet/oauth/bounded-fetch.ts';
import { createOAuth } from '../../src-main/wallet/oauth/create-oauth.ts';
import type { Fetch } from '../../src-main/wallet/ports.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import { createServiceDirectory } from '../../src-main/wallet/services/service-directory.ts';
import type { Service } from '../../src-main/wallet/services/service-schema.ts';
import type { FakeClock } from './fake-clock.ts';
import { type VaultAtHand, vaultAtHand } from './vault-folder.ts';

export interface LeakWorld extends VaultAtHand {
  readonly leaks: Leaks;
  readonly do: Leaks['useCases'];
  readonly clock: FakeClock;
}

/** The leak desk over a real vault, with a clock that stands still and services that a test describes. */
export async function createLeakWorld(fetch: Fetch, described: readonly Service[] = []): Promise<LeakWorld> {
  const world = vaultAtHand();
  const { vault, clock } = world;
  await vault.create('keychain');
  const context: Partial<ConnectionContext> = {
    vault,
    clock,
    oauth: createOAuth({ fetch, clock }),
    services: createServiceDirectory(loadCatalog(), described),
    fetch: boundedFetch(fetch, clock, defaultLimits),
    browser: { open: () => Promise.resolve() },
    tell: () => undefined,
    language: () => 'en',
  };
  const leaks = createLeaks(context as ConnectionContext, {
    revokeConnections: () => Promise.reject(new Error('no connection in this test')),
    evidenceFolder: world.folder,
    version: '0.0.0',
    inBackground: false,
  });
  leaks.begin();
  onTestFinished(() => {
    leaks.close();
  });
  return { ...world, leaks, do: leaks.useCases };
}

/** Opens a case of a text; answers with its number. */
export async function openCaseOf(
  { leaks }: Pick<LeakWorld, 'leaks'>,
  text: string,
  more: { readonly service?: string; readonly case?: number; readonly needsApproval?: boolean } = {},
): Promise<number> {
  const source = { name: 'pasted', open: () => textStream(text) };
  const opened = await leaks.open([source], {
    title: '',
    note: '',
    by: 'Vera',
    needsApproval: false,
    ...more,
  });
  return opened.number;
}

async function* textStream(text: string): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}
