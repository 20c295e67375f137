import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { UseCases } from '../../src-main/contract/contract.ts';
import { toErrorValue, WalletError } from '../../src-main/wallet/wallet-error.ts';
import { en } from '../../src-renderer/messages/en.ts';
import { createFormats } from '../../src-renderer/messages/formats.ts';
import { ru } from '../../src-renderer/messages/ru.ts';
import { fileSource, textSource, type LeakPiece } from '../../src-renderer/state/leak-source.ts';
import type * as deskModule from '../../src-renderer/state/leak-desk.svelte.ts';
import { createFakeLeakDesk, type FakeLeakDesk } from '../support/fake-leak-desk.ts';
import { createFakeWallet, type FakeWallet } from '../support/fake-wallet.ts';
import { leakCase, oneOfMany } from '../support/leak-scenes.ts';
import { compileRenderer, type RendererModules } from '../support/renderer-module.ts';
import { emptyScene } from '../support/scenes.ts';

type LeakDeskState = deskModule.LeakDeskState;

let renderer: RendererModules;
let LeakDeskState: typeof deskModule.LeakDeskState;

beforeAll(async () => {
  renderer = await compileRenderer();
  ({ LeakDeskState } = await renderer.load<typeof deskModule>('state/leak-desk.svelte.ts'));
});

afterAll(() => renderer.close());

interface OpenDesk {
  readonly fake: FakeLeakDesk;
  readonly wallet: FakeWallet;
  readonly desk: LeakDeskState;
}

function openDesk(fake = createFakeLeakDesk(), different: Partial<UseCases> = {}): OpenDesk {
  const wallet = createFakeWallet(emptyScene(), { ...fake.useCases, ...different });
  fake.attach(wallet.bridge.tell);
  return { fake, wallet, desk: new LeakDeskState(wallet.bridge) };
}

const wish = { title: 'Build cache', note: '', by: 'Anna', needsApproval: false };

/** A desk with a case of ten tokens open. */
async function openCase(): Promise<OpenDesk> {
  const opened = openDesk();
  await opened.desk.draft.read([textSource('pasted text', 'a token')]);
  await opened.desk.open(wish);
  return opened;
}

async function openMany(count: number): Promise<OpenDesk> {
  const tokens = Array.from({ length: count }, (_, index) => oneOfMany(index));
  const sums = leakCase(tokens);
  const opened = openDesk(createFakeLeakDesk([], { leakCase: sums, rowAt: oneOfMany }));
  await opened.desk.show(sums);
  return opened;
}

async function piecesOf(source: { pieces(): AsyncIterable<LeakPiece> }): Promise<LeakPiece[]> {
  const pieces: LeakPiece[] = [];
  for await (const piece of source.pieces()) {
    pieces.push(piece);
  }
  return pieces;
}

describe('a source', () => {
  it('is cut into pieces that are together what it was, never through a character', async () => {
    const text = `${'x'.repeat(999_999)}🔑${'y'.repeat(1_200_000)}`;
    const pieces = await piecesOf(textSource('pasted text', text));
    expect(pieces.map((piece) => piece.text).join('') === text).toBe(true);
    expect(pieces.map(({ isLast }) => isLast)).toEqual([false, false, true]);
    expect(pieces.every((piece) => piece.text.isWellFormed())).toBe(true);
  });

  it('is read as one text though a character lies across two pieces of the file', async () => {
    const text = 'ключ'.repeat(200_001);
    const pieces = await piecesOf(fileSource('log', async () => new Blob([`x${text}`])));
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.map((piece) => piece.text).join('') === `x${text}`).toBe(true);
  });

  it('that is empty has one piece, which is empty', async () => {
    expect(await piecesOf(fileSource('empty', async () => new Blob([])))).toEqual([
      { text: '', isLast: true, share: 1 },
    ]);
  });

  it('that holds a zero is no text, and one that cannot be opened is unreadable', async () => {
    const binary = fileSource('photo', async () => new Blob([new Uint8Array([1, 0, 2])]));
    const locked = fileSource('secret', () => Promise.reject(new Error('not allowed')));
    expect((await piecesOf(binary)).map(({ skipped }) => skipped)).toEqual(['binary']);
    expect((await piecesOf(locked)).map(({ skipped }) => skipped)).toEqual(['unreadable']);
  });
});

