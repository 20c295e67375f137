import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { nodeOptions, youngMemory } from '../../dev/node24.js';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { createVault } from '../../src-main/wallet/vault/create-vault.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { createFileKeychain } from '../support/file-keychain.ts';
import { clientRecord } from '../support/client-record.ts';
import { tokenSetRecord } from '../support/token-set-record.ts';

const tokens = 10_000;
/** As many as the wallet has on the way to one service that keeps up. */
const atOnce = 64;
/** A computer that others use too is faster at one moment than at the next. */
const times = 5;
/** A near one: the other side of a city. */
const distanceMs = 10;

/**
 * Revoking many tokens with the wallet, against a plain loop of requests. For each token the wallet makes two calls, the
 * revocation and the introspection that proves it, so the bare loop it is compared with makes the same two.
 */
interface Compared {
  readonly tokensPerSecond: number;
  readonly bareTokensPerSecond: number;
  readonly ratio: number;
}

export interface RevokeFigures extends Compared {
  readonly tokens: number;
  /** Of each time that it was measured; the other figures are of the one in the middle. */
  readonly ratios: readonly number[];
  readonly peakRssMb: number;
  /** The bare loop without the proof, which the wallet never leaves out. */
  readonly bareRevocationOnlyPerSecond: number;
  /**
   * The same with a service that is not on this computer. On it, the figures above compare what the wallet does to seal
   * and to prove with what the service does: each has a processor to itself, and the network costs nothing.
   */
  readonly atADistance: Compared & { readonly distanceMs: number };
}

type Measured = Omit<RevokeFigures, 'tokens' | 'ratios' | 'atADistance'>;

/**
 * Demo service, wallet and bare loop are a process each. The wallet has been started before, with an empty vault, and the
 * service has answered as many requests before as either of them sends: its first ten thousand take half as long again.
 */
export async function benchRevoke(): Promise<RevokeFigures> {
  const measured: Measured[] = [];
  while (measured.length < times) {
    measured.push(await compare(0));
  }
  const inOrder = measured.toSorted((one, other) => one.ratio - other.ratio);
  const typical = inOrder[Math.floor(times / 2)] ?? (await compare(0));
  const { tokensPerSecond, bareTokensPerSecond, ratio } = await compare(distanceMs);
  return {
    tokens,
    ...typical,
    ratios: inOrder.map((one) => one.ratio),
    atADistance: { distanceMs, tokensPerSecond, bareTokensPerSecond, ratio },
  };
}

async function compare(awayMs: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'token-wallet-bench-'));
  const names = ['warming-up', 'bare-before', 'wallet', 'bare-after', 'bare-revocation'];
  const files = names.map((name) => join(folder, `${name}.json`));
  const [forWarmingUp = '', forBefore = '', forWallet = '', forAfter = '', forRevocation = ''] = files;
  const service = start('revoke-service.ts', String(awayMs), String(tokens), ...files);
  try {
    const issuer = await lineOf(service);
    await startOnce(join(folder, 'empty'), issuer);
    await fillVault(folder, issuer, JSON.parse(readFileSync(forWallet, 'utf8')) as string[]);
    await loop(issuer, forWarmingUp, 'revocation', 'introspection');
    const before = await loop(issuer, forBefore, 'revocation', 'introspection');
    const wallet = JSON.parse(await lineOf(start('revoke-wallet.ts', folder))) as Pick<
      RevokeFigures,
      'tokensPerSecond' | 'peakRssMb'
    >;
    const after = await loop(issuer, forAfter, 'revocation', 'introspection');
    // Of both runs together; a computer that others use too is faster at one time than at another.
    const bareTokensPerSecond = 2 / (1 / before + 1 / after);
    return {
      ...wallet,
      bareTokensPerSecond,
      ratio: wallet.tokensPerSecond / bareTokensPerSecond,
      bareRevocationOnlyPerSecond: await loop(issuer, forRevocation, 'revocation'),
    };
  } finally {
    service.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * The first start of a checkout takes the types out of three hundred sources, and needs memory for it that an installed
 * wallet never does; Node keeps what it made of them.
 */
async function startOnce(folder: string, issuer: string): Promise<void> {
  mkdirSync(folder);
  await fillVault(folder, issuer, []);
  await lineOf(start('revoke-wallet.ts', folder));
}

async function loop(issuer: string, file: string, ...calls: readonly string[]): Promise<number> {
  return Number(await lineOf(start('revoke-bare.ts', issuer, file, String(atOnce), ...calls)));
}

function start(program: string, ...words: readonly string[]): ChildProcess {
  const path = join(import.meta.dirname, program);
  // With the same options as `npm run cli`.
  return spawn(process.execPath, [...nodeOptions, youngMemory, path, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The first line that a process prints; rejects where it ends without one. */
async function lineOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) {
    throw new Error('There is nothing to read.');
  }
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string?];
  if (line === undefined) {
    throw new Error(`${child.spawnargs.join(' ')} ended without its figures.`);
  }
  return line;
}

/** One connection for each token, as if each had been connected by itself. */
async function fillVault(folder: string, issuer: string, accessTokens: readonly string[]): Promise<void> {
  const metadata = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as object;
  const vault = createVault({ folder, keychain: createFileKeychain(folder), clock: systemClock });
  await vault.create('keychain');
  const clientId = 'demo-app';
  const nowMs = Date.now();
  vault.opened().write((writer) => {
    for (const accessToken of accessTokens) {
      const id = writer.newConnectionId();
      writer.put(
        'connection',
        connectionRecord({
          id,
          issuer,
          serviceId: 'demo',
          serviceName: 'Demo service',
          clientId,
          scopesRequested: ['openid', 'photos.read'],
          scopesGranted: ['openid', 'photos.read'],
          connectedAtMs: nowMs,
          issuedAtMs: nowMs,
          usedAtMs: nowMs,
          expiresAtMs: nowMs + 24 * 60 * 60 * 1000,
        }),
      );
      writer.put('tokenSet', tokenSetRecord(accessToken, null, { id }));
    }
    writer.put('client', clientRecord({ issuer, clientId }));
    writer.put('server', {
      id: issuer,
      readAtMs: nowMs,
      describedService: null,
      certificateAuthority: null,
      metadata: { ...metadata },
    });
  });
  vault.close();
}
