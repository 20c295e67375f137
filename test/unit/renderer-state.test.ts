import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Attempt, Server } from '../../src-main/contract/attempt.ts';
import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { InputOf } from '../../src-main/contract/contract.ts';
import type { Connection } from '../../src-main/contract/connection.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';
import type * as windowModule from '../../src-renderer/state/window-state.svelte.ts';
import { createFakeWallet, demoServer } from '../support/fake-wallet.ts';
import { compileRenderer, type RendererModules } from '../support/renderer-module.ts';
import { emptyScene, fullScene, makeConnection, type Scene } from '../support/scenes.ts';

type WindowModule = typeof windowModule;
type OpenWindow = windowModule.WindowState;

let renderer: RendererModules;
let WindowState: WindowModule['WindowState'];

beforeAll(async () => {
  renderer = await compileRenderer();
  ({ WindowState } = await renderer.load<WindowModule>('state/window-state.svelte.ts'));
});

afterAll(() => renderer.close());

/** A window as it is after its start, without the clock that only a page has. */
async function openWindow(bridge: Bridge): Promise<OpenWindow> {
  const opened = new WindowState(bridge);
  await opened.status.load();
  await opened.connections.load();
  return opened;
}

function sceneOf(...connections: Connection[]): Scene {
  return { ...emptyScene(), connections };
}

describe('the list', () => {
  it('keeps the answer that was asked for last, whichever arrives first', async () => {
    const answers: ((connections: Connection[]) => void)[] = [];
    const { bridge } = createFakeWallet(emptyScene(), {
      'connections.list': () => new Promise((resolve) => answers.push(resolve)),
    });
    const { connections } = new WindowState(bridge);
    const newer = makeConnection();
    const readings = [connections.load(), connections.load()];
    await vi.waitUntil(() => answers.length === 2);
    answers[1]?.([newer]);
    answers[0]?.([]);
    await Promise.all(readings);

    expect(connections.all).toEqual([newer]);
  });

  it('shows a row as being revoked from the click to the new list', async () => {
    const connection = makeConnection();
    const { bridge } = createFakeWallet(sceneOf(connection));
    const { connections, revoke } = await bound(bridge);
    const revoking = revoke([connection.id]);
    expect(connections.activityOf(connection)).toBe('revoking');

    await revoking;
    expect(connections.activityOf(connection)).toBeNull();
    expect(connections.find(connection.id)?.revocation?.outcome).toBe('confirmed');
  });

  it('asks for one revocation however often the key is pressed', async () => {
    const connection = makeConnection();
    const { bridge } = createFakeWallet(sceneOf(connection));
    const { revoke } = await bound(bridge);
    await Promise.all([revoke([connection.id]), revoke([connection.id])]);

    expect(bridge.asked.filter((method) => method === 'connections.revoke')).toHaveLength(1);
  });

  it('tells at the row why something could not be done', async () => {
    const connection = makeConnection();
    const failure = new WalletError('host-not-found', { host: 'sso.example' });
    const { bridge } = createFakeWallet(sceneOf(connection), {
      'connections.check': () => Promise.reject(failure),
    });
    const opened = await openWindow(bridge);
    await opened.check(connection.id);

    expect(opened.connections.problemOf(connection.id)?.code).toBe('host-not-found');
  });

  it('never acts on a picked row that the search has hidden', async () => {
    const opened = await openWindow(createFakeWallet(fullScene()).bridge);
    opened.list.pickAll();
    opened.list.query = 'calendar';

    expect(opened.list.pickedIds).toHaveLength(1);
  });

  it('moves to the next row when the current one is forgotten', async () => {
    const opened = await openWindow(createFakeWallet(fullScene()).bridge);
    const [, second, third] = opened.list.visible;
    opened.list.moveTo(second?.id ?? '');
    await opened.forget([second?.id ?? '']);

    expect(opened.list.current?.id).toBe(third?.id);
  });

  async function bound(bridge: Bridge): Promise<{
    connections: OpenWindow['connections'];
    revoke: OpenWindow['revoke'];
  }> {
    const opened = await openWindow(bridge);
    return { connections: opened.connections, revoke: (ids) => opened.revoke(ids) };
  }
});

