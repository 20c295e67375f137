import type { Attempt } from '../contract/attempt.ts';
import type { Tell } from '../contract/contract.ts';
import type { Connection } from '../contract/connection.ts';
import type { Wallet } from '../wallet/wallet.ts';
import { WalletError } from '../wallet/wallet-error.ts';
import { type CommandLine, WrongUse } from './arguments.ts';
import { readSecretFile } from './secret-file.ts';

const DEFAULT_TIMEOUT_SECONDS = 600;

/** Hears what the wallet tells, for as long as the command waits for its attempt to end. */
export interface AttemptListener {
  readonly tell: Tell;
  /** Resolves with the attempt when it is done or has failed. */
  ended(): Promise<Attempt>;
}

export function createAttemptListener(): AttemptListener {
  const end = Promise.withResolvers<Attempt>();
  return {
    tell: (name, payload) => {
      if (name === 'attemptChanged') {
        const attempt = payload as Attempt;
        if (attempt.state === 'done' || attempt.state === 'failed') {
          end.resolve(attempt);
        }
      }
    },
    ended: () => end.promise,
  };
}

/** Connects and answers with the connection; throws what made the attempt fail. */
export async function connect(
  wallet: Wallet,
  listener: AttemptListener,
  line: CommandLine,
): Promise<Connection> {
  const timeoutMs = timeoutSeconds(line) * 1000;
  const secretFile = line.text('client-secret-file');
  const clientId = line.text('client-id');
  const appName = line.text('name');
  const started = await wallet.useCases['connect.start']({
    issuer: line.words[0] ?? '',
    scopes: (line.text('scope') ?? '').split(/\s+/).filter((scope) => scope !== ''),
    ...(clientId === undefined ? {} : { clientId }),
    ...(appName === undefined ? {} : { appName }),
    ...(secretFile === undefined
      ? {}
      : { clientSecret: readSecretFile(secretFile, 'client-secret-file').reveal() }),
  });
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
