import { describe, expect, it } from 'vitest';
import type { UseCases } from '../../src-main/contract/contract.ts';
import type { Answer } from '../../src-main/contract/error.ts';
import { createDispatcher } from '../../src-main/electron/dispatcher.ts';
import { createGuard } from '../../src-main/electron/guard.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';
import { fakeContents, invocationFrom } from '../support/fake-electron.ts';
import { fakeUseCases } from '../support/fake-use-cases.ts';

function invoke(useCases: Partial<UseCases>, method: unknown, input: unknown): Promise<Answer<unknown>> {
  const guard = createGuard();
  const page = fakeContents(1);
  guard.trust(page.asElectron);
  const dispatch = createDispatcher({ useCases: fakeUseCases(useCases), guard, log: () => undefined });
  return dispatch(invocationFrom(page), method, input);
}

describe('The dispatcher', () => {
  it('runs the use case of that name and answers with its result', async () => {
    const copied: string[] = [];
    const useCases: Partial<UseCases> = {
      'clipboard.copy': ({ text }) => {
        copied.push(text);
        return Promise.resolve({});
      },
    };
    expect(await invoke(useCases, 'clipboard.copy', { text: 'http://127.0.0.1/callback' })).toEqual({
      ok: true,
      value: {},
    });
    expect(copied).toEqual(['http://127.0.0.1/callback']);
  });

  it('gives the use case the input as the contract reads it', async () => {
    const copied: string[] = [];
    const useCases: Partial<UseCases> = {
      'clipboard.copy': ({ text }) => {
        copied.push(text);
        return Promise.resolve({});
      },
    };
    await invoke(useCases, 'clipboard.copy', { text: '  a line \n' });
    expect(copied).toEqual(['a line']);
  });

  it('answers an expected failure with its code, message and hint', async () => {
    const useCases: Partial<UseCases> = {
      'connections.list': () => Promise.reject(new WalletError('vault-locked')),
    };
    expect(await invoke(useCases, 'connections.list', {})).toMatchObject({
      ok: false,
      error: { code: 'vault-locked' },
    });
  });

  it('answers a failure that is thrown at once like one that comes later', async () => {
    const useCases: Partial<UseCases> = {
      'connections.list': () => {
        throw new WalletError('vault-locked');
      },
    };
    expect(await invoke(useCases, 'connections.list', {})).toMatchObject({ error: { code: 'vault-locked' } });
  });

  it.each([
    ['connect.cancel', {}, 'the field id of connect.cancel does not fit'],
    ['connect.inspect', { issuer: 1 }, 'the field issuer of connect.inspect does not fit'],
    ['connections.revoke', { ids: ['x'] }, 'the field ids.0 of connections.revoke does not fit'],
    ['connections.list', { all: true }, 'a field that should not be there of connections.list does not fit'],
    ['connections.list', null, 'the whole of connections.list does not fit'],
  ])('names the field of %s that does not fit', async (method, input, problem) => {
    expect(await invoke({}, method, input)).toMatchObject({
      ok: false,
      error: { code: 'bad-input', detail: { problem } },
    });
  });
});
