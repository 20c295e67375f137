import { lintSource } from '@secretlint/core';
import { creator as recommendedPreset } from '@secretlint/secretlint-rule-preset-recommend';
import { createHmac } from 'node:crypto';
import { scanLeak } from '../../src-main/wallet/leaks/recognise/scan-leak.ts';
import type { ScannedToken } from '../../src-main/wallet/leaks/recognise/scanned-token.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import { type LeakyFile, makeLeakyText } from './leaky-text.ts';

/** What `npm run bench -- recognise` prints. */
export interface RecogniseFigures {
  readonly bytes: number;
  readonly mbPerSecond: number;
  readonly secretlintMbPerSecond: number;
  /** How many times as fast as secretlint with its recommended preset. */
  readonly ratio: number;
  /** How many of the planted tokens were found, character by character. */
  readonly found: number;
  readonly planted: number;
  /** Tokens that were found and not planted. */
  readonly falsePositives: number;
}

const BYTES = 24 * 1024 * 1024;
/** Of 64 KB to 8 MB the size at which secretlint is fastest. */
const BYTES_PER_FILE = 256 * 1024;
/** Until all is compiled as well as it ever will be, and then until chance has evened out. */
const WARM_UP_SECONDS = 1;
const MEASURED_SECONDS = 4;

/** Finds tokens among source code and logs, and lets secretlint look for its own in the same. */
export async function benchRecognise(bytes = BYTES): Promise<RecogniseFigures> {
  const services = loadCatalog();
  const { files, planted } = makeLeakyText(services, bytes, BYTES_PER_FILE);
  const encoded = files.map(({ name, text }) => ({ name, bytes: Buffer.from(text) }));
  const size = encoded.reduce((sum, file) => sum + file.bytes.length, 0);
  let tokens: readonly ScannedToken[] = [];
  // One after the other: in turns, each would have the other's garbage to collect.
  const seconds = await secondsOf(async () => {
    tokens = await scan(encoded, services);
  });
  const secretlintSeconds = await secondsOf(() => lint(files));
  const mbPerSecond = size / 1e6 / seconds;
  const secretlintMbPerSecond = size / 1e6 / secretlintSeconds;
  const values = tokens.map(({ token }) => token.reveal());
  return {
    bytes: size,
    mbPerSecond: rounded(mbPerSecond),
    secretlintMbPerSecond: rounded(secretlintMbPerSecond),
    ratio: rounded(mbPerSecond / secretlintMbPerSecond),
    found: values.filter((value) => planted.has(value)).length,
    planted: planted.size,
    falsePositives: values.filter((value) => !planted.has(value)).length,
  };
}

/** From the bytes of the files to the list of tokens, as `leak scan` does it, fingerprints included. */
async function scan(
  files: readonly { readonly name: string; readonly bytes: Buffer }[],
  services: ReturnType<typeof loadCatalog>,
): Promise<readonly ScannedToken[]> {
  const sources = files.map(({ name, bytes }) => ({
    name,
    async *open(): AsyncGenerator<Buffer> {
      yield bytes;
    },
  }));
  const fingerprint = (token: string): string => createHmac('sha256', 'bench').update(token).digest('hex');
  return (await scanLeak(sources, { services, fingerprint })).tokens;
}

/** Secretlint is given what it takes, one text a file, decoded already, and nothing to print. */
async function lint(files: readonly LeakyFile[]): Promise<void> {
  const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: recommendedPreset }];
  for (const { name, text } of files) {
    await lintSource({
      source: { filePath: `/${name}`, content: text, contentType: 'text', ext: '.txt' },
      options: { config: { rules }, noPhysicFilePath: true },
    });
  }
}

/**
 * How long some work takes, on average: seconds of work and not of the clock, which would measure what else the computer
 * does. All of it is done in this one thread.
 */
async function secondsOf(work: () => Promise<void>): Promise<number> {
  await repeat(work, WARM_UP_SECONDS);
  return repeat(work, MEASURED_SECONDS);
}

async function repeat(work: () => Promise<void>, atLeastSeconds: number): Promise<number> {
  const before = process.threadCpuUsage();
  for (let rounds = 1; ; rounds++) {
    await work();
    const { user, system } = process.threadCpuUsage(before);
    const seconds = (user + system) / 1e6;
    if (seconds >= atLeastSeconds) {
      return seconds / rounds;
    }
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
