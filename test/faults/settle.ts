import type { RunningDemo } from '../../src-main/demo/start-demo.ts';
import { createFetch } from '../../src-main/wallet/network/create-fetch.ts';
import type { Clock } from '../../src-main/wallet/ports.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { openWallet } from '../support/open-wallet.ts';

/** Past every lease that a killed process held, and not as far as the end of a token. */
const laterMs = 3 * 60_000;
const patienceMs = 10_000;

/**
 * A wallet that is started some minutes later, without trouble, and works off what the others left. Resolves when it
 * has nothing more to do; answers with whether it came to that.
 */
export async function settle(folder: string, demo: RunningDemo): Promise<boolean> {
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + laterMs };
  const fetch = createFetch({ proxyFor: () => Promise.resolve(null), extraCertificates: () => [] });
  demo.trouble.clear();
  const wallet = await openWallet({ folder, clock, fetch, host: 'electron' });
  const { useCases } = wallet;
  const giveUpAtMs = Date.now() + patienceMs;
  try {
    await wallet.recover();
    while (Date.now() < giveUpAtMs) {
      const { state, waiting } = await useCases['revocations.run']({});
      if (state !== 'running' && waiting === 0) {
        return true;
      }
      if (state !== 'running') {
        await useCases['revocations.tryNow']({ ids: [] });
      }
      await new Promise<void>((resolve) => systemClock.after(10, resolve));
    }
    return false;
  } finally {
    await wallet.settle();
    wallet.close();
  }
}
