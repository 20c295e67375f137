import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src-main/cli/run.ts';
import type { Fetch } from '../../src-main/wallet/ports.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { createMemoryKeychain } from '../support/memory-keychain.ts';
import { gitHubToken } from '../support/sample-tokens.ts';
import { temporaryFolder } from '../support/vault-folder.ts';

/* How commands of the leak desk end that do not end well. They run in this process: no other one, and no passphrase. */

interface Ended {
  readonly exitCode: number;
  readonly document: Readonly<Record<string, unknown>> | undefined;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | undefined;
}

interface Desk {
  readonly folder: string;
  readonly run: (...words: readonly string[]) => Promise<Ended>;
  /** Presses Ctrl+C. */
  readonly interrupt: () => void;
}

/** The terminal of one person, with a case of so many tokens of GitHub. */
async function deskWithCase(tokens: number, fetch: Fetch): Promise<Desk> {
  const folder = temporaryFolder();
  const keychain = createMemoryKeychain();
  let interrupt = (): void => undefined;
  const desk: Desk = {
    folder,
    interrupt: () => {
      interrupt();
    },
    run: async (...words) => {
      let [output, errorOutput] = ['', ''];
      const exitCode = await run({
        argv: [...words, '--json'],
        version: '0.0.0',
        writeOutput: (text) => (output += text),
        writeError: (text) => (errorOutput += text),
        writeProgress: () => undefined,
        readLine: () => Promise.resolve(''),
        onInterrupt: (work) => (interrupt = work),
        ports: () => ({
          folder: join(folder, 'home'),
          keychain,
          fetch,
          clock: systemClock,
          trustAuthority: () => undefined,
          browser: { open: () => Promise.resolve() },
          clipboard: { write: () => Promise.resolve() },
          notifier: { notify: () => undefined },
          evidenceFolder: folder,
          demo: { start: () => Promise.reject(new Error('not in this test')), running: () => null },
          about: { version: '0.0.0', host: 'terminal', systemLanguage: 'en' },
        }),
      });
      return {
        exitCode,
        document: output === '' ? undefined : (JSON.parse(output) as Ended['document']),
        error: errorOutput === '' ? undefined : (JSON.parse(errorOutput) as { error: Ended['error'] }).error,
      };
    },
  };
  const lines = Array.from({ length: tokens }, (_, index) => `token=${gitHubToken(index)}\n`);
  writeFileSync(join(folder, 'leak.log'), lines.join(''));
  await desk.run('leak', 'open', join(folder, 'leak.log'));
  return desk;
}

const nobodyThere: Fetch = () => Promise.reject(new TypeError('fetch failed'));

function isAbout(index: number, init: RequestInit | undefined): boolean {
  return [...new Headers(init?.headers).values()].some((value) => value.includes(gitHubToken(index)));
}

const alive = (): Response => Response.json({ login: 'anna', id: 1 }, { headers: { 'x-oauth-scopes': '' } });

describe('Asking about leaked tokens in the terminal', () => {
  it('fails where some are not answered for, and says how many and why', async () => {
    const { run: command } = await deskWithCase(2, (_, init) =>
      isAbout(0, init) ? Promise.resolve(alive()) : nobodyThere(''),
    );
    const { exitCode, document } = await command('leak', 'ask', '1');
    expect([exitCode, document]).toMatchObject([1, { number: 1, asked: 2, answered: 1 }]);
    expect(document?.['problems']).toEqual([expect.stringContaining('api.github.com')]);
  });

  it('keeps each answer as it comes, so that an end in the middle loses none', async () => {
    const secondAsked = Promise.withResolvers<undefined>();
    const late = Promise.withResolvers<Response>();
    const desk = await deskWithCase(2, async (_, init) => {
      if (isAbout(0, init)) {
        return alive();
      }
      secondAsked.resolve(undefined);
      return late.promise;
    });
    const asking = desk.run('leak', 'ask', '1');
    await secondAsked.promise;
    await expect.poll(() => aliveIn(desk)).toBe(1);
    late.resolve(alive());
    expect((await asking).exitCode).toBe(0);
  });
});

