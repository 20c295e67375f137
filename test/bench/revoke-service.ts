/**
 * The demo service in a process of its own, with sets of tokens issued and written down, one file for each set:
 * `revoke-service.ts DISTANCE_MS TOKENS FILE...`. Prints its issuer when they are there, and serves until it is stopped.
 */
import { writeFileSync } from 'node:fs';
import { startDemo } from '../../src-main/demo/start-demo.ts';

const [distanceMs, count, ...files] = process.argv.slice(2);
const demo = await startDemo({ distanceMs: Number(distanceMs) });
for (const file of files) {
  const tokens: string[] = [];
  while (tokens.length < Number(count)) {
    const { accessToken } = await demo.issue({
      login: 'anna',
      scopes: ['openid', 'photos.read'],
      accessTokenSeconds: 24 * 60 * 60,
    });
    tokens.push(accessToken);
  }
  writeFileSync(file, JSON.stringify(tokens));
}
process.stdout.write(`${demo.issuer}\n`);
