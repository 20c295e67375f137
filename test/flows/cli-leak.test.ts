import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseToken, LeakScan } from '../../src-main/contract/leak.ts';
import { type RunningDemo, startDemo } from '../../src-main/demo/start-demo.ts';
import { approveInDemo } from '../support/demo-browser.ts';
import { filesIn, findSecrets } from '../support/secret-hunt.ts';
import { createTerminal, type Terminal } from '../support/terminal.ts';
import { anna } from '../support/wallet-under-test.ts';

/* Each command starts a process and derives a key: what does not need one of its own is proved in leak-case.test.ts. */

const TOKENS = 120;

let demo: RunningDemo;
let folder: string;
let terminal: Terminal;
let file: string;
let leaked: readonly string[];

beforeAll(async () => {
  demo = await startDemo();
  folder = mkdtempSync(join(tmpdir(), 'token-wallet-cli-'));
  writeFileSync(join(folder, 'passphrase'), 'correct horse battery\n', { mode: 0o600 });
  terminal = createTerminal(join(folder, 'home'), '--passphrase-file', join(folder, 'passphrase'));
  ({ file } = await demo.leak({ tokens: TOKENS, out: join(folder, 'leak.log') }));
  leaked = demo.truth.living().map(({ token }) => token);
});

afterAll(async () => {
  await demo.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('A leak in the terminal', () => {
  it('is scanned without a vault, and the answer says what that means', async () => {
    const ended = await terminal.run('leak', 'scan', file);
    const scan = ended.json() as LeakScan;
    expect(ended.exitCode).toBe(0);
    expect(scan.files).toEqual({ read: 1, binary: [], unreadable: [] });
    expect(scan.notes).toContainEqual(expect.stringContaining('no open vault'));
    expect(scan.tokens.every(({ connectionId }) => connectionId === null)).toBe(true);
    expect(readdirSync(folder)).not.toContain('home');
  });

  it('becomes a case once the wallet has a client of its service', async () => {
    const connecting = terminal.start('connect', demo.issuer, '--print-url', '--scope', 'openid');
    const { authorizationUrl } = JSON.parse(await connecting.line()) as { authorizationUrl: string };
    await approveInDemo(new URL(authorizationUrl), anna);
    expect((await connecting.ended()).exitCode).toBe(0);

    const opened = await terminal.run('leak', 'open', file, '--service', demo.issuer, '--by', 'Vera');
    expect(opened.json()).toMatchObject({ number: 1, openedBy: 'Vera', state: 'open' });
  });

  it('can be killed in the middle of its revocation', async () => {
    const killed = terminal.start('leak', 'revoke', '1', '--all', '--yes');
    while (living() > TOKENS - 10) {
      await setTimeout(5);
    }
    killed.kill('SIGKILL');
    await killed.ended();
    expect(living()).toBeGreaterThan(0);
  });

  it('is begun again and revoked to the last token', async () => {
    const resumed = await terminal.run('leak', 'revoke', '1', '--all', '--yes');
    expect([resumed.exitCode, living()]).toEqual([0, 0]);
  });

  it('says of each token what is known of it', async () => {
    const { tokens } = (await terminal.run('leak', 'show', '1')).json() as { tokens: CaseToken[] };
    const cut = ['confirmed', 'accepted', 'already-dead'];
    expect(tokens.filter(({ state }) => !cut.includes(state))).toEqual([]);
    expect(tokens.filter(({ state }) => state === 'confirmed').length).toBeGreaterThan(TOKENS * 0.7);
  });

  it('is closed with evidence, and none of its tokens is left on the disk', async () => {
    const evidence = join(folder, 'evidence');
    const closed = await terminal.run('leak', 'close', '1', '--evidence', evidence, '--by', 'Vera');
    expect([closed.exitCode, closed.json()]).toMatchObject([0, { state: 'closed', evidence }]);
    expect(readdirSync(evidence).sort()).toEqual(['evidence.csv', 'evidence.html', 'evidence.json']);
    expect(readFileSync(join(evidence, 'evidence.html'), 'utf8')).not.toMatch(/<script|https?:\/\/(?!127)/);
    const secrets = Object.fromEntries(leaked.map((token, index) => [`token ${index}`, token]));
    expect(findSecrets(secrets, [...filesIn(join(folder, 'home')), ...filesIn(evidence)])).toEqual([]);
  });
});

function living(): number {
  return leaked.filter((token) => demo.truth.isAlive(token)).length;
}