describe('a reading', () => {
  it('that is added to during another one goes on with the same draft', async () => {
    const { fake, wallet, desk } = openDesk();
    const first = desk.draft.read([textSource('one', 'a token')]);
    await Promise.all([first, desk.draft.read([textSource('two', 'a token')])]);
    expect([...fake.read.keys()]).toEqual(['one', 'two']);
    expect(wallet.bridge.asked.filter((method) => method === 'leaks.begin')).toHaveLength(1);
    expect(desk.draft.reading).toBeNull();
    expect(desk.draft.scan?.tokenCount).toBe(10);
  });

  it('that is stopped hands over nothing more, and forgets on both sides', async () => {
    let goOn = (): void => undefined;
    const { wallet, desk } = openDesk(createFakeLeakDesk(), {
      'leaks.feed': () =>
        new Promise((resolve) => {
          goOn = () => {
            resolve({ bytes: 1, tokens: 1 });
          };
        }),
    });
    const reading = desk.draft.read([textSource('one', 'a token'), textSource('two', 'a token')]);
    await vi.waitUntil(() => wallet.bridge.asked.includes('leaks.feed'));
    await desk.draft.drop();
    goOn();
    await reading;
    expect(wallet.bridge.asked).toEqual(['leaks.begin', 'leaks.feed', 'leaks.drop']);
    expect(desk.draft.scan).toBeNull();
    expect(desk.draft.reading).toBeNull();
  });

  it('that fails says why, and the next one begins with a clean slate', async () => {
    const { desk } = openDesk(createFakeLeakDesk(), {
      'leaks.scanned': () => Promise.reject(new WalletError('leak-empty')),
    });
    await desk.draft.read([textSource('one', ' ')]);
    expect(desk.draft.error).toEqual(toErrorValue(new WalletError('leak-empty')));
    expect(desk.draft.reading).toBeNull();
  });
});

describe('the rows of a case', () => {
  it('are read page by page as they come into sight', async () => {
    const { wallet, desk } = await openMany(20_000);
    const { rows } = desk.case;
    const asked = (): number => wallet.bridge.asked.filter((method) => method === 'leaks.rows').length;
    expect(rows.total).toBe(20_000);
    expect(asked()).toBe(1);

    rows.see(15_320, 15_345);
    rows.see(15_321, 15_346);
    await vi.waitUntil(() => rows.at(15_346) !== undefined);
    expect(rows.at(15_346)?.masked).toBe(oneOfMany(15_346).masked);
    expect(rows.at(9_000)).toBeUndefined();
    expect(asked()).toBe(2);
  });

  it('stay until newer ones are there, however often the case changes', async () => {
    const { wallet, desk } = await openMany(1_000);
    const before = desk.case.rows.at(3);
    const changes = [1, 2, 3, 4, 5].map(() => desk.case.rows.refresh());
    expect(desk.case.rows.at(3)).toBe(before);
    await Promise.all(changes);
    expect(desk.case.rows.at(3)).toEqual(before);
    // The first one, one while it runs, and one for all that came in between.
    expect(wallet.bridge.asked.filter((method) => method === 'leaks.rows')).toHaveLength(3);
  });

  it('of a filter that is no longer wanted are not shown', async () => {
    const answers: (() => void)[] = [];
    const { desk } = openDesk(createFakeLeakDesk(), {
      'leaks.rows': ({ filter }) =>
        new Promise((resolve) => {
          answers.push(() => {
            resolve({ rows: [], total: filter.service === 'github' ? 2 : 1 });
          });
        }),
    });
    const showing = desk.show(leakCase([]));
    desk.case.filterService('github');
    await vi.waitUntil(() => answers.length === 2);
    answers[1]?.();
    answers[0]?.();
    await showing;
    await vi.waitUntil(() => desk.case.rows.total !== null);
    expect(desk.case.rows.total).toBe(2);
  });
});

