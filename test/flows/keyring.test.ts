import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../src-main/wallet/secret.ts';
import { createVault } from '../../src-main/wallet/vault/create-vault.ts';
import { createOperatingSystemKeychain } from '../../src-main/wallet/vault/operating-system-keychain.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { temporaryFolder } from '../support/vault-folder.ts';

const inSession = process.env['TOKEN_WALLET_TEST_KEYRING'] === '1';
const fromHere = (name: string): string => new URL(`../support/${name}`, import.meta.url).pathname;

describe.skipIf(!inSession)(
  'A real gnome-keyring (needs test/support/with-keyring.js around the tests)',
  () => {
    it('keeps, gives back and removes an entry, and tells one that is missing', async () => {
      const keychain = createOperatingSystemKeychain('linux');
      const account = randomUUID();
      expect(await keychain.probe()).toBe('available');
      expect(await keychain.read(account)).toBeUndefined();
      await keychain.write(account, new Secret('{"ключ":"value"}'));
      await keychain.write(account, new Secret('{"ключ":"newer"}'));
      expect((await keychain.read(account))?.reveal()).toBe('{"ключ":"newer"}');
      await keychain.delete(account);
      expect(await keychain.read(account)).toBeUndefined();
      await keychain.delete(account);
    });

    it('holds the key of a vault, which opens with it and not without', async () => {
      const world = {
        folder: temporaryFolder(),
        keychain: createOperatingSystemKeychain('linux'),
        clock: createFakeClock(),
      };
      const first = createVault(world);
      await first.create('keychain');
      first.opened().write((writer) => {
        writer.put('connection', connectionRecord({}));
      });
      first.close();

      const second = createVault(world);
      onTestFinished(() => {
        second.close();
      });
      expect(await second.status()).toMatchObject({ state: 'locked', keychain: 'available', error: null });
      await second.unlock();
      expect(second.opened().readAll('connection').records).toEqual([connectionRecord({})]);
      await second.changeMethod('passphrase', new Secret('correct horse battery'));
      second.lock();
      await expect(second.unlock()).rejects.toThrow(expect.objectContaining({ code: 'passphrase-required' }));
    }, 60_000);

    it('says that it is locked, asks nobody for that, and keeps nobody waiting', () => {
      expect(answersIn([], '--lock')).toEqual({
        probe: 'locked',
        read: 'keychain-locked',
        readMissing: 'keychain-locked',
        write: 'keychain-locked',
        remove: 'keychain-locked',
        probeAgain: 'locked',
      });
    });

    it.each([
      ['the session has no Secret Service', ['--bus-only']],
      ['there is no session bus', undefined],
    ])('is unavailable when %s', (_what, options) => {
      expect(options === undefined ? answersWithoutBus() : answersIn(options)).toEqual({
        probe: 'unavailable',
        read: 'keychain-unavailable',
        readMissing: 'keychain-unavailable',
        write: 'keychain-unavailable',
        remove: 'keychain-unavailable',
        probeAgain: 'unavailable',
      });
    });
  },
);

/** What the keychain answers in a session of its own, so that no other test finds its keyring locked. */
function answersIn(options: string[], ...given: string[]): unknown {
  const command = [
    fromHere('with-keyring.js'),
    ...options,
    '--',
    process.execPath,
    fromHere('keychain-answers.ts'),
  ];
  return JSON.parse(execFileSync(process.execPath, [...command, ...given], { encoding: 'utf8' }));
}

function answersWithoutBus(): unknown {
  const env = { ...process.env, DBUS_SESSION_BUS_ADDRESS: undefined, XDG_RUNTIME_DIR: undefined };
  const output = execFileSync(process.execPath, [fromHere('keychain-answers.ts')], { env, encoding: 'utf8' });
  return JSON.parse(output);
}
