import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { InputOf } from '../../src-main/contract/contract.ts';
import type { Connection } from '../../src-main/contract/connection.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';
import { actFor, canBeRevoked, isLeftByHand, isQueued } from '../../src-renderer/state/revocation-facts.ts';
import type * as windowModule from '../../src-renderer/state/window-state.svelte.ts';
import { createFakeWallet } from '../support/fake-wallet.ts';
import { compileRenderer, type RendererModules } from '../support/renderer-module.ts';
import {
  byHandAtNotes,
  connectionByHand,
  makeRun,
  pendingConnection,
  previewOf,
  proofOf,
  queueScene,
  revocationOf,
} from '../support/scene-revocations.ts';
import { emptyScene, fullScene, makeConnection, SCENE_NOW } from '../support/scenes.ts';

type WindowModule = typeof windowModule;
type OpenWindow = windowModule.WindowState;

let renderer: RendererModules;
let WindowState: WindowModule['WindowState'];

beforeAll(async () => {
  renderer = await compileRenderer();
  ({ WindowState } = await renderer.load<WindowModule>('state/window-state.svelte.ts'));
});

afterAll(() => renderer.close());

const id = '8a1d3c5e-0000-4000-8000-000000000000';

/** A window as it is after its start, listening, without the clock that only a page has. */
async function openWindow(bridge: Bridge): Promise<OpenWindow> {
  const opened = new WindowState(bridge);
  await opened.status.load();
  await opened.connections.load();
  bridge.on('revocationsChanged', (run) => {
    opened.revocations.heard(run);
  });
  return opened;
}