describe('what is picked', () => {
  it('is all that the filter leaves while nothing is picked by name', async () => {
    const { desk } = await openMany(1_000);
    expect(desk.case.scope()).toEqual({ case: 1, filter: {} });
    desk.case.picks.all();
    expect(desk.case.scope()).toEqual({ case: 1, filter: {} });
    expect(desk.case.scopeCount()).toBe(1_000);
  });

  it('stays while its services are asked, and blocks nothing', async () => {
    const { desk } = openDesk(createFakeLeakDesk(), { 'leaks.ask': () => new Promise(() => undefined) });
    await desk.draft.read([textSource('pasted text', 'a token')]);
    await desk.open(wish);
    await desk.case.picks.toggle(2);
    const neverAnswered = desk.case.askServices(desk.case.scope());
    expect(desk.case.isAsking).toBe(true);
    expect(desk.case.isBusy).toBe(false);
    expect(desk.case.picks.count).toBe(1);
    expect(neverAnswered).toBeInstanceOf(Promise);
  });

  it('is named one by one when one of all is left out', async () => {
    const { desk } = await openMany(2_500);
    desk.case.picks.all();
    await desk.case.picks.toggle(7);
    const named = desk.case.scope().fingerprints;
    expect(named).toHaveLength(2_499);
    expect(named).not.toContain(oneOfMany(7).fingerprint);
  });

  it('can be a range that was never in sight', async () => {
    const { desk } = await openMany(2_500);
    desk.case.picks.startAt(10);
    await desk.case.picks.extendTo(1_909);
    expect(desk.case.picks.count).toBe(1_900);
    expect(desk.case.picks.has(oneOfMany(1_500).fingerprint)).toBe(true);
  });

  it('is nothing any more when the filter changes: nothing is done to a row that cannot be seen', async () => {
    const { desk } = await openCase();
    await desk.case.picks.toggle(2);
    desk.case.filterStates(['found']);
    expect(desk.case.picks.count).toBe(0);
    expect(desk.case.scope()).toEqual({ case: 1, filter: { states: ['found'] } });
  });
});

describe('a case', () => {
  it('shows the new sums and rows when the wallet tells of them, and keeps the details open', async () => {
    const { fake, wallet, desk } = await openCase();
    desk.case.moveTo(1);
    desk.case.openDetail();
    wallet.bridge.on('leaksChanged', (changed) => {
      desk.heard(changed);
    });
    await desk.case.revoke({ case: 1 }, undefined);
    fake.settle();
    await vi.waitUntil(() => desk.case.detail?.state === 'confirmed');
    expect(desk.case.current?.byState.confirmed).toBe(7);
    expect(desk.case.rows.at(0)?.state).toBe('confirmed');
  });

  it('steps back from the details to the table, to all rows, to the desk', async () => {
    const { desk } = await openCase();
    desk.case.openDetail();
    await desk.case.picks.toggle(0);
    desk.stepBack();
    expect(desk.case.detail).toBeNull();
    desk.stepBack();
    expect(desk.case.picks.count).toBe(0);
    desk.case.filterStates(['found']);
    desk.stepBack();
    expect(desk.case.isFiltered).toBe(false);
    desk.stepBack();
    expect(desk.case.current).toBeNull();
    expect(desk.cases).toHaveLength(1);
  });

  it('remembers who opened it for the next one, until the vault is locked', async () => {
    const { desk } = await openCase();
    expect(desk.person).toBe('Anna');
    desk.clear();
    expect(desk.person).toBe('');
    expect(desk.case.current).toBeNull();
  });
});

describe('the sum of what was found', () => {
  const sum = { tokens: 214, services: 6, sources: 3, withoutService: 12, notWhole: 3 };

  it('is one sentence in English', () => {
    expect(en.leaks.sum(sum)).toBe(
      '214 tokens of 6 services in 3 sources; 12 without a known service; 3 not whole',
    );
    expect(en.leaks.sum({ ...sum, tokens: 1, services: 1, sources: 1, withoutService: 0, notWhole: 0 })).toBe(
      '1 token of 1 service in 1 source',
    );
  });

  it('is one sentence in Russian, with its cases', () => {
    expect(ru.leaks.sum(sum)).toBe(
      '214 токенов 6 сервисов в 3 источниках; без известного сервиса: 12; не целиком: 3',
    );
    expect(
      ru.leaks.sum({ ...sum, tokens: 21, services: 1, sources: 1, withoutService: 0, notWhole: 0 }),
    ).toBe('21 токен 1 сервиса в 1 источнике');
  });

  it('writes large numbers and sizes so that they can be read', () => {
    expect(en.leaks.tokens(100_000)).toBe('100,000 tokens');
    expect(createFormats('en').bytes(1_234_567)).toBe('1.2 MB');
    expect(createFormats('ru').bytes(48_211).replaceAll(/\s/gu, ' ')).toBe('48,2 кБ');
    expect(createFormats('en').bytes(0)).toBe('0 byte');
  });
});
