/**
 * What the wallet's revocation is measured against, in a process of its own: a plain loop of undici requests.
 * `revoke-bare.ts ISSUER FILE AT_ONCE CALL...` makes these calls for each token of the file and prints tokens per second.
 */
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';

const [issuer = '', file = '', atOnce = '', ...calls] = process.argv.slice(2);
const tokens = JSON.parse(readFileSync(file, 'utf8')) as string[];
const pool = new Pool(issuer, { connections: Number(atOnce) });
const waiting = tokens.values();
const startedAtMs = performance.now();
await Promise.all(Array.from({ length: Number(atOnce) }, loop));
process.stdout.write(`${tokens.length / ((performance.now() - startedAtMs) / 1000)}\n`);
await pool.close();

async function loop(): Promise<void> {
  for (const token of waiting) {
    for (const call of calls) {
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: `/token/${call}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          client_id: 'demo-app',
          token,
          token_type_hint: 'access_token',
        }).toString(),
      });
      const answer = await body.text();
      if (statusCode !== 200 || (call === 'introspection' && answer !== '{"active":false}')) {
        throw new Error(`The call ${call} was answered ${statusCode} ${answer}`);
      }
    }
  }
}