describe('what can be done about a connection', () => {
  const revoked = makeConnection({ state: 'revoked', revocation: revocationOf(id) });
  const failed = makeConnection({ revocation: revocationOf(id, { outcome: 'failed' }) });
  const alreadyAsked = pendingConnection('asked', { step: 'ask' }, 'unsupported', byHandAtNotes);

  it('is one thing in each of its states', () => {
    const acts = [
      makeConnection(),
      failed,
      pendingConnection('queued'),
      pendingConnection('stopped', { attempts: 0, isStopped: true }, null),
      pendingConnection('one of many', { attempts: 0 }, null),
      connectionByHand(),
      alreadyAsked,
      revoked,
    ].map(actFor);
    expect(acts).toEqual([
      'revoke',
      'retry',
      'try-now',
      'try-now',
      'wait',
      'open-page',
      'open-page',
      'forget',
    ]);
  });

  it('is no second revocation while one is under way', () => {
    expect([makeConnection(), failed, pendingConnection('queued'), revoked].map(canBeRevoked)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('is left to a person until the service says dead', () => {
    const proven = makeConnection({ revocation: revocationOf(id, { byHand: byHandAtNotes }) });
    const accepted = makeConnection({
      state: 'revoked',
      revocation: revocationOf(id, { outcome: 'accepted', byHand: byHandAtNotes }),
    });
    expect([connectionByHand(), accepted, proven, makeConnection()].map(isLeftByHand)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('is queued only when its service was tried and not reached', () => {
    const first = pendingConnection('first', { attempts: 0 }, null);
    const stopped = pendingConnection('stopped', { isStopped: true });
    const asking = pendingConnection('asking', { step: 'ask' });
    expect([pendingConnection('queued'), first, stopped, asking].map(isQueued)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('a preview', () => {
  it('is asked for once, and again when the list has changed', async () => {
    const connection = makeConnection();
    const { bridge } = createFakeWallet({ ...emptyScene(), connections: [connection] });
    const { previews } = await openWindow(bridge);
    await Promise.all([previews.look([connection.id]), previews.look([connection.id])]);
    expect(previews.of(connection.id)?.cuts).toBe('family');
    expect(bridge.asked.filter((method) => method === 'revocations.preview')).toHaveLength(1);

    previews.becomeStale();
    expect(previews.of(connection.id)?.cuts).toBe('family');
    await previews.look([connection.id]);
    expect(bridge.asked.filter((method) => method === 'revocations.preview')).toHaveLength(2);
  });

  it('that could not be had is asked for at the next look', async () => {
    const connection = makeConnection();
    let isBusy = true;
    const { bridge } = createFakeWallet(
      { ...emptyScene(), connections: [connection] },
      {
        'revocations.preview': () =>
          isBusy ? Promise.reject(new WalletError('vault-busy')) : Promise.resolve([previewOf(connection)]),
      },
    );
    const { previews } = await openWindow(bridge);
    await previews.look([connection.id]);
    expect(previews.of(connection.id)).toBeUndefined();

    isBusy = false;
    await previews.look([connection.id]);
    expect(previews.of(connection.id)?.outcome).toBe('confirmed');
  });
});

describe('revoking several', () => {
  it('is begun as a run, of those only that can be revoked', async () => {
    const started: InputOf<'revocations.start'>[] = [];
    const rows = [makeConnection(), makeConnection(), pendingConnection('under way')];
    const { bridge } = createFakeWallet(
      { ...emptyScene(), connections: rows },
      {
        'revocations.start': (input) => {
          started.push(input);
          return Promise.resolve(makeRun({ state: 'running', total: 2, startedAt: SCENE_NOW }));
        },
      },
    );
    const opened = await openWindow(bridge);
    await opened.revoke(rows.map(({ id }) => id));

    expect(started.map(({ ids }) => ids.toSorted())).toEqual([
      rows
        .slice(0, 2)
        .map(({ id }) => id)
        .toSorted(),
    ]);
    expect(opened.revocations.isUnderWay).toBe(true);
    expect(bridge.asked).not.toContain('connections.revoke');
  });

  it('is told to be over once, and not again when the window opens later', async () => {
    const over = makeRun({ total: 3, done: 3, startedAt: SCENE_NOW });
    const { bridge } = createFakeWallet({ ...fullScene(), run: over });
    const { revocations } = await openWindow(bridge);
    await revocations.load();
    expect(revocations.isOver).toBe(false);

    bridge.tell('revocationsChanged', { ...over, state: 'running', done: 2 });
    bridge.tell('revocationsChanged', over);
    expect(revocations.isOver).toBe(true);
    revocations.dismiss();
    expect(revocations.isOver).toBe(false);
  });

  it('retries what has failed, and nothing else', async () => {
    const failed = makeConnection({ revocation: revocationOf(id, { outcome: 'failed' }) });
    const { bridge, connections } = createFakeWallet({
      ...emptyScene(),
      connections: [failed, makeConnection(), connectionByHand()],
    });
    const { revocations } = await openWindow(bridge);
    await revocations.retryFailed();

    expect(connections().filter(({ pending }) => pending !== null)).toMatchObject([{ id: failed.id }]);
  });

  it('tells what could not be asked', async () => {
    const { bridge } = createFakeWallet(fullScene(), {
      'revocations.stop': () => Promise.reject(new WalletError('vault-busy')),
    });
    const opened = await openWindow(bridge);
    await opened.revocations.stop();

    expect(opened.notice.current).toMatchObject({ kind: 'error', error: { code: 'vault-busy' } });
    opened.notice.dismiss();
  });
});

describe('what is not finished', () => {
  it('is counted, and the next try is the nearest one', async () => {
    const later = pendingConnection('later', { nextAttemptAt: '2026-11-22T17:00:00.000Z' });
    const sooner = pendingConnection('sooner', { nextAttemptAt: '2026-11-22T16:10:00.000Z' });
    const { bridge } = createFakeWallet({ ...emptyScene(), connections: [later, sooner, makeConnection()] });
    const { revocations } = await openWindow(bridge);

    expect(revocations.queued).toHaveLength(2);
    expect(revocations.unfinished).toHaveLength(2);
    expect(revocations.nextTryAt).toBe('2026-11-22T16:10:00.000Z');
  });

  it('is nothing once the vault is locked', async () => {
    const opened = await openWindow(createFakeWallet(queueScene()).bridge);
    expect(opened.revocations.unfinished).toHaveLength(4);
    await opened.lock();

    expect(opened.revocations.unfinished).toEqual([]);
    expect(opened.revocations.run).toBeNull();
  });
});

describe('a notification', () => {
  it('leads to its row through any filter, and to none that is not there', async () => {
    const opened = await openWindow(createFakeWallet(fullScene()).bridge);
    const backup = opened.list.visible.find(({ app }) => app.name === 'Backup')?.id ?? '';
    opened.list.filter = 'revoked';
    opened.go('journal');
    await opened.showConnection(backup);
    expect([opened.place, opened.list.filter, opened.list.current?.id, opened.detail.openId]).toEqual([
      'apps',
      'all',
      backup,
      backup,
    ]);

    await opened.showConnection(id);
    expect(opened.detail.openId).toBe(backup);
  });
});

describe('a proof', () => {
  it('that arrives after its page was left is not shown', async () => {
    const answers: ((proof: ReturnType<typeof proofOf>) => void)[] = [];
    const { bridge } = createFakeWallet(fullScene(), {
      'revocations.proof': () => new Promise((resolve) => answers.push(resolve)),
    });
    const { proof } = await openWindow(bridge);
    const reading = proof.open([id]);
    await vi.waitUntil(() => answers.length === 1);
    proof.close();
    answers[0]?.(proofOf([]));
    await reading;

    expect([proof.isOpen, proof.current]).toEqual([false, null]);
  });
});

describe('news while the list is being read', () => {
  it('is read once, afterwards, however often it was told', async () => {
    const answers: ((connections: Connection[]) => void)[] = [];
    const { bridge } = createFakeWallet(fullScene(), {
      'connections.list': () => new Promise((resolve) => answers.push(resolve)),
    });
    const opened = new WindowState(bridge);
    await opened.status.load();
    const readings = [opened.reload(), opened.reload(), opened.reload()];
    await vi.waitUntil(() => answers.length === 1);
    answers[0]?.([]);
    await vi.waitUntil(() => answers.length === 2);
    answers[1]?.([makeConnection()]);
    await Promise.all(readings);

    expect(answers).toHaveLength(2);
    expect(opened.connections.all).toHaveLength(1);
  });
});
