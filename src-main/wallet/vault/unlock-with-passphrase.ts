import type { KeyObject } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../ports.ts';
import type { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import { inTransaction } from './database.ts';
import { Leases } from './leases.ts';
import { delayAfterMs, noAttempts, waitBeforeAttemptMs, withOneMoreWrong } from './passphrase-delay.ts';
import { openWithPassphrase, type PassphraseSeal } from './passphrase.ts';
import { readUnlocking, writeUnlocking } from './unlocking.ts';
import { waitForLease } from './wait-for-lease.ts';

/** Longer than one attempt takes on a slow and busy computer; a process that was killed in it holds up others so long. */
const ATTEMPT_MS = 10_000;
/** Some dozens of commands that a script starts together have their turns within this time. */
const WAIT = { pollMs: 100, patienceMs: 30_000 };

/**
 * The vault's key, opened with a passphrase.
 *
 * Rejects with `passphrase-required`, `passphrase-wrong`, `passphrase-throttled`. The attempt is written down as a wrong
 * one before it is tried: neither killing the process nor trying in many at once gives more guesses. Until it is known
 * what it was, other processes wait for it and are not told of a wrong passphrase that perhaps was none.
 */
export async function unlockWithPassphrase(
  database: DatabaseSync,
  file: string,
  clock: Clock,
  passphrase: Secret | undefined,
): Promise<KeyObject> {
  if (passphrase === undefined) {
    throw new WalletError('passphrase-required');
  }
  const leases = new Leases(database, clock);
  // Until no other process has an attempt under way. The delay after wrong ones is no matter of this.
  const turn = await waitForLease(clock, WAIT, () => leases.acquire('passphrase', ATTEMPT_MS));
  try {
    const { seal, vaultId, wrong } = reserveAttempt(database, file, clock);
    const key = await openWithPassphrase(seal, vaultId, passphrase);
    if (key === undefined) {
      throw new WalletError('passphrase-wrong', { seconds: inSeconds(delayAfterMs(wrong)) });
    }
    inTransaction(database, () => {
      writeUnlocking(database, { ...readUnlocking(database, file), attempts: noAttempts });
    });
    return key;
  } finally {
    turn.release();
  }
}

function reserveAttempt(
  database: DatabaseSync,
  file: string,
  clock: Clock,
): { seal: PassphraseSeal; vaultId: string; wrong: number } {
  return inTransaction(database, () => {
    const unlocking = readUnlocking(database, file);
    if (unlocking.seal === null) {
      // Another process has just moved the key into the keychain.
      throw new WalletError('vault-busy');
    }
    const waitMs = waitBeforeAttemptMs(unlocking.attempts, clock.now());
    if (waitMs > 0) {
      throw new WalletError('passphrase-throttled', { seconds: inSeconds(waitMs) });
    }
    const attempts = withOneMoreWrong(unlocking.attempts, clock.now());
    writeUnlocking(database, { ...unlocking, attempts });
    return { seal: unlocking.seal, vaultId: unlocking.vaultId, wrong: attempts.wrong };
  });
}

function inSeconds(ms: number): string {
  return String(Math.ceil(ms / 1_000));
}