describe('Closing a case in the terminal', () => {
  it('names the folder that no evidence can be written into, and destroys nothing', async () => {
    const desk = await deskWithCase(1, nobodyThere);
    const file = join(desk.folder, 'leak.log');
    for (const folder of [file, join(file, 'below')]) {
      const { exitCode, error } = await desk.run('leak', 'close', '1', '--evidence', folder, '--force');
      expect([exitCode, error]).toMatchObject([2, { code: 'wrong-use' }]);
      expect(error?.message).toContain(folder);
    }
    expect((await desk.run('leak', 'show', '1')).document).toMatchObject({ state: 'open' });
  });

  it('leaves no folder behind where it is refused', async () => {
    const desk = await deskWithCase(1, nobodyThere);
    const evidence = join(desk.folder, 'new', 'evidence');
    const unfinished = await desk.run('leak', 'close', '1', '--evidence', evidence);
    expect(unfinished.error?.code).toBe('case-unfinished');
    const missing = await desk.run('leak', 'close', '7', '--evidence', evidence);
    expect(missing.error?.code).toBe('case-not-found');
    expect(existsSync(join(desk.folder, 'new'))).toBe(false);

    mkdirSync(join(desk.folder, 'new'));
    expect((await desk.run('leak', 'close', '1', '--evidence', evidence, '--force')).exitCode).toBe(0);
    expect(readdirSync(evidence).sort()).toEqual(['evidence.csv', 'evidence.html', 'evidence.json']);
  });
});

describe('Ctrl+C in the terminal', () => {
  it('ends a revocation with word that it was interrupted, and the same command goes on', async () => {
    const asked = Promise.withResolvers<undefined>();
    const answer = Promise.withResolvers<Response>();
    let isBack = false;
    const desk = await deskWithCase(1, async (_, init) => {
      asked.resolve(undefined);
      // What GitHub says to whoever revokes, and to whoever asks about what is revoked.
      return isBack ? new Response(null, { status: init?.method === 'POST' ? 202 : 401 }) : answer.promise;
    });
    const revoking = desk.run('leak', 'revoke', '1');
    await asked.promise;
    desk.interrupt();
    answer.resolve(alive());
    expect(await revoking).toMatchObject({ exitCode: 1, error: { code: 'interrupted' } });

    isBack = true;
    const resumed = await desk.run('leak', 'revoke', '1');
    expect(resumed).toMatchObject({ exitCode: 0, document: { byState: { confirmed: 1 } } });
  });

  it('waits for the answer about a token that is being revoked, and keeps it', async () => {
    const asked = Promise.withResolvers<undefined>();
    const answer = Promise.withResolvers<Response>();
    const desk = await deskWithCase(1, async (_, init) => {
      asked.resolve(undefined);
      return init?.method === 'POST' ? answer.promise : new Response(null, { status: 401 });
    });
    const revoking = desk.run('leak', 'revoke', '1');
    await asked.promise;
    desk.interrupt();
    answer.resolve(new Response(null, { status: 202 }));
    expect(await revoking).toMatchObject({ exitCode: 1, error: { code: 'interrupted' } });
    const { document } = await desk.run('leak', 'show', '1');
    expect(document).toMatchObject({ byState: { confirmed: 1, waiting: 0 } });
  });

  it('ends a scan at once', async () => {
    const desk = await deskWithCase(1, nobodyThere);
    writeFileSync(join(desk.folder, 'long.log'), 'a line of no interest\n'.repeat(500_000));
    const scanning = desk.run('leak', 'scan', join(desk.folder, 'long.log'));
    desk.interrupt();
    expect(await scanning).toMatchObject({
      exitCode: 1,
      document: undefined,
      error: { code: 'interrupted' },
    });
  });
});

it('A revocation of many that nobody confirmed names the option that does', async () => {
  const { run: command } = await deskWithCase(21, nobodyThere);
  const { error } = await command('leak', 'revoke', '1');
  expect(error).toMatchObject({ code: 'count-not-typed', hint: expect.stringContaining('--yes') as unknown });
});

async function aliveIn({ run: command }: Desk): Promise<number> {
  const { document } = await command('leak', 'show', '1');
  const tokens = document?.['tokens'] as readonly { readonly asked: { readonly alive: boolean } | null }[];
  return tokens.filter(({ asked }) => asked?.alive === true).length;
}
