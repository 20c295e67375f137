/**
 * A wallet in a process of its own, until its jobs are done or it is killed. It reads one line of JSON, what it is to do,
 * opens the vault, and begins when it reads a second line. It writes a line for each thing that it knows of: by
 * synchronous writes, so that what it has said, it has said.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createFetch } from '../../src-main/wallet/network/create-fetch.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { isWalletError } from '../../src-main/wallet/wallet-error.ts';
import type { Wallet } from '../../src-main/wallet/wallet.ts';
import { breakWallet, type Breakage } from './broken.ts';
import { openWallet, type WalletWorld } from '../support/open-wallet.ts';

export const actions = ['refresh', 'token', 'check', 'revoke', 'revoke-many'] as const;

export interface Job {
  readonly action: (typeof actions)[number];
  readonly ids: readonly string[];
  /** After the beginning. */
  readonly afterMs: number;
}

export interface Orders {
  readonly folder: string;
  /** The service's address, and the one of the proxy that stands before it. */
  readonly service: string;
  readonly proxy: string;
  readonly host: WalletWorld['host'];
  readonly breakage: Breakage | null;
  readonly jobs: readonly Job[];
}

/** What the process says. */
export type Said =
  | { readonly said: 'ready' | 'open' }
  | { readonly said: 'refreshed'; readonly id: string; readonly issuedAt: string }
  | { readonly said: 'revoked'; readonly id: string; readonly outcome: string }
  | { readonly said: 'failed'; readonly action: Job['action']; readonly code: string }
  | { readonly said: 'done' };

say({ said: 'ready' });
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const orders = JSON.parse((await lines.next()).value ?? '') as Orders;
if (orders.breakage !== null) {
  breakWallet(orders.breakage);
}
const fetch = createFetch({ proxyFor: () => Promise.resolve(null), extraCertificates: () => [] });
const wallet = await openWallet({
  ...orders,
  clock: systemClock,
  fetch: (address, init) => fetch(address.replace(orders.service, orders.proxy), init),
});
process.once('SIGTERM', () => {
  leave().catch(() => process.exit(1));
});
say({ said: 'open' });
await lines.next();
await Promise.all(orders.jobs.map((job) => work(wallet, job)));
say({ said: 'done' });
await leave();

async function leave(): Promise<void> {
  await wallet.settle();
  wallet.close();
  process.exit(0);
}

async function work(from: Wallet, job: Job): Promise<void> {
  await new Promise<void>((resolve) => systemClock.after(job.afterMs, resolve));
  try {
    await carryOut(from, job);
  } catch (error) {
    if (!isWalletError(error)) {
      throw error;
    }
    say({ said: 'failed', action: job.action, code: error.code });
  }
}

async function carryOut(from: Wallet, { action, ids }: Job): Promise<void> {
  const { useCases } = from;
  const [id = ''] = ids;
  switch (action) {
    case 'refresh': {
      const { issuedAt } = await useCases['connections.refresh']({ id });
      say({ said: 'refreshed', id, issuedAt });
      break;
    }
    case 'token':
      // Longer than any token lives here, so that it has to be renewed.
      await from.freshToken(id, 3_600_000);
      break;
    case 'check':
      await useCases['connections.check']({ id });
      break;
    case 'revoke':
      for (const { id: revoked, outcome } of await useCases['connections.revoke']({ ids: [...ids] })) {
        say({ said: 'revoked', id: revoked, outcome });
      }
      break;
    case 'revoke-many':
      await useCases['revocations.start']({ ids: [...ids] });
      break;
  }
}

function say(said: Said): void {
  writeSync(1, `${JSON.stringify(said)}\n`);
}
