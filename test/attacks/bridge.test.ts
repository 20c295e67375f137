import { beforeEach, describe, expect, it } from 'vitest';
import { methods } from '../../src-main/contract/contract.ts';
import type { UseCases } from '../../src-main/contract/contract.ts';
import type { Answer } from '../../src-main/contract/error.ts';
import type { IpcMainInvokeEvent } from 'electron';
import { createDispatcher } from '../../src-main/electron/dispatcher.ts';
import { createGuard } from '../../src-main/electron/guard.ts';
import { Secret } from '../../src-main/wallet/secret.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';
import {
  destroyedFrame,
  fakeContents,
  type FakeContents,
  fakeFrame,
  invocationFrom,
} from '../support/fake-electron.ts';
import { fakeUseCases } from '../support/fake-use-cases.ts';

/*
 * The bridge as somebody meets it who has taken over the page: the real guard and the real dispatcher, with the wallet
 * behind them replaced by one that writes down whether it was reached.
 */

const CANARY = 'canary-7d1e0b5a';

let reached: string[];
let logged: string[];
let page: FakeContents;
let dispatch: (event: IpcMainInvokeEvent, method: unknown, input: unknown) => Promise<Answer<unknown>>;

function standBefore(answers: Partial<UseCases> = {}): void {
  const guard = createGuard();
  page = fakeContents(1);
  guard.trust(page.asElectron);
  const watched = Object.fromEntries(
    Object.entries(fakeUseCases(answers)).map(([name, useCase]) => [
      name,
      (input: never) => {
        reached.push(name);
        return (useCase as (input: never) => Promise<unknown>)(input);
      },
    ]),
  );
  dispatch = createDispatcher({
    useCases: watched as unknown as UseCases,
    guard,
    log: (line) => logged.push(line),
  });
}

beforeEach(() => {
  reached = [];
  logged = [];
  standBefore({ 'connections.list': () => Promise.resolve([]) });
});

/** Everything that could leave: the answer as it would be sent, and the log. */
function leaked(answer: Answer<unknown>): string {
  return JSON.stringify(structuredClone(answer)) + logged.join('\n');
}

const badInput = { ok: false, error: { code: 'bad-input' } };

describe('Somebody else who asks', () => {
  it('is told apart from the window, which is answered', async () => {
    expect(await dispatch(invocationFrom(page), 'connections.list', {})).toEqual({ ok: true, value: [] });
  });

  it.each([
    ['a page of the web', fakeFrame({ origin: 'https://evil.example' })],
    ['a page whose host begins like ours', fakeFrame({ origin: 'app://wallet.evil' })],
    ['a page without an origin', fakeFrame({ origin: 'null' })],
    ['a frame within our page', fakeFrame({ parent: fakeFrame() })],
    ['a foreign frame within our page', fakeFrame({ parent: fakeFrame(), origin: 'https://evil.example' })],
    ['a frame that has navigated away', null],
    ['a frame that is destroyed', destroyedFrame()],
  ])('is refused: %s', async (_, frame) => {
    expect(await dispatch(invocationFrom(page, frame), 'connections.list', {})).toMatchObject(badInput);
    expect(reached).toEqual([]);
  });

  it('is refused: another window, even one with our address', async () => {
    expect(await dispatch(invocationFrom(fakeContents(2)), 'connections.list', {})).toMatchObject(badInput);
    expect(reached).toEqual([]);
  });

  it('is refused: a window that is gone, whose number came again', async () => {
    page.destroy();
    expect(await dispatch(invocationFrom(fakeContents(1)), 'connections.list', {})).toMatchObject(badInput);
    expect(reached).toEqual([]);
  });
});

describe('A method that the contract does not have', () => {
  it.each([
    'connections.steal',
    'CONNECTIONS.LIST',
    'connections.list ',
    '',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    undefined,
    null,
    0,
    ['connections.list'],
    { toString: () => 'connections.list' },
    Symbol.iterator,
  ])('is refused: %o', async (method) => {
    expect(await dispatch(invocationFrom(page), method, {})).toMatchObject(badInput);
    expect(reached).toEqual([]);
  });

  it('is not called by its name in the refusal', async () => {
    expect(leaked(await dispatch(invocationFrom(page), CANARY, {}))).not.toContain(CANARY);
  });
});

