/**
 * The wallet in a process of its own, which takes back every connection of a vault: `revoke-wallet.ts FOLDER`.
 * Prints how many per second, and the most memory that it had.
 */
import { createFetch } from '../../src-main/wallet/network/create-fetch.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { openWallet } from '../support/open-wallet.ts';

const [folder = ''] = process.argv.slice(2);
const fetch = createFetch({ proxyFor: () => Promise.resolve(null), extraCertificates: () => [] });
const wallet = await openWallet({ folder, clock: systemClock, fetch, host: 'electron' });
const { useCases } = wallet;
const connections = await useCases['connections.list']({});
const ids = connections.map(({ id }) => id);
// A wallet loads undici with its first request, and the loop that it is compared with before its time begins.
for (const issuer of new Set(connections.map(({ service }) => service.issuer))) {
  await (await fetch(`${issuer}/.well-known/openid-configuration`)).text();
}

const startedAtMs = performance.now();
const revocations = await useCases['connections.revoke']({ ids });
const seconds = (performance.now() - startedAtMs) / 1000;
const unproved = revocations.filter(({ outcome }) => outcome !== 'confirmed');
if (revocations.length !== ids.length || unproved.length > 0) {
  throw new Error(`Not every token was proved dead, such as ${JSON.stringify(unproved[0])}`);
}
const peakRssMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ tokensPerSecond: ids.length / seconds, peakRssMb })}\n`);
wallet.close();
process.exit(0);
