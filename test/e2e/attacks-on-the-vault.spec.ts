import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from '@playwright/test';
import { findElectron } from '../../dev/electron-binary.js';
import { electronHost, standInHost } from '../../dev/host.js';
import { Secret } from '../../src-main/wallet/secret.ts';
import { createOperatingSystemKeychain } from '../../src-main/wallet/vault/operating-system-keychain.ts';
import { filesIn } from '../support/secret-hunt.ts';
import { test } from '../support/wallet-app.ts';
import { WalletWindow } from '../support/wallet-window.ts';

/*
 * Somebody or something else has been at the vault's file or at the keychain. The window says what it found, each in its
 * own words, and touches nothing.
 */

interface Made {
  readonly home: string;
  readonly file: string;
  /** What the keychain entry is called. */
  readonly vaultId: string;
}

const keychain = createOperatingSystemKeychain();

const damages: readonly {
  readonly what: string;
  readonly words: string;
  readonly spoil: (made: Made) => unknown;
  readonly env?: NodeJS.ProcessEnv;
}[] = [
  {
    what: 'a vault file whose bytes were overwritten',
    words: 'is damaged',
    spoil: ({ file }) => {
      writeFileSync(file, Buffer.alloc(statSync(file).size, 'x'));
    },
  },
  {
    what: 'a vault file cut in half',
    words: 'is damaged',
    spoil: ({ file }) => {
      truncateSync(file, statSync(file).size / 2);
    },
  },
  {
    what: 'a vault of a newer wallet',
    words: 'written by a newer version of the wallet',
    spoil: ({ file }) => {
      const database = new DatabaseSync(file);
      database.exec('PRAGMA user_version = 999');
      database.close();
    },
  },
  {
    what: 'a keychain without the entry',
    words: 'the key of this vault is not in it',
    spoil: ({ vaultId }) => keychain.delete(vaultId),
  },
  {
    what: 'a keychain with the key of another vault',
    words: 'belongs to another vault',
    spoil: ({ vaultId }) =>
      keychain.write(vaultId, new Secret(JSON.stringify({ vault: 'another', key: 'a2V5' }))),
  },
  {
    what: 'no keychain at all',
    words: 'This computer offers no',
    spoil: () => undefined,
    env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' },
  },
];

for (const { what, words, spoil, env } of damages) {
  test(`${what} is told, and left as it is`, async ({ home, launchWallet }) => {
    const first = await launchWallet();
    await new WalletWindow(first.window).begin();
    await first.close();
    const file = join(home, 'vault.sqlite');
    await spoil({ home, file, vaultId: vaultIdIn(file) });
    const before = vaultFilesIn(home);

    const app = await launchWallet({ env: { ...env } });
    await expect(app.window.getByRole('main')).toContainText(words);
    await app.window.getByRole('button', { name: /^(Try again|Unlock)$/ }).click();
    await expect(app.window.getByRole('main')).toContainText(words);
    // The page cannot ask for more than the window offers.
    const answer = await app.window.evaluate(() =>
      (
        window as unknown as { tokenWallet: { invoke: (...asked: unknown[]) => Promise<unknown> } }
      ).tokenWallet.invoke('vault.create', { method: 'keychain' }),
    );
    expect(answer).toMatchObject({ ok: false, error: { code: 'vault-exists' } });
    await app.close();
    expect(vaultFilesIn(home)).toEqual(before);
  });
}

test('a second start ends at once, and the first window goes on', async ({ home, launchWallet }, info) => {
  const app = await launchWallet();
  await new WalletWindow(app.window).begin();
  const host = info.project.name === 'electron' ? electronHost(findElectron() ?? '') : standInHost();
  const second = spawn(host.program, [...host.options, '--home', home], { stdio: 'ignore' });
  expect(await once(second, 'exit')).toEqual([0, null]);
  if (info.project.name === 'stand-in') {
    await expect.poll(() => app.logs()).toContain('the window has come to the front');
  }
  await app.window.keyboard.press('Escape');
  await expect(app.window.getByText('No app is connected yet')).toBeVisible();
  await app.close();
});

/** Read without a trace: not even the write-ahead log that another reader would leave. */
function vaultIdIn(file: string): string {
  const database = new DatabaseSync(`file://${file}?immutable=1`, { readOnly: true });
  const { vault_id: vaultId } = database.prepare('SELECT vault_id FROM unlocking').get() ?? {};
  database.close();
  return String(vaultId);
}

/** The bytes of the vault. SQLite's index of its log is no part of it. */
function vaultFilesIn(home: string): Record<string, string> {
  const files = filesIn(home).filter(({ name }) => /^vault\.sqlite(-wal)?$/.test(name));
  return Object.fromEntries(
    files
      .filter(({ content }) => content.length > 0)
      .map(({ name, content }) => [name, content.toString('base64')]),
  );
}