describe('An input that does not fit', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;

  it.each([
    ['connections.list', undefined],
    ['connections.list', null],
    ['connections.list', 'text'],
    ['connections.list', { more: 1 }],
    ['connections.list', circle],
    ['connections.show', {}],
    ['connections.show', { id: 'not a uuid' }],
    ['connections.show', { id: "' or 1=1 --" }],
    ['connections.show', { id: ['7b0f6e9e-1f6a-4c59-8e0a-6f1f5d1c2b3a'] }],
    ['connections.show', Object.create({ id: 1 })],
    ['connections.revoke', { ids: 'all' }],
    ['connections.revoke', { ids: [null] }],
    ['connections.revoke', { ids: { length: 1, 0: 'x' } }],
    ['connect.inspect', { issuer: 'x'.repeat(2_001) }],
    ['connect.inspect', { issuer: { toString: 'x' } }],
    ['connect.start', { issuer: 'https://example.org', scopes: 'openid' }],
    ['connect.start', { issuer: 'https://example.org', scopes: [], redirectUri: 'https://evil.example' }],
    ['vault.create', { method: 'none' }],
    ['vault.unlock', { passphrase: 'x'.repeat(1_001) }],
    ['settings.change', { language: '../../etc/passwd' }],
    ['journal.list', { limit: 1e9 }],
    ['journal.list', { limit: Number.NaN }],
    ['clipboard.copy', { text: () => 'x' }],
  ])('of %s never reaches the wallet: %o', async (method, input) => {
    expect(await dispatch(invocationFrom(page), method, input)).toMatchObject(badInput);
    expect(reached).toEqual([]);
  });

  it('is refused for its size alone, of every method', async () => {
    const large = { ids: new Array(100_000).fill('7b0f6e9e-1f6a-4c59-8e0a-6f1f5d1c2b3a') };
    for (const method of Object.keys(methods)) {
      expect(await dispatch(invocationFrom(page), method, large)).toMatchObject({
        error: { detail: { problem: `the input of ${method} is too large` } },
      });
    }
    expect(reached).toEqual([]);
  });

  it.each([
    ['as a value of the wrong kind', 'vault.unlock', { passphrase: [CANARY] }],
    ['as a value that is too long', 'vault.unlock', { passphrase: CANARY.repeat(100) }],
    ['as a key', 'vault.unlock', { [CANARY]: true }],
    ['as the whole', 'vault.unlock', CANARY],
    ['deep within', 'connections.revoke', { ids: [{ [CANARY]: CANARY }] }],
  ])('is not repeated in the refusal: a secret %s', async (_, method, input) => {
    const answer = await dispatch(invocationFrom(page), method, input);
    expect(answer).toMatchObject(badInput);
    expect(leaked(answer)).not.toContain(CANARY);
  });

  it('changes nothing about objects at large', async () => {
    const input: unknown = JSON.parse(
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}',
    );
    await dispatch(invocationFrom(page), 'connections.list', input);
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('A wallet that says too much', () => {
  const demo = { issuer: 'http://127.0.0.1:1', api: 'http://127.0.0.1:1', users: [] };

  it.each([
    ['a field beside the others', { ...demo, accessToken: CANARY }],
    ['a field deep within', { ...demo, users: [{ login: 'a', password: 'b', token: CANARY }] }],
    ['a value of another kind', { ...demo, users: CANARY }],
    ['something else altogether', CANARY],
    ['a secret in place of a text', { ...demo, issuer: new Secret(CANARY) }],
  ])('is silenced: %s', async (_, output) => {
    standBefore({ 'demo.start': () => Promise.resolve(output as typeof demo) });
    const answer = await dispatch(invocationFrom(page), 'demo.start', {});
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal', detail: {} } });
    expect(leaked(answer)).not.toContain(CANARY);
    expect(logged).toHaveLength(1);
  });

  it('cannot change an answer after it was looked at', async () => {
    let looks = 0;
    const shifty = {
      ...demo,
      get issuer() {
        looks += 1;
        return looks === 1 ? demo.issuer : CANARY;
      },
    };
    standBefore({ 'demo.start': () => Promise.resolve(shifty) });
    const answer = await dispatch(invocationFrom(page), 'demo.start', {});
    expect(answer).toMatchObject({ ok: true });
    expect(leaked(answer)).not.toContain(CANARY);
  });

  it.each([
    ['an error with a token in its message', new Error(`401 for Bearer ${CANARY}`)],
    ['one with a token in its cause', new Error('refused', { cause: new Error(CANARY) })],
    ['one with a token in a field', Object.assign(new Error('refused'), { body: { access_token: CANARY } })],
    ['a thrown text', CANARY],
    ['a thrown object', { message: CANARY, code: CANARY }],
  ])('is silenced: %s', async (_, error) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what is no Error can be thrown as well
    standBefore({ 'connections.list': () => Promise.reject(error) });
    const answer = await dispatch(invocationFrom(page), 'connections.list', {});
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal', detail: {} } });
    expect(leaked(answer)).not.toContain(CANARY);
  });

  it('keeps the cause of an expected failure to itself', async () => {
    const cause = new Error(`invalid_grant for ${CANARY}`);
    standBefore({ 'connections.list': () => Promise.reject(new WalletError('vault-locked', {}, { cause })) });
    const answer = await dispatch(invocationFrom(page), 'connections.list', {});
    expect(answer).toMatchObject({ error: { code: 'vault-locked' } });
    expect(Object.keys((answer as { error: object }).error).sort()).toEqual([
      'code',
      'detail',
      'hint',
      'message',
    ]);
    expect(leaked(answer)).not.toContain(CANARY);
  });
});
