import { randomUUID } from 'node:crypto';
import type { Attempt, Server } from '../../src-main/contract/attempt.ts';
import type { Connection, Revocation, RevocationOutcome } from '../../src-main/contract/connection.ts';
import type { UseCases } from '../../src-main/contract/contract.ts';
import type { RevocationRun } from '../../src-main/contract/revocation.ts';
import type { RecognisedToken } from '../../src-main/contract/service.ts';
import type { Demo, Status } from '../../src-main/contract/status.ts';
import { toErrorValue, WalletError } from '../../src-main/wallet/wallet-error.ts';
import { createFakeBridge, type FakeBridge } from './fake-bridge.ts';
import { byHandAtNotes, makeRun, previewOf, proofOf, revocationOf } from './scene-revocations.ts';
import { addedConnection, after, explain, makeConnection, SCENE_NOW, type Scene } from './scenes.ts';
import { someServices } from './some-services.ts';

export const demo: Demo = {
  issuer: 'http://127.0.0.1:41234',
  api: 'http://127.0.0.1:41234/api',
  users: [
    { login: 'anna', password: 'sunflower' },
    { login: 'boris', password: 'lighthouse' },
  ],
};

const demoScopes = [
  'openid',
  'profile',
  'email',
  'offline_access',
  'photos.read',
  'photos.write',
  'messages.read',
  'account.delete',
  'perpetual',
];

export const demoServer: Server = {
  issuer: demo.issuer,
  name: 'Demo photo service',
  registration: true,
  pkceAdvertised: true,
  scopesSupported: demoScopes,
  // One of them nobody has explained, as it is with most services.
  scopesKnown: explain(demoScopes),
  scopesSuggested: demoScopes.slice(0, 6),
  flows: ['browser', 'manual', 'device'],
  serviceId: 'demo',
  redirectUri: 'http://127.0.0.1/callback',
  revocation: true,
  introspection: true,
  userinfo: true,
  clients: [],
};

/** What the form of a personal access token tells. */
export const recognisedToken: RecognisedToken = {
  masked: 'ghp_…3fQa',
  candidates: [
    {
      serviceId: 'github',
      serviceName: 'GitHub',
      kind: 'personal',
      name: 'Personal access token (classic)',
      checksum: 'fits',
      distinctive: true,
    },
  ],
  claims: null,
};

/** How a connection waits that a run has not come to. */
const turnComes = { step: 'revoke', attempts: 0, nextAttemptAt: SCENE_NOW, isStopped: false } as const;

function serverOf(serviceId: string | undefined, host?: string): Server {
  const service = someServices.find(({ id }) => id === serviceId);
  return service === undefined
    ? demoServer
    : {
        ...demoServer,
        issuer: `https://${host ?? `${service.id}.example`}`,
        name: service.name,
        serviceId: service.id,
        registration: false,
      };
}

function deviceOf(issuer: string): NonNullable<Attempt['device']> {
  const verificationUri = `${issuer}/device`;
  return {
    userCode: 'WDJB-MJHT',
    verificationUri,
    verificationUriComplete: `${verificationUri}?user_code=WDJB-MJHT`,
  };
}

/**
 * A wallet of plain values that behaves as the contract says: what is revoked is revoked in the next list, what is
 * forgotten can be restored. For tests of the window alone; the real wallet has its own.
 */
export interface FakeWallet {
  readonly bridge: FakeBridge;
  readonly connections: () => readonly Connection[];
  /** Lets the person answer in the browser: the attempt is done and its connection is in the list. */
  readonly answerInBrowser: (connection?: Connection) => void;
  /** Lets the run under way go on by these outcomes; it is over when each of its connections has one. */
  readonly advanceRun: (...outcomes: readonly RevocationOutcome[]) => void;
  /** Lets the attempt under way fail. */
  readonly failAttempt: (error: WalletError) => void;
}

