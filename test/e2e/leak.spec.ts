import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { type RunningDemo, startDemo } from '../../src-main/demo/start-demo.ts';
import { createOperatingSystemKeychain } from '../../src-main/wallet/vault/operating-system-keychain.ts';
import { LeakDesk } from '../support/leak-desk.ts';
import { filesIn, findSecrets } from '../support/secret-hunt.ts';
import { seedConnections } from '../support/seed-connections.ts';
import { test } from '../support/wallet-app.ts';

const TOKENS = 1_000;

test.describe('a leak of a thousand tokens', () => {
  let demo: RunningDemo;
  let folder = '';

  test.beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'token-wallet-leak-'));
    demo = await startDemo();
  });
  // Where Electron is missing, the test was skipped before there was anything.
  test.afterEach(async () => {
    await (demo as RunningDemo | undefined)?.stop();
    if (folder !== '') {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('is pasted, recognised, revoked, proved and closed, and no token stays on the disk', async ({
    home,
    launchWallet,
  }) => {
    test.setTimeout(180_000);
    const place = { folder: home, keychain: createOperatingSystemKeychain() };
    await seedConnections(place, demo, { count: 1 });
    const before = new Set(demo.truth.living().map(({ token }) => token));
    const { file } = await demo.leak({ tokens: TOKENS, out: join(folder, 'leak.log') });
    const leaked = demo.truth
      .living()
      .map(({ token }) => token)
      .filter((token) => !before.has(token));
    expect(leaked).toHaveLength(TOKENS);

    const downloads = join(folder, 'downloads');
    const app = await launchWallet({ env: { XDG_DOWNLOAD_DIR: downloads } });
    const desk = new LeakDesk(app.window);
    await desk.open();
    await desk.paste(readFileSync(file, 'utf8'));
    expect(await desk.readSum()).toContain('1,000 tokens');
    await desk.openCase({ title: 'The build log of Friday', person: 'Vera', service: demo.issuer });
    await desk.revoke();
    await expect(desk.stateFilter('Dead, confirmed')).toContainText('1,000', { timeout: 90_000 });
    // By the service's own records, and not by what the wallet was told.
    expect(leaked.filter((token) => demo.truth.isAlive(token))).toEqual([]);
    expect([...before].every((token) => demo.truth.isAlive(token))).toBe(true);

    const evidence = filesIn(await desk.exportEvidence());
    expect(evidence.map(({ name }) => name.replace(/^.*\./, '')).toSorted()).toEqual(['csv', 'html', 'json']);
    await desk.closeCase('Vera');
    await app.close();

    const places = [...filesIn(home), ...evidence, { name: 'the log', content: Buffer.from(app.logs()) }];
    expect(tokensIn(places, new Set(leaked))).toEqual([]);
    const some = Object.fromEntries(leaked.slice(0, 10).map((token, index) => [`token ${index}`, token]));
    expect(findSecrets(some, places)).toEqual([]);
  });
});

/** The places that hold one of very many tokens in the clear. */
function tokensIn(
  places: readonly { readonly name: string; readonly content: Buffer }[],
  tokens: ReadonlySet<string>,
): readonly string[] {
  return places
    .filter(({ content }) =>
      [...content.toString('latin1').matchAll(/[\w-]{43}/g)].some(([run]) => tokens.has(run)),
    )
    .map(({ name }) => name);
}