describe('a locked vault', () => {
  it('leaves nothing of its content in the window', async () => {
    const opened = await openWindow(createFakeWallet(fullScene()).bridge);
    opened.go('journal');
    await opened.journal.load();
    opened.list.query = 'anna';
    await opened.lock();

    expect(opened.connections.all).toEqual([]);
    expect(opened.journal.entries).toBeNull();
    expect(opened.list.query).toBe('');
    expect(opened.detail.history).toBeNull();
  });
});

describe('an attempt to connect', () => {
  it('is not turned back by news that arrives late', async () => {
    const { connect, attempt } = await waiting();
    connect.heard({ ...attempt, state: 'done' });
    connect.heard({ ...attempt, state: 'exchanging' });

    expect(connect.attempt?.state).toBe('done');
  });

  it('is not ended by the end of the one that it replaced', async () => {
    const { connect, attempt } = await waiting();
    connect.heard({ ...attempt, id: '00000000-0000-4000-8000-000000000000', state: 'failed' });

    expect(connect.attempt?.state).toBe('waiting');
  });

  it('hands the client secret on and keeps none', async () => {
    const { connect, started } = await inspected({ ...demoServer, registration: false });
    expect(connect.wish.client).toBe('typed');
    connect.wish.clientId = ' my-app ';
    connect.wish.clientSecret = 'hush';
    await connect.start();

    expect(started).toMatchObject([{ clientId: 'my-app', clientSecret: 'hush' }]);
    expect(connect.wish.clientSecret).toBe('');
  });

  it('registers an app once more that was registered for fewer rights than are wanted', async () => {
    const clients = [
      { clientId: 'c-1', appName: 'Holiday prints', registeredByWallet: true, registeredScopes: ['openid'] },
    ];
    const { connect, started } = await inspected({ ...demoServer, clients });
    expect(connect.wish.client).toBe('known:c-1');
    await connect.start();
    expect(started[0]).toMatchObject({ appName: 'Holiday prints' });
    expect(started[0]).not.toHaveProperty('clientId');
  });

  it('uses a known app for what it was registered for', async () => {
    const known = { clientId: 'c-1', appName: 'Holiday prints', registeredByWallet: true };
    const clients = [{ ...known, registeredScopes: [...demoServer.scopesSuggested] }];
    const { connect, started } = await inspected({ ...demoServer, clients });
    await connect.start();
    expect(started[0]).toMatchObject({ clientId: 'c-1' });
  });

  it('drops a secret that was typed for another kind of client', async () => {
    const { connect, started } = await inspected(demoServer);
    connect.wish.client = 'typed';
    connect.wish.clientId = 'my-app';
    connect.wish.clientSecret = 'hush';
    connect.wish.client = 'register';
    await connect.start();

    expect(started).toEqual([expect.not.objectContaining({ clientId: 'my-app', clientSecret: 'hush' })]);
  });

  it('asks for the chosen rights and the typed ones, each once', async () => {
    const { connect, started } = await inspected(demoServer);
    connect.wish.toggleScope('offline_access');
    connect.wish.moreScopes = 'albums, photos.read  prints';
    await connect.start();

    expect(started[0]?.scopes).toEqual([
      'openid',
      'profile',
      'email',
      'photos.read',
      'photos.write',
      'albums',
      'prints',
    ]);
  });

  async function inspected(
    server: Server,
  ): Promise<{ connect: OpenWindow['connect']; started: InputOf<'connect.start'>[] }> {
    const started: InputOf<'connect.start'>[] = [];
    const { bridge } = createFakeWallet(emptyScene(), {
      'connect.inspect': () => Promise.resolve(server),
      'connect.start': (input) => {
        started.push(input);
        return Promise.reject(new WalletError('browser-failed'));
      },
    });
    const { connect } = await openWindow(bridge);
    connect.open();
    await connect.inspect({ issuer: server.issuer });
    return { connect, started };
  }

  async function waiting(): Promise<{ connect: OpenWindow['connect']; attempt: Attempt }> {
    const { connect } = await openWindow(createFakeWallet(emptyScene()).bridge);
    await connect.openDemo();
    await connect.start();
    if (connect.attempt === null) {
      throw new Error('The attempt has not begun.');
    }
    return { connect, attempt: connect.attempt };
  }
});
