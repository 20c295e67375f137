import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attempt } from '../../src-main/contract/attempt.ts';
import type { Connection } from '../../src-main/contract/connection.ts';
import type { Clock, Fetch, Ports } from '../../src-main/wallet/ports.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { createWallet, type Wallet } from '../../src-main/wallet/wallet.ts';
import { approveInDemo, type DemoPage, type DemoPerson } from './demo-browser.ts';
import { createMemoryKeychain, type MemoryKeychain } from './memory-keychain.ts';

/** A whole wallet over a real vault in a folder of its own; only keychain and browser are played. */
export interface WalletUnderTest extends AsyncDisposable {
  readonly wallet: Wallet;
  readonly do: Wallet['useCases'];
  readonly keychain: MemoryKeychain;
  readonly folder: string;
  /** Every event that the wallet told, in order. */
  readonly told: { readonly name: string; readonly payload: unknown }[];
  /** The address that the wallet opened last. */
  lastAddress(): URL;
  /** Resolves with the attempt when it has ended. */
  attemptEnded(id: string): Promise<Attempt>;
  /** Starts an attempt, lets the person answer in the demo, and answers with how it ended. */
  connectDemo(
    issuer: string,
    wish?: { readonly scopes?: string[]; readonly appName?: string; readonly clientId?: string },
    person?: DemoPerson,
  ): Promise<{ readonly attempt: Attempt; readonly page: DemoPage }>;
  /** The same, for a connection that must come about. */
  connected(issuer: string, scopes?: string[], person?: DemoPerson): Promise<Connection>;
}

export const anna: DemoPerson = { login: 'anna', password: 'sunflower', decision: 'allow' };
export const boris: DemoPerson = { login: 'boris', password: 'lighthouse', decision: 'allow' };

export const PHOTO_SCOPES = ['openid', 'profile', 'email', 'offline_access', 'photos.read'];

export async function createWalletUnderTest(
  world: {
    readonly fetch?: Fetch;
    readonly trustAuthority?: Ports['trustAuthority'];
    readonly clock?: Clock;
    readonly notifier?: Ports['notifier'];
    readonly folder?: string;
    readonly keychain?: MemoryKeychain;
    /** Of the window, if it is to do what only a host does that stays. */
    readonly host?: Ports['about']['host'];
    readonly whileBrowserOpens?: () => Promise<void>;
  } = {},
): Promise<WalletUnderTest> {
  const folder = world.folder ?? mkdtempSync(join(tmpdir(), 'token-wallet-'));
  const keychain = world.keychain ?? createMemoryKeychain();
  const told: { readonly name: string; readonly payload: unknown }[] = [];
  const endings = new Map<string, PromiseWithResolvers<Attempt>>();
  let opened: URL | undefined;
  const ports: Ports = {
    folder,
    keychain,
    clock: world.clock ?? systemClock,
    fetch: world.fetch ?? fetch,
    trustAuthority: world.trustAuthority ?? (() => undefined),
    browser: {
      open: async (address) => {
        opened = address;
        await world.whileBrowserOpens?.();
      },
    },
    clipboard: { write: () => Promise.resolve() },
    notifier: world.notifier ?? { notify: () => undefined },
    evidenceFolder: folder,
    demo: { start: () => Promise.reject(new Error('not in this test')), running: () => null },
    tell: (name, payload) => {
      told.push({ name, payload });
      if (name === 'attemptChanged') {
        const attempt = payload as Attempt;
        if (attempt.state === 'done' || attempt.state === 'failed') {
          ending(attempt.id).resolve(attempt);
        }
      }
    },
    about: { version: '0.0.0', host: world.host ?? 'terminal', systemLanguage: 'en' },
  };
  const wallet = createWallet(ports);
  await wallet.start();
  const use = wallet.useCases;
  if ((await use['app.status']({})).vault.state === 'missing') {
    await use['vault.create']({ method: 'keychain' });
  }

  const underTest: WalletUnderTest = {
    wallet,
    do: use,
    keychain,
    folder,
    told,
    lastAddress: () => {
      if (opened === undefined) {
        throw new Error('The wallet has not opened a browser.');
      }
      return opened;
    },
    attemptEnded: (id) => ending(id).promise,
    connectDemo: async (issuer, wish = {}, person = anna) => {
      const started = await use['connect.start']({ issuer, scopes: PHOTO_SCOPES, ...wish });
      const page = await approveInDemo(underTest.lastAddress(), person);
      const attempt = await ending(started.id).promise;
      await wallet.connectSettled();
      return { attempt, page };
    },
    connected: async (issuer, scopes = PHOTO_SCOPES, person = anna) => {
      const { attempt } = await underTest.connectDemo(issuer, { scopes }, person);
      if (attempt.connectionId === null) {
        throw new Error(`Not connected: ${attempt.error?.message ?? 'no reason'}`);
      }
      return (await use['connections.show']({ id: attempt.connectionId })).connection;
    },
    [Symbol.asyncDispose]: async () => {
      wallet.close();
      if (world.folder === undefined) {
        rmSync(folder, { recursive: true, force: true });
      }
      return Promise.resolve();
    },
  };
  return underTest;

  function ending(id: string): PromiseWithResolvers<Attempt> {
    const known = endings.get(id) ?? Promise.withResolvers<Attempt>();
    endings.set(id, known);
    return known;
  }
}
