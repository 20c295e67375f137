import { randomUUID } from 'node:crypto';
import type { Attempt, Server } from '../../src-main/contract/attempt.ts';
import type { Connection, Revocation } from '../../src-main/contract/connection.ts';
import type { UseCases } from '../../src-main/contract/contract.ts';
import type { Demo, Status } from '../../src-main/contract/status.ts';
import { toErrorValue, WalletError } from '../../src-main/wallet/wallet-error.ts';
import { createFakeBridge, type FakeBridge } from './fake-bridge.ts';
import { after, makeConnection, SCENE_NOW, type Scene } from './scenes.ts';

export const demo: Demo = {
  issuer: 'http://127.0.0.1:41234',
  api: 'http://127.0.0.1:41234/api',
  users: [
    { login: 'anna', password: 'sunflower' },
    { login: 'boris', password: 'lighthouse' },
  ],
};

export const demoServer: Server = {
  issuer: demo.issuer,
  name: 'Demo photo service',
  registration: true,
  pkceAdvertised: true,
  scopesSupported: [
    'openid',
    'profile',
    'email',
    'offline_access',
    'photos.read',
    'photos.write',
    'messages.read',
    'account.delete',
    'perpetual',
  ],
  redirectUri: 'http://127.0.0.1/callback',
  revocation: true,
  introspection: true,
  userinfo: true,
  clients: [],
};

/**
 * A wallet of plain values that behaves as the contract says: what is revoked is revoked in the next list, what is
 * forgotten can be restored. For tests of the window alone; the real wallet has its own.
 */
export interface FakeWallet {
  readonly bridge: FakeBridge;
  readonly connections: () => readonly Connection[];
  /** Lets the person answer in the browser: the attempt is done and its connection is in the list. */
  readonly answerInBrowser: (connection?: Connection) => void;
  /** Lets the attempt under way fail. */
  readonly failAttempt: (error: WalletError) => void;
}

export function createFakeWallet(scene: Scene, different: Partial<UseCases> = {}): FakeWallet {
  let status: Status = scene.status;
  let connections = [...scene.connections];
  let forgotten: Connection[] = [];
  let attempt: Attempt | null = null;

  const bridge = createFakeBridge({
    'app.status': () => Promise.resolve(status),
    'settings.change': (settings) => {
      const language = settings.language === 'system' ? 'en' : settings.language;
      status = { ...status, settings, language };
      return Promise.resolve(status);
    },
    'clipboard.copy': () => Promise.resolve({}),
    'vault.create': ({ method }) => becomeOpen({ method }),
    'vault.unlock': () => becomeOpen({}),
    'vault.lock': () => {
      status = { ...status, vault: { ...status.vault, state: 'locked' } };
      return Promise.resolve(status.vault);
    },
    'vault.changeMethod': ({ method }) => becomeOpen({ method }),
    'connect.inspect': () => Promise.resolve(demoServer),
    'connect.start': ({ issuer = demoServer.issuer }) => {
      attempt = {
        id: randomUUID(),
        state: 'waiting',
        service: { name: demoServer.name, issuer },
        startedAt: SCENE_NOW,
        expiresAt: after(10 * 60_000),
        notes: [],
        connectionId: null,
        replaced: false,
        error: null,
      };
      return Promise.resolve(attempt);
    },
    'connect.current': () => Promise.resolve(attempt),
    'connect.openBrowserAgain': () => Promise.resolve({}),
    'connect.cancel': () => {
      const cancelled = endAttempt({
        state: 'failed',
        error: toErrorValue(new WalletError('attempt-cancelled')),
      });
      return Promise.resolve(cancelled);
    },
    'connections.list': () => Promise.resolve(connections),
    'connections.show': ({ id }) => {
      const connection = connections.find((candidate) => candidate.id === id);
      return connection === undefined
        ? Promise.reject(new WalletError('connection-not-found', { id }))
        : Promise.resolve({ connection, journal: scene.journal.slice(0, 4) });
    },
    'connections.revoke': ({ ids }) => Promise.resolve(ids.map(revoke)),
    'connections.forget': ({ ids }) => {
      forgotten = connections.filter(({ id }) => ids.includes(id));
      connections = connections.filter(({ id }) => !ids.includes(id));
      return Promise.resolve({ ids: forgotten.map(({ id }) => id) });
    },
    'connections.restore': ({ ids }) => {
      const restored = forgotten.filter(({ id }) => ids.includes(id));
      connections = [...connections, ...restored];
      return Promise.resolve(restored);
    },
    'journal.list': ({ limit, before }) =>
      Promise.resolve(
        scene.journal.filter(({ sequence }) => before === undefined || sequence < before).slice(0, limit),
      ),
    'journal.verify': () => Promise.resolve({ intact: true, entries: scene.journal.length, brokenAt: null }),
    'demo.start': () => Promise.resolve(demo),
    ...different,
  });

  function becomeOpen(vault: Partial<Status['vault']>): Promise<Status['vault']> {
    status = { ...status, vault: { ...status.vault, ...vault, state: 'open', error: null } };
    return Promise.resolve(status.vault);
  }

  function revoke(id: string): Revocation {
    const revocation: Revocation = {
      id,
      outcome: 'confirmed',
      askedWith: 'introspection',
      detail: 'the token was revoked; introspection says that it is not active',
      livesUntil: null,
      revokedAt: SCENE_NOW,
      error: null,
    };
    connections = connections.map((connection) =>
      connection.id === id ? { ...connection, state: 'revoked', refreshable: false, revocation } : connection,
    );
    return revocation;
  }

  function endAttempt(end: Partial<Attempt>): Attempt {
    if (attempt === null) {
      throw new Error('No attempt is under way.');
    }
    const ended = { ...attempt, ...end };
    attempt = null;
    bridge.tell('attemptChanged', ended);
    return ended;
  }

  return {
    bridge,
    connections: () => connections,
    answerInBrowser: (connection = makeConnection({ connectedAt: SCENE_NOW })) => {
      connections = [...connections, connection];
      bridge.tell('connectionsChanged', {});
      endAttempt({ state: 'done', connectionId: connection.id });
    },
    failAttempt: (error) => {
      endAttempt({ state: 'failed', error: toErrorValue(error) });
    },
  };
}
