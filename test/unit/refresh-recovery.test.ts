import { beforeEach, describe, expect, it } from 'vitest';
import {
  createRefreshRecovery,
  type RefreshRecovery,
} from '../../src-main/wallet/connections/refresh/recover-refreshes.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { type VaultAtHand, vaultAtHand } from '../support/vault-folder.ts';

const HOUR_SECONDS = 60 * 60;

let world: VaultAtHand;
/** By how much somebody has set the clock. What waits by a timer does not notice. */
let setByMs: number;
let recovery: RefreshRecovery;
/** Which were presented, in order. */
let presented: string[];
/** What the service says of each; the others are answered, and lost no more. */
let failures: Map<string, WalletError>;

const busy = (seconds: number): WalletError =>
  new WalletError('service-busy', { host: 'busy.example', retryAfterSeconds: String(seconds) });
const unreachable = new WalletError('service-unreachable', { host: 'away.example' });

beforeEach(async () => {
  const clock = createFakeClock();
  setByMs = 0;
  world = vaultAtHand({ clock: { ...clock, now: () => clock.now() + setByMs } });
  presented = [];
  failures = new Map();
  await world.vault.create('keychain');
  keep('quiet', 'restful', 'well');
  recovery = createRefreshRecovery(world, present, () => 1);
  return () => {
    recovery.close();
  };
});

function keep(...ids: readonly string[]): void {
  world.vault.opened().write((writer) => {
    for (const id of ids) {
      const refreshBegunAtMs = id === 'well' ? null : 1;
      writer.put('connection', connectionRecord({ id, refreshable: true, refreshBegunAtMs }));
    }
  });
}

async function present(id: string): Promise<ReturnType<typeof connectionRecord>> {
  presented.push(id);
  const failure = failures.get(id);
  if (failure !== undefined) {
    throw failure;
  }
  const record = connectionRecord({ id, refreshable: true, refreshBegunAtMs: null });
  world.vault.opened().write((writer) => {
    writer.put('connection', record);
  });
  return Promise.resolve(record);
}

async function pass(seconds: number): Promise<readonly string[]> {
  presented = [];
  for (let passed = 0; passed < seconds; passed += 60) {
    world.clock.advance(Math.min(60, seconds - passed) * 1000);
    // What a try says of the next one is heard before the time goes on.
    await new Promise(setImmediate);
  }
  return presented;
}

describe('refreshes whose answers are lost', () => {
  it('are presented again, all of them and no other', async () => {
    await recovery.recover();
    expect(presented).toEqual(['quiet', 'restful']);
    expect(await pass(24 * HOUR_SECONDS)).toEqual([]);
  });

  it('do not wait for a service that wants to be left alone by another', async () => {
    failures.set('restful', busy(24 * HOUR_SECONDS)).set('quiet', unreachable);
    await recovery.recover();
    failures.delete('quiet');
    expect(await pass(10)).toEqual(['quiet']);
    expect(await pass(24 * HOUR_SECONDS - 60)).toEqual([]);
    failures.delete('restful');
    expect(await pass(120)).toEqual(['restful']);
  });

  it('are tried less and less often, and a quarter of an hour apart at most', async () => {
    failures.set('quiet', unreachable);
    await recovery.recover();
    expect((await pass(HOUR_SECONDS)).length).toBeLessThan(16);
    expect((await pass(HOUR_SECONDS)).length).toBe(4);
  });

  it('are waited for from the failure on, as long as its service wishes', async () => {
    recovery.soon('restful', busy(HOUR_SECONDS));
    recovery.soon('well', unreachable);
    expect(await pass(HOUR_SECONDS - 60)).toEqual([]);
    expect(await pass(120)).toEqual(['restful']);
  });

  it('wait no longer, and no shorter, where the clock is set back meanwhile', async () => {
    recovery.soon('restful', busy(HOUR_SECONDS));
    await pass(HOUR_SECONDS / 2);
    setByMs = -365 * 24 * HOUR_SECONDS * 1000;
    expect(await pass(HOUR_SECONDS / 2 - 60)).toEqual([]);
    expect(await pass(120)).toEqual(['restful']);
  });

  it('are not put off by the time that the computer sleeps', async () => {
    recovery.soon('restful', busy(HOUR_SECONDS));
    setByMs = HOUR_SECONDS * 1000;
    expect(await pass(120)).toEqual(['restful']);
  });

  it('wait for nothing once the vault is locked', async () => {
    failures.set('quiet', unreachable);
    await recovery.recover();
    recovery.close();
    expect(await pass(HOUR_SECONDS)).toEqual([]);
  });
});
