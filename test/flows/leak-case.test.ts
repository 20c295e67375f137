import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { LeakCase } from '../../src-main/contract/leak.ts';
import { createLeakWorld, openCaseOf } from '../support/leak-world.ts';
import { openLeak } from '../support/open-leak.ts';
import { runningDemo } from '../support/running-demo.ts';
import { gitHubToken } from '../support/sample-tokens.ts';
import { filesIn } from '../support/secret-hunt.ts';
import { temporaryFolder } from '../support/vault-folder.ts';
import { createWalletUnderTest } from '../support/wallet-under-test.ts';

describe('A case of leaked tokens', () => {
  it('is recognised, revoked, proved dead by the records of the service, and closed', async () => {
    await using demo = await runningDemo();
    await using wallet = await createWalletUnderTest();
    await wallet.connected(demo.issuer);
    const { file } = await demo.leak({ tokens: 300, out: join(temporaryFolder(), 'leak.log') });
    const leaked = demo.truth.living().filter(({ clientId }) => clientId === 'demo-app');
    expect(leaked).toHaveLength(300);

    const opened = await openLeak(wallet, readFileSync(file, 'utf8'), { service: demo.issuer });

    await expect(wallet.do['leaks.revoke']({ case: 1 })).rejects.toMatchObject({
      code: 'count-not-typed',
      detail: { count: String(opened.tokens) },
    });
    await wallet.do['leaks.revoke']({ case: 1, typedCount: opened.tokens });
    await wallet.wallet.leaks.settled(1);
    const revoked = await wallet.do['leaks.show']({ case: 1 });
    expect(revoked.byState).toMatchObject({ confirmed: 300 });
    expect(leaked.filter(({ token }) => demo.truth.isAlive(token))).toEqual([]);

    const again = await wallet.do['leaks.revoke']({ case: 1 });
    expect(again.byState).toMatchObject({ waiting: 0, confirmed: 300 });
    const closed = await wallet.do['leaks.close']({ case: 1, by: 'Vera', force: false });
    expect(closed.state).toBe('closed');
  });

  it('says how far the asking is that comes before, and begins to count the time after it', async () => {
    await using demo = await runningDemo();
    await using wallet = await createWalletUnderTest();
    await wallet.connected(demo.issuer);
    const { file } = await demo.leak({ tokens: 60, out: join(temporaryFolder(), 'leak.log') });
    const { tokens } = await openLeak(wallet, readFileSync(file, 'utf8'), { service: demo.issuer });

    const { run } = await wallet.do['leaks.revoke']({ case: 1, typedCount: tokens });
    expect(run).toMatchObject({ state: 'running', done: 0, looking: { done: 0, total: tokens } });
    const seen: NonNullable<LeakCase['run']>[] = [];
    while (seen.at(-1)?.looking !== null) {
      await setTimeout(5);
      const now = await wallet.do['leaks.show']({ case: 1 });
      seen.push(...(now.run === null ? [] : [now.run]));
    }
    const looking = seen.filter((then) => then.looking !== null);
    expect(looking.some((then) => (then.looking?.done ?? 0) > 0)).toBe(true);
    expect(looking.every(({ done, perSecond }) => done === 0 && perSecond === null)).toBe(true);
    await wallet.wallet.leaks.settled(1);
    const { run: ended } = await wallet.do['leaks.show']({ case: 1 });
    expect(ended).toMatchObject({ state: 'idle', done: tokens, looking: null });
  });

  it('keeps its tokens sealed while it is open, and not even sealed once it is closed', async () => {
    await using demo = await runningDemo();
    await using wallet = await createWalletUnderTest();
    await wallet.connected(demo.issuer);
    const { accessToken } = await demo.issue({ login: 'boris', scopes: ['openid'] });
    await openLeak(wallet, `access_token=${accessToken}`, { service: demo.issuer });
    const sealed = sealedSecrets(wallet.folder);
    expect(sealed).toHaveLength(1);
    expect(heldIn(wallet.folder, sealed)).toBe(true);
    expect(heldIn(wallet.folder, [Buffer.from(accessToken)])).toBe(false);

    const unfinished = wallet.do['leaks.close']({ case: 1, by: 'Vera', force: false });
    await expect(unfinished).rejects.toMatchObject({ code: 'case-unfinished', detail: { count: '1' } });
    await wallet.do['leaks.close']({ case: 1, by: 'Vera', force: true });
    expect(sealedSecrets(wallet.folder)).toEqual([]);
    expect(heldIn(wallet.folder, sealed)).toBe(false);
  });

  it('calls nothing confirmed that the service only says yes to', async () => {
    await using demo = await runningDemo();
    await using wallet = await createWalletUnderTest();
    await wallet.connected(demo.issuer);
    // Of another app, and of no rehearsal: the server answers 200 to whoever wants to revoke it, and nothing dies.
    const { accessToken } = await demo.issue({ login: 'boris', scopes: ['openid', 'photos.read'] });
    const { file } = await demo.leak({ tokens: 4, out: join(temporaryFolder(), 'leak.log') });
    const text = `${readFileSync(file, 'utf8')}\naccess_token=${accessToken}\n`;
    await openLeak(wallet, text, { service: demo.issuer });
    await wallet.do['leaks.revoke']({ case: 1 });
    await wallet.wallet.leaks.settled(1);

    expect(demo.truth.isAlive(accessToken)).toBe(true);
    const { byState } = await wallet.do['leaks.show']({ case: 1 });
    expect(byState).toMatchObject({ confirmed: 4, failed: 1 });
    const failed = await wallet.do['leaks.rows']({
      case: 1,
      filter: { states: ['failed'] },
      offset: 0,
      limit: 10,
    });
    expect(failed.rows[0]).toMatchObject({ askedWith: 'userinfo', error: { code: 'still-alive' } });
  });

  it('revokes what a connection holds through the connection, so that the list shows it', async () => {
    await using demo = await runningDemo();
    await using wallet = await createWalletUnderTest();
    const connection = await wallet.connected(demo.issuer);
    const token = (await wallet.wallet.freshToken(connection.id, 0)).reveal();
    const opened = await openLeak(wallet, `Authorization: Bearer ${token}`);
    expect(opened.byState).toMatchObject({ found: 1 });
    const [row] = wallet.wallet.leaks.tokens(1);
    expect(row).toMatchObject({ connectionId: connection.id, way: 'connection', revocable: true });

    await wallet.do['leaks.revoke']({ case: 1 });
    await wallet.wallet.leaks.settled(1);
    expect(wallet.wallet.leaks.tokens(1)).toMatchObject([{ state: 'confirmed' }]);
    const { connection: after } = await wallet.do['connections.show']({ id: connection.id });
    expect(after.state).toBe('revoked');
  });

  it('knows a token that a connection had once, and counts one that is found again once', async () => {
    await using demo = await runningDemo();
    await using wallet = await createWalletUnderTest();
    const connection = await wallet.connected(demo.issuer);
    const past = (await wallet.wallet.freshToken(connection.id, 0)).reveal();
    await wallet.do['connections.refresh']({ id: connection.id });
    await openLeak(wallet, `access_token=${past}`);
    const added = await openLeak(wallet, `Authorization: Bearer ${past}`, { case: 1 });

    expect(added).toMatchObject({ number: 1, tokens: 1 });
    expect(wallet.wallet.leaks.tokens(1)).toMatchObject([
      { connectionId: connection.id, way: 'endpoint', placeCount: 2, state: 'found' },
    ]);
  });

  it('is listed when it is closed by what was counted then, and none of its tokens is read for it', async () => {
    const { leaks, vault, ...world } = await createLeakWorld(() => Promise.reject(new TypeError('offline')));
    const text = [1, 2, 3].map((index) => gitHubToken(index)).join('\n');
    await expect(openCaseOf({ leaks }, '')).rejects.toMatchObject({ code: 'leak-empty' });
    await openCaseOf({ leaks }, text);
    await world.do['leaks.leaveOut']({ case: 1, reason: 'a sample' });
    await world.do['leaks.close']({ case: 1, by: 'Vera', force: false });
    const closed = await world.do['leaks.show']({ case: 1 });
    expect(closed).toMatchObject({ tokens: 3, byState: { 'left-out': 3 }, byService: [{ tokens: 3 }] });
    await expect(world.do['leaks.revoke']({ case: 1 })).rejects.toMatchObject({ code: 'case-closed' });

    leaks.close();
    vault.opened().write((writer) => {
      writer.readAll('leakedToken', '1').records.forEach(({ id }) => {
        writer.remove('leakedToken', id);
      });
    });
    expect(await world.do['leaks.list']({})).toEqual([closed]);
  });

  it('hides a token that somebody puts into its title or its note', async () => {
    await using wallet = await createWalletUnderTest();
    const token = gitHubToken(1);
    const { draft } = await wallet.do['leaks.begin']({});
    await wallet.do['leaks.feed']({ draft, source: 'pasted', text: `GITHUB_TOKEN=${token}`, isLast: true });
    const words = { title: `Leak of ${token}`, note: `Anna pasted token=${token} into a chat` };
    const opened = await wallet.do['leaks.open']({ draft, ...words, by: 'Vera', needsApproval: false });
    expect([opened.title, opened.note]).toEqual([
      `Leak of ${opened.title.slice(8)}`,
      `Anna pasted token=${opened.title.slice(8)} into a chat`,
    ]);
    expect(opened.title).toContain('…');
    expect(JSON.stringify([opened, await wallet.do['journal.list']({ limit: 10 })])).not.toContain(token);
  });

  it('waits for a second person where one is asked for', async () => {
    await using demo = await runningDemo();
    await using wallet = await createWalletUnderTest();
    await wallet.connected(demo.issuer);
    const { accessToken } = await demo.issue({ login: 'boris', scopes: ['openid'] });
    const opened = await openLeak(wallet, `access_token=${accessToken}`, {
      service: demo.issuer,
      needsApproval: true,
    });
    expect(opened.state).toBe('needs-approval');
    const early = wallet.do['leaks.revoke']({ case: 1 });
    await expect(early).rejects.toMatchObject({ code: 'case-needs-approval' });
    const own = wallet.do['leaks.approve']({ case: 1, by: 'Vera' });
    await expect(own).rejects.toMatchObject({ code: 'case-needs-approval' });
    const approved = await wallet.do['leaks.approve']({ case: 1, by: 'Igor' });
    expect(approved).toMatchObject({ state: 'open', approvedBy: 'Igor' });

    // What is found again was approved; what is new was not.
    const again = await openLeak(wallet, `access_token=${accessToken}`, { case: 1 });
    expect(again).toMatchObject({ state: 'open', approvedBy: 'Igor' });
    const more = await openLeak(wallet, `GITHUB_TOKEN=${gitHubToken(1)}`, { case: 1 });
    expect(more).toMatchObject({ state: 'needs-approval', approvedBy: null });
  });
});

function sealedSecrets(folder: string): Buffer[] {
  const database = new DatabaseSync(join(folder, 'vault.sqlite'), { readOnly: true });
  const rows = database.prepare('SELECT sealed FROM leaked_secret').all();
  database.close();
  return rows.map((row) => Buffer.from(row['sealed'] as Uint8Array));
}

function heldIn(folder: string, secrets: readonly Buffer[]): boolean {
  return filesIn(folder).some(({ content }) => secrets.some((secret) => content.includes(secret)));
}
