/**
 * Runs the demo service until it is stopped: `node src-main/demo/serve.ts [--json] [--port N]`.
 */
import { parseArgs } from 'node:util';
import { readyClientId } from './provider.ts';
import { startDemo, type RunningDemo } from './start-demo.ts';

const usage = 'Usage: npm run demo -- [--json] [--port N]\n';

async function serve(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, port: { type: 'string' } } });
  const port = Number(values.port ?? '0');
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`${values.port ?? ''} is not a port`);
  }
  const demo = await startDemo({ port });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      demo.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
  process.stdout.write(values.json ? asJson(demo) : asText(demo));
}

function asJson({ issuer, api, users }: RunningDemo): string {
  return `${JSON.stringify({ issuer, api, users })}\n`;
}

function asText({ issuer, api, users }: RunningDemo): string {
  return [
    'The demo service is running, in memory and on this computer only.',
    '',
    `  Issuer       ${issuer}`,
    `  Photo API    ${api}/photos, ${api}/messages, ${api}/account`,
    `  Client id    ${readyClientId} (or let your app register itself)`,
    ...users.map(
      ({ login, password }, index) =>
        `  ${index === 0 ? 'Sign in as' : '        or'}   ${login} / ${password}`,
    ),
    '',
    'Ctrl+C stops it.',
    '',
  ].join('\n');
}

try {
  await serve();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 1;
}
