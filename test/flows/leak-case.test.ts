import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startDemo } from '../../src-main/demo/start-demo.ts';
import type { LeakCase } from '../../src-main/contract/leak.ts';
import { temporaryFolder } from '../support/vault-folder.ts';
import { createWalletUnderTest, type WalletUnderTest } from '../support/wallet-under-test.ts';

const case1 = { title: 'Support bundle', note: '', by: 'Vera', needsApproval: false };

async function openLeak(
  wallet: WalletUnderTest,
  text: string,
  more: { readonly service?: string; readonly case?: number } = {},
): Promise<LeakCase> {
  const { draft } = await wallet.do['leaks.begin']({});
  await wallet.do['leaks.feed']({ draft, source: 'pasted', text, isLast: true });
  return wallet.do['leaks.open']({ draft, ...case1, ...more });
}

describe('A case of leaked demo tokens', () => {
  it('is recognised, revoked, proved dead by the records of the service, and closed', async () => {
    const demo = await startDemo();
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

    const closed = await wallet.do['leaks.close']({ case: 1, by: 'Vera', force: false });
    expect(closed.state).toBe('closed');
    await demo.stop();
  });
});
