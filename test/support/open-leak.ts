import type { LeakCase } from '../../src-main/contract/leak.ts';
import type { WalletUnderTest } from './wallet-under-test.ts';

/** Opens a case of a text in the way the window does, or adds it to one. */
export async function openLeak(
  wallet: WalletUnderTest,
  text: string,
  more: { readonly service?: string; readonly case?: number; readonly needsApproval?: boolean } = {},
): Promise<LeakCase> {
  const { draft } = await wallet.do['leaks.begin']({});
  await wallet.do['leaks.feed']({ draft, source: 'pasted', text, isLast: true });
  const wish = { title: 'Support bundle', note: '', by: 'Vera', needsApproval: false };
  return wallet.do['leaks.open']({ draft, ...wish, ...more });
}
