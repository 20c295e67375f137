/**
 * Runs the demo service until it is stopped: `node src-main/demo/serve.ts [--json] [--port N]`.
 */
import { parseArgs } from 'node:util';
import type { Leak } from './leak/rehearse-leak.ts';
import { readyClientId } from './provider.ts';
import { startDemo, type RunningDemo } from './start-demo.ts';
import { type Trouble, troubles } from './trouble.ts';

const usage = `Usage: npm run demo -- [--json] [--port N] [--leak N --out PATH] [--trouble KIND,...]

  --json         print one line of JSON, when the service is ready and the leak is written
  --port N       the port to listen at; without it the system chooses one
  --leak N       issue N tokens and write down how they got out, to practise with; GET /truth?token=... tells
                 whether one is still alive
  --out PATH     where to: a file, or a folder (one that is there, or PATH/), which becomes a small repository
  --trouble ...  what stands in the way of a revocation:
                 slow       it takes its time, and so does a refresh
                 429        now and then "too many requests", with Retry-After
                 half-dead  every second token of the leak is dead already
                 refuses    some tokens cannot be revoked, and some are answered 200 and live on
                 offline    the service hangs up without an answer
`;

async function serve(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      port: { type: 'string', default: '0' },
      leak: { type: 'string' },
      out: { type: 'string' },
      trouble: { type: 'string', default: '' },
    },
  });
  const port = wholeNumber(values.port, { least: 0, most: 65_535, called: 'a port' });
  const trouble = values.trouble.split(',').filter(Boolean).map(troubleNamed);
  if ((values.leak === undefined) !== (values.out === undefined)) {
    throw new Error('--leak and --out belong together');
  }
  const tokens = wholeNumber(values.leak ?? '1', { least: 1, most: 1_000_000, called: 'a number of tokens' });
  const demo = await startDemo({ port });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      demo.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
  trouble.forEach((kind) => demo.trouble.add(kind));
  const leak = values.out === undefined ? undefined : await demo.leak({ tokens, out: values.out });
  process.stdout.write(values.json ? asJson(demo, leak) : asText(demo, leak));
}

function wholeNumber(
  text: string,
  { least, most, called }: { least: number; most: number; called: string },
): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new Error(`${text} is not ${called}`);
  }
  return number;
}

function troubleNamed(name: string): Trouble {
  const known = troubles.find((trouble) => trouble === name);
  if (known === undefined) {
    throw new Error(`${name} is no trouble that is known here: ${troubles.join(', ')}`);
  }
  return known;
}

function asJson({ issuer, api, users }: RunningDemo, leak: Leak | undefined): string {
  return `${JSON.stringify({ issuer, api, users, leak })}\n`;
}

function asText({ issuer, api, users }: RunningDemo, leak: Leak | undefined): string {
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
    ...(leak === undefined ? [] : [`  Leak         ${leak.tokens} tokens in ${leak.file}`]),
    '',
    'Ctrl+C stops it.',
    '',
  ].join('\n');
}

try {
  await serve();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exit(1);
}