export function createFakeWallet(scene: Scene, different: Partial<UseCases> = {}): FakeWallet {
  let status: Status = scene.status;
  let connections = [...scene.connections];
  let forgotten: Connection[] = [];
  let attempt: Attempt | null = null;
  let run = scene.run ?? makeRun();

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
    'services.list': () => Promise.resolve([...someServices]),
    'connect.findByApi': ({ address }) =>
      Promise.resolve({
        resource: address,
        issuers: ['https://login.example', 'https://partners.example'],
        scopes: ['photos.read'],
      }),
    'connect.inspect': ({ service, host }) => Promise.resolve(serverOf(service, host)),
    'connect.start': ({ service, flow = 'browser' }) => {
      const { name, issuer } = serverOf(service);
      attempt = {
        id: randomUUID(),
        state: 'waiting',
        flow,
        address: flow === 'manual' ? `${issuer}/authorize?client_id=c-7f31&state=${'s'.repeat(43)}` : null,
        device: flow === 'device' ? deviceOf(issuer) : null,
        service: { name, issuer },
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
    'connect.answer': () =>
      attempt === null
        ? Promise.reject(new WalletError('attempt-not-found'))
        : Promise.resolve({ ...attempt, state: 'exchanging' }),
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
    'connections.revoke': ({ ids }) => Promise.resolve(ids.map((id) => revoke(id))),
    'revocations.preview': ({ ids }) =>
      Promise.resolve(connections.filter(({ id }) => ids.includes(id)).map(previewOf)),
    'revocations.start': ({ ids }) => {
      for (const id of ids) {
        change(id, { state: 'revoking', pending: turnComes });
      }
      bridge.tell('connectionsChanged', {});
      return becomeRun({ ...makeRun(), state: 'running', total: ids.length, startedAt: SCENE_NOW });
    },
    'revocations.run': () => Promise.resolve(run),
    'revocations.stop': () => {
      for (const { id, pending } of connections.filter(({ pending }) => pending?.attempts === 0)) {
        change(id, { pending: pending === null ? null : { ...pending, isStopped: true } });
      }
      bridge.tell('connectionsChanged', {});
      return becomeRun({ ...run, state: 'stopped' });
    },
    'revocations.resume': () => {
      for (const { id, pending } of connections.filter(({ pending }) => pending?.isStopped === true)) {
        change(id, { pending: pending === null ? null : { ...pending, isStopped: false } });
      }
      bridge.tell('connectionsChanged', {});
      return becomeRun({ ...run, state: run.total > run.done ? 'running' : 'idle' });
    },
    'revocations.tryNow': ({ ids }) => {
      for (const { id, pending } of connections) {
        if (pending !== null && (ids.length === 0 || ids.includes(id))) {
          revoke(id);
        }
      }
      bridge.tell('connectionsChanged', {});
      return Promise.resolve(run);
    },
    'revocations.giveUp': ({ ids }) => {
      for (const id of ids) {
        change(id, { state: 'active', pending: null, revocation: null });
      }
      bridge.tell('connectionsChanged', {});
      return Promise.resolve(run);
    },
    'revocations.openPage': ({ id }) => {
      const page = connections.find((one) => one.id === id)?.revocation?.byHand?.page ?? '';
      change(id, { state: 'revoking', pending: { ...turnComes, step: 'ask', nextAttemptAt: after(15_000) } });
      bridge.tell('connectionsChanged', {});
      return Promise.resolve({ page });
    },
    'revocations.proof': ({ ids }) =>
      Promise.resolve(proofOf(connections.filter(({ id }) => ids.includes(id)))),
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
    'connections.rename': ({ id, label }) => {
      connections = connections.map((connection) =>
        connection.id === id ? { ...connection, label: label === '' ? null : label } : connection,
      );
      const renamed = connections.find((connection) => connection.id === id);
      return renamed === undefined
        ? Promise.reject(new WalletError('connection-not-found', { id }))
        : Promise.resolve(renamed);
    },
    'tokens.recognise': () => Promise.resolve(recognisedToken),
    'tokens.add': ({ label }) => {
      const added = { ...addedConnection(), label: label ?? null, connectedAt: SCENE_NOW };
      connections = [...connections, added];
      return Promise.resolve([added]);
    },
    'servers.forget': ({ issuer }) =>
      Promise.resolve({
        outcome: 'done',
        ids: connections.filter(({ service }) => service.issuer === issuer).map(({ id }) => id),
      }),
    'journal.list': ({ limit, before }) =>
      Promise.resolve(
        scene.journal.filter(({ sequence }) => before === undefined || sequence < before).slice(0, limit),
      ),
    'journal.verify': () => Promise.resolve({ intact: true, entries: scene.journal.length, brokenAt: null }),
    // No case: what a test wants of the leak desk it brings with it.
    'leaks.list': () => Promise.resolve([]),
    'demo.start': () => Promise.resolve(demo),
    ...different,
  });

  function becomeOpen(vault: Partial<Status['vault']>): Promise<Status['vault']> {
    status = { ...status, vault: { ...status.vault, ...vault, state: 'open', error: null } };
    return Promise.resolve(status.vault);
  }

  function change(id: string, different: Partial<Connection>): void {
    connections = connections.map((one) => (one.id === id ? { ...one, ...different } : one));
  }

  function becomeRun(next: RevocationRun): Promise<RevocationRun> {
    run = next;
    return Promise.resolve(run);
  }

  function revoke(id: string, outcome: RevocationOutcome = 'confirmed'): Revocation {
    const revocation = revocationOf(id, {
      outcome,
      byHand: outcome === 'unsupported' ? byHandAtNotes : null,
      error:
        outcome === 'failed' ? toErrorValue(new WalletError('still-alive', { host: 'demo.example' })) : null,
    });
    const isOver = outcome !== 'failed' && outcome !== 'unsupported';
    change(id, {
      ...(isOver ? { state: 'revoked', refreshable: false } : { state: 'active' }),
      pending: null,
      revocation,
    });
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
    advanceRun: (...outcomes) => {
      const next = connections.filter(({ pending }) => pending?.attempts === 0);
      const ended = next.slice(0, outcomes.length);
      for (const [index, { id }] of ended.entries()) {
        const outcome = outcomes[index] ?? 'confirmed';
        revoke(id, outcome);
        run = {
          ...run,
          done: run.done + 1,
          byOutcome: { ...run.byOutcome, [outcome]: run.byOutcome[outcome] + 1 },
        };
      }
      run = { ...run, state: run.done === run.total ? 'idle' : run.state };
      bridge.tell('connectionsChanged', {});
      bridge.tell('revocationsChanged', run);
    },
    failAttempt: (error) => {
      endAttempt({ state: 'failed', error: toErrorValue(error) });
    },
  };
}
