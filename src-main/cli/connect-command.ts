import { basename } from 'node:path';
import type { Attempt, Flow } from '../contract/attempt.ts';
import type { Connection } from '../contract/connection.ts';
import type { InputOf } from '../contract/contract.ts';
import { parseService } from '../wallet/services/catalog.ts';
import type { Service } from '../wallet/services/service-schema.ts';
import type { Wallet } from '../wallet/wallet.ts';
import { WalletError } from '../wallet/wallet-error.ts';
import { type CommandLine, WrongUse } from './arguments.ts';
import type { AttemptListener } from './attempt-listener.ts';
import type { CommandContext } from './commands.ts';
import type { Output } from './output.ts';
import { readSecretFile, readTextFile } from './secret-file.ts';

const DEFAULT_TIMEOUT_SECONDS = 600;

/** Connects and answers with the connection; throws what made the attempt fail. */
export async function connect({
  wallet,
  listener,
  line,
  output,
  readLine,
}: CommandContext): Promise<Connection> {
  const timeoutMs = timeoutSeconds(line) * 1000;
  listener.onWaiting((waiting) => {
    tellPerson(waiting, output);
    if (waiting.flow === 'manual') {
      // What does not fit fails the attempt: a script has no second try.
      readLine()
        .then((address) => wallet.useCases['connect.answer']({ id: waiting.id, address }))
        .catch(() => wallet.useCases['connect.cancel']({ id: waiting.id }).catch(() => undefined));
    }
  });
  const started = await wallet.useCases['connect.start'](wishOf(line));
  const attempt = await endOf(wallet, listener, started.id, timeoutMs);
  if (attempt.connectionId === null) {
    const { code, detail } = attempt.error ?? { code: 'internal' as const, detail: {} };
    throw new WalletError(code, detail);
  }
  // The token set that this one may have replaced is revoked before the command ends.
  await wallet.connectSettled();
  const { connection } = await wallet.useCases['connections.show']({ id: attempt.connectionId });
  return connection;
}

/** A service described in a file of the person's own, where the command line names one. */
export function describedService(line: CommandLine): Service | undefined {
  const file = line.text('service-file');
  return file === undefined ? undefined : parseService(readTextFile(file, 'service-file'), basename(file));
}

function wishOf(line: CommandLine): InputOf<'connect.start'> {
  const detailsFile = line.text('details-file');
  const secretFile = line.text('client-secret-file');
  const caFile = line.text('ca-file');
  return {
    ...targetOf(line),
    scopes: (line.text('scope') ?? '').split(/\s+/).filter((scope) => scope !== ''),
    flow: flowOf(line),
    clientId: line.text('client-id'),
    appName: line.text('name'),
    certificateAuthority: caFile === undefined ? undefined : readTextFile(caFile, 'ca-file'),
    resource: line.text('resource'),
    authorizationDetails: detailsFile === undefined ? undefined : readTextFile(detailsFile, 'details-file'),
    clientSecret:
      secretFile === undefined ? undefined : readSecretFile(secretFile, 'client-secret-file').reveal(),
  };
}

/** What has the form of an address is an issuer; anything else is the name of a service. */
function targetOf(line: CommandLine): Pick<InputOf<'connect.start'>, 'issuer' | 'service' | 'host'> {
  const host = line.text('host');
  const described = describedService(line);
  if (described !== undefined) {
    return { service: described.id, host };
  }
  const [word] = line.words;
  if (word === undefined) {
    throw new WrongUse('Name the service or its issuer address, or give --service-file.');
  }
  return /[.:/\s]/.test(word) ? { issuer: word } : { service: word, host };
}

function flowOf(line: CommandLine): Flow | undefined {
  const flows = { device: 'device', manual: 'manual', 'as-app': 'client-credentials' } as const;
  const wanted = (Object.keys(flows) as (keyof typeof flows)[]).filter((option) => line.given(option));
  if (wanted.length > 1) {
    throw new WrongUse('--device, --manual and --as-app are three ways; choose one.');
  }
  const [option] = wanted;
  return option === undefined ? undefined : flows[option];
}

/** Says what the person has to do, where the wallet cannot open a browser for them. */
function tellPerson({ flow, address, device, expiresAt }: Attempt, output: Output): void {
  if (flow === 'manual') {
    output.step(
      { authorizationUrl: address },
      `Open this address, then paste the last one here:\n${address ?? ''}`,
    );
  } else if (device !== null) {
    output.step({ ...device, expiresAt }, `Enter the code ${device.userCode} at ${device.verificationUri}`);
  }
}

/** The attempt when it has ended, by itself or because the time that the command was given is over. */
async function endOf(
  wallet: Wallet,
  listener: AttemptListener,
  id: string,
  timeoutMs: number,
): Promise<Attempt> {
  const timeOver = Promise.withResolvers<'time over'>();
  const timer = setTimeout(() => {
    timeOver.resolve('time over');
  }, timeoutMs);
  const first = await Promise.race([listener.ended(), timeOver.promise]);
  clearTimeout(timer);
  if (first !== 'time over') {
    return first;
  }
  await wallet.useCases['connect.cancel']({ id });
  throw new WalletError('attempt-expired', { seconds: String(timeoutMs / 1000) });
}

function timeoutSeconds(line: CommandLine): number {
  const text = line.text('timeout');
  const seconds = text === undefined ? DEFAULT_TIMEOUT_SECONDS : Number(text);
  if (!Number.isFinite(seconds) || seconds <= 0 || seconds > DEFAULT_TIMEOUT_SECONDS) {
    throw new WrongUse(`--timeout takes a number of seconds from 1 to ${DEFAULT_TIMEOUT_SECONDS}.`);
  }
  return seconds;
}
