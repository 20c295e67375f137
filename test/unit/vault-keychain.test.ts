import { describe, expect, it } from 'vitest';
import { Secret } from '../../src-main/wallet/secret.ts';
import {
  createOperatingSystemKeychain,
  type KeychainFoundation,
} from '../../src-main/wallet/vault/operating-system-keychain.ts';
import { createFakeClock } from '../support/fake-clock.ts';

type Entry = Awaited<ReturnType<KeychainFoundation['openEntry']>>;

const locked = expect.objectContaining({ code: 'keychain-locked' }) as unknown;
const unavailable = expect.objectContaining({ code: 'keychain-unavailable' }) as unknown;

/** The keychain over an entry of the library that answers as a test wants it. */
function keychainOver(given: {
  platform?: NodeJS.Platform;
  entry?: Partial<Entry>;
  keyring?: 'unlocked' | 'locked' | 'none';
  foundation?: Partial<KeychainFoundation>;
}) {
  const clock = createFakeClock();
  const entry: Entry = {
    getPassword: () => Promise.resolve(null),
    setPassword: () => Promise.resolve(),
    deleteCredential: () => Promise.resolve(true),
    ...given.entry,
  };
  const keychain = createOperatingSystemKeychain(given.platform ?? 'linux', {
    openEntry: () => Promise.resolve(entry),
    readDefaultKeyringState: () => Promise.resolve(given.keyring ?? 'unlocked'),
    after: (delayMs, work) => clock.after(delayMs, work),
    ...given.foundation,
  });
  return { keychain, clock };
}

describe('The keychain of the operating system', () => {
  it('is called what people call it', () => {
    const names = (['linux', 'darwin', 'win32'] as const).map(
      (platform) => keychainOver({ platform }).keychain.name,
    );
    expect(names).toEqual(['Secret Service', 'Keychain', 'Credential Manager']);
  });

  it.each(['linux', 'darwin', 'win32'] as const)(
    'is unavailable on %s when its library cannot be loaded',
    async (platform) => {
      const openEntry = (): Promise<never> => Promise.reject(new Error('cannot open shared object file'));
      const { keychain } = keychainOver({ platform, foundation: { openEntry } });
      expect(await keychain.probe()).toBe('unavailable');
      await expect(keychain.read('vault')).rejects.toThrow(unavailable);
      await expect(keychain.write('vault', new Secret('key'))).rejects.toThrow(unavailable);
    },
  );

  it.each([
    ['unlocked', 'available'],
    ['locked', 'locked'],
    ['none', 'unavailable'],
  ] as const)(
    'is probed on Linux without a call that could prompt: a keyring that is %s',
    async (keyring, answer) => {
      const getPassword = (): Promise<never> => Promise.reject(new Error('A probe asks for no entry.'));
      expect(await keychainOver({ keyring, entry: { getPassword } }).keychain.probe()).toBe(answer);
    },
  );

  it('does not call an entry gone that nobody could look for', async () => {
    expect(await keychainOver({ keyring: 'unlocked' }).keychain.read('vault')).toBeUndefined();
    await expect(keychainOver({ keyring: 'locked' }).keychain.read('vault')).rejects.toThrow(locked);
    await expect(keychainOver({ keyring: 'none' }).keychain.read('vault')).rejects.toThrow(unavailable);
  });

  it.each([
    ['linux', "Couldn't access platform storage: Secret Service: unlock prompt was dismissed", locked],
    ['linux', "Couldn't access platform storage: Secret Service: object locked", locked],
    ['linux', "Couldn't access platform storage: Secret Service: no result found", unavailable],
    ['linux', 'Platform failure: DBus error: Failed to connect to socket', unavailable],
    ['darwin', 'Platform failure: User interaction is not allowed.', locked],
    ['darwin', 'Platform failure: User canceled the operation.', locked],
  ] as const)('on %s takes "%s" for what it is', async (platform, message, answer) => {
    const fail = (): Promise<never> => Promise.reject(new Error(message));
    const entry = { getPassword: fail, setPassword: fail, deleteCredential: fail };
    const { keychain } = keychainOver({ platform, entry });
    await expect(keychain.read('vault')).rejects.toThrow(answer);
    await expect(keychain.write('vault', new Secret('key'))).rejects.toThrow(answer);
    await expect(keychain.delete('vault')).rejects.toThrow(answer);
  });

  it('gives up a prompt that nobody answers within a minute, and opens no second one meanwhile', async () => {
    const prompt = Promise.withResolvers<string>();
    let prompts = 0;
    const getPassword = (): Promise<string> => {
      prompts += 1;
      return prompt.promise;
    };
    const { keychain, clock } = keychainOver({ entry: { getPassword } });
    const first = keychain.read('vault');
    await settled();
    clock.advance(60_000);
    await expect(first).rejects.toThrow(locked);

    const second = keychain.read('vault');
    await settled();
    expect(prompts).toBe(1);
    prompt.resolve('the key');
    expect((await second)?.reveal()).toBe('the key');
    expect(prompts).toBe(2);
  });

  it('forgets a write that waited behind a prompt for too long', async () => {
    const prompt = Promise.withResolvers<string>();
    let writes = 0;
    const setPassword = (): Promise<void> => {
      writes += 1;
      return Promise.resolve();
    };
    const { keychain, clock } = keychainOver({ entry: { getPassword: () => prompt.promise, setPassword } });
    const read = keychain.read('vault');
    const write = keychain.write('vault', new Secret('key'));
    await settled();
    clock.advance(60_000);
    await expect(read).rejects.toThrow(locked);
    await expect(write).rejects.toThrow(locked);
    prompt.resolve('late');
    await settled();
    expect(writes).toBe(0);
  });
});

/** Lets everything go on that waits for nothing but its turn. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
