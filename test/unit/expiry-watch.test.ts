import { beforeEach, describe, expect, it } from 'vitest';
import type { Language } from '../../src-main/contract/status.ts';
import {
  createExpiryWatch,
  type ExpiryWatch,
} from '../../src-main/wallet/connections/expiry/expiry-watch.ts';
import type { Notification } from '../../src-main/wallet/ports.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import { createServiceDirectory } from '../../src-main/wallet/services/service-directory.ts';
import type { ConnectionRecord } from '../../src-main/wallet/vault/records.ts';
import type { OpenVault } from '../../src-main/wallet/vault/vault.ts';
import { toErrorValue, WalletError } from '../../src-main/wallet/wallet-error.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { type VaultAtHand, vaultAtHand } from '../support/vault-folder.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const services = createServiceDirectory(loadCatalog());
const ids = [1, 2, 3].map((digit) => `0c6f2f5c-4f0e-4e6b-9a57-0f6a4c1f1a0${digit}`);
const [one = '', other = ''] = ids;
const attention = toErrorValue(new WalletError('refresh-refused', { host: 'a', problem: 'b' }));

let world: VaultAtHand;
let watch: ExpiryWatch;
let shown: Notification[];
let told: unknown[];
let language: Language;
/** Such as while another process writes. */
let isVaultBusy: boolean;

beforeEach(async () => {
  world = vaultAtHand();
  await world.vault.create('keychain');
  shown = [];
  told = [];
  language = 'en';
  isVaultBusy = false;
  watch = startedLater();
  return () => {
    watch.close();
  };
});

/** The watch as a window that is opened later has it. */
function startedLater(): ExpiryWatch {
  return createExpiryWatch({
    ...{ vault: { isOpen: () => world.vault.isOpen(), opened }, clock: world.clock, services },
    notifier: { notify: (notification) => shown.push(notification) },
    tell: (name, payload) => told.push([name, payload]),
    language: () => language,
  });
}

function opened(): OpenVault {
  if (isVaultBusy) {
    throw new WalletError('vault-busy');
  }
  return world.vault.opened();
}

function keep(changes: Partial<ConnectionRecord>): void {
  const record = connectionRecord({ issuedAtMs: world.clock.now(), refreshable: false, ...changes });
  world.vault.opened().write((writer) => {
    writer.put('connection', record);
  });
}

/** A connection that ends in so many hours, and nobody can prevent it. */
function keepEnding(id: string, hours: number): void {
  keep({ id, expiresAtMs: world.clock.now() + hours * HOUR_MS });
}

describe('the end of an access', () => {
  it('is told in good time, once, and a click leads to it', () => {
    keepEnding(one, 8);
    watch.begin();
    world.clock.advance(7 * HOUR_MS - 1);
    expect(shown).toEqual([]);
    world.clock.advance(60_000);
    expect(shown).toMatchObject([{ title: 'The access of Photo uploader (login.example.com) ends soon' }]);
    expect(told).toContainEqual(['connectionsChanged', {}]);
    shown[0]?.onClick();
    expect(told).toContainEqual(['connectionPointedAt', { id: one }]);

    watch.changed();
    world.clock.advance(30 * 60_000);
    watch.close();
    watch = startedLater();
    watch.begin();
    expect(shown).toHaveLength(1);
  });

  it('is told later where the vault is busy at the moment, and ends nothing else', () => {
    isVaultBusy = true;
    keepEnding(one, 1);
    watch.begin();
    world.clock.advance(50 * 60_000);
    expect(shown).toEqual([]);
    isVaultBusy = false;
    world.clock.advance(6 * 60_000);
    expect(shown).toHaveLength(1);
  });

  it('is told again where it was put off, and comes near once more', () => {
    keepEnding(one, 1 / 60);
    watch.begin();
    keepEnding(one, 8);
    watch.changed();
    world.clock.advance(8 * HOUR_MS);
    expect(shown).toHaveLength(2);
  });

  it('is noticed soon after a sleep of the computer, during which timers stand still', () => {
    keepEnding(one, 90 * 24);
    let sleptMs = 0;
    const { clock } = world;
    watch.close();
    watch = createExpiryWatch({
      ...{ vault: world.vault, services, language: () => language, tell: () => undefined },
      clock: { now: () => clock.now() + sleptMs, after: (delayMs, work) => clock.after(delayMs, work) },
      notifier: { notify: (notification) => shown.push(notification) },
    });
    watch.begin();
    sleptMs = 85 * DAY_MS;
    clock.advance(60_000);
    expect(shown).toHaveLength(1);
  });

  it('shows in the list as it comes, without another notification', () => {
    keepEnding(one, 1 / 60);
    watch.begin();
    expect(shown).toHaveLength(1);
    told.length = 0;
    world.clock.advance(2 * 60_000);
    expect(told).toEqual([['connectionsChanged', {}]]);
    expect(shown).toHaveLength(1);
  });

  it('is not told where a refresh token renews it, or where it is being taken back', () => {
    keep({ id: one, expiresAtMs: world.clock.now() + 60_000, refreshable: true });
    keep({ id: other, expiresAtMs: world.clock.now() + 60_000, revokedAtMs: world.clock.now() });
    watch.begin();
    world.clock.advance(2 * 60_000);
    expect(shown).toEqual([]);
  });
});

describe('a connection that comes to need a person', () => {
  it('is told when it does, and not when the window opens on it', () => {
    keep({ id: one, attention, refreshable: true });
    watch.begin();
    expect(shown).toEqual([]);
    keep({ id: other, attention, refreshable: true, label: 'Holiday prints' });
    watch.changed();
    world.clock.advance(5_000);
    expect(shown).toMatchObject([{ title: 'Holiday prints (login.example.com) needs your attention' }]);
    watch.changed();
    world.clock.advance(5_000);
    expect(shown).toHaveLength(1);
  });

  it('is told in the language of the person', () => {
    language = 'ru';
    watch.begin();
    keep({ id: one, attention, refreshable: true });
    watch.changed();
    world.clock.advance(5_000);
    expect(shown).toMatchObject([{ title: 'Photo uploader (login.example.com): нужно ваше внимание' }]);
  });
});

it('sums up what comes at once, and a click leads to the first', () => {
  watch.begin();
  keepEnding(one, 1 / 60);
  keep({ id: other, attention, refreshable: true });
  watch.changed();
  watch.changed();
  world.clock.advance(5_000);
  expect(shown).toMatchObject([
    { title: 'Several apps need you', text: 'Need attention: 1. Access ends soon: 1.' },
  ]);
  shown[0]?.onClick();
  expect(told.at(-1)).toEqual(['connectionPointedAt', { id: other }]);
});
