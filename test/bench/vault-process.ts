/** Measures for the bench `vault`, in a process of its own and with a keyring of its own; prints its figures as JSON. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Keychain } from '../../src-main/wallet/ports.ts';
import { Secret } from '../../src-main/wallet/secret.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { createVault } from '../../src-main/wallet/vault/create-vault.ts';
import { createOperatingSystemKeychain } from '../../src-main/wallet/vault/operating-system-keychain.ts';
import { createWallet, type Wallet } from '../../src-main/wallet/wallet.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { median, milliseconds } from './measure.ts';
import type { VaultFigures } from './vault.ts';

const connections = 10_000;
const entries = 400;
/** Of an access token as companies issue it, with a dozen claims and a signature. */
const tokenCharacters = 1_200;
const repetitions = 5;

const keychain = createOperatingSystemKeychain();
const folder = mkdtempSync(join(tmpdir(), 'token-wallet-bench-'));
try {
  const readMs = await readEntries(keychain);
  await fillVault(folder, keychain);
  const openAndListMs = median(await repeat(() => openAndList(folder, keychain)));
  const figures: VaultFigures = {
    connections,
    openAndListMs,
    perEntryKeychain: { entries, readMs },
    ratioPerEntry: readMs / entries / (openAndListMs / connections),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The other design: each token is an entry of the keychain. */
async function readEntries(of: Keychain): Promise<number> {
  const names = Array.from({ length: entries }, () => randomUUID());
  for (const name of names) {
    await of.write(name, token());
  }
  return milliseconds(async () => {
    for (const name of names) {
      if ((await of.read(name)) === undefined) {
        throw new Error('The keychain has lost an entry.');
      }
    }
  });
}

async function fillVault(at: string, key: Keychain): Promise<void> {
  const vault = createVault({ folder: at, keychain: key, clock: systemClock });
  await vault.create('keychain');
  vault.opened().write((writer) => {
    for (let index = 0; index < connections; index += 1) {
      const id = randomUUID();
      writer.put('connection', {
        ...connectionRecord({ id, label: index % 5 === 0 ? `Album ${index}` : null }),
        scopesRequested: ['openid', 'profile', 'email', 'offline_access', 'photos.read', 'photos.write'],
        scopesGranted: ['openid', 'profile', 'email', 'offline_access', 'photos.read'],
        serviceId: 'demo',
        refreshable: true,
        notes: ['fewer-scopes-granted'],
        lastCheck: {
          id,
          alive: true,
          subject: 'anna',
          scopes: ['openid', 'photos.read'],
          askedWith: 'introspection',
          checkedAt: new Date().toISOString(),
          detail: 'introspection answered active',
        },
      });
      writer.put('tokenSet', {
        id,
        accessToken: token(),
        refreshToken: token(),
        idToken: null,
        tokenType: 'bearer',
        kind: 'access',
        proofKey: null,
        refreshParameters: {},
      });
    }
  });
  vault.close();
}

/** From the locked vault to the list that the window shows, as at every start of the wallet. */
async function openAndList(at: string, key: Keychain): Promise<number> {
  const wallet = walletOver(at, key);
  const ms = await milliseconds(async () => {
    await wallet.start();
    const listed = await wallet.useCases['connections.list']({});
    if (listed.length !== connections) {
      throw new Error(`${listed.length} connections were listed.`);
    }
  });
  wallet.close();
  return ms;
}

function walletOver(at: string, key: Keychain): Wallet {
  const notInThisBench = (): Promise<never> => Promise.reject(new Error('not in this bench'));
  return createWallet({
    folder: at,
    keychain: key,
    clock: systemClock,
    fetch: notInThisBench,
    trustAuthority: () => undefined,
    browser: { open: notInThisBench },
    clipboard: { write: notInThisBench },
    notifier: { notify: () => undefined },
    evidenceFolder: at,
    demo: { start: notInThisBench, running: () => null },
    tell: () => undefined,
    about: { version: '0.0.0', host: 'terminal', systemLanguage: 'en' },
  });
}

function token(): Secret {
  return new Secret(randomBytes(tokenCharacters).toString('base64url').slice(0, tokenCharacters));
}

async function repeat(measure: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  while (times.length < repetitions) {
    times.push(await measure());
  }
  return times;
}
