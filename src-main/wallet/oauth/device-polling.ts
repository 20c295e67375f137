import { ResponseBodyError } from 'openid-client';
import type { ErrorCode } from '../../contract/error.ts';
import type { Clock } from '../ports.ts';
import { isWalletError, WalletError } from '../wallet-error.ts';
import { grantError } from './grant-error.ts';
import { resourceParameter } from './grant-parameters.ts';
import type {
  ClientDescription,
  DeviceAuthorization,
  Proof,
  ServerDescription,
  TokenReply,
} from './oauth.ts';
import { ownError, refusesClient } from './protocol-error.ts';
import type { Refusal } from './protocol-error.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { revokeUnseen } from './revoke-unseen.ts';
import { hostOf } from './server-metadata.ts';
import { requestTokens } from './token-request.ts';
import type { Wire } from './wire.ts';

/** RFC 8628 section 3.4. */
export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** RFC 8628 section 3.5. */
const SLOW_DOWN_SECONDS = 5;

type Options = Proof & {
  readonly signal: AbortSignal;
  readonly onSlowDown?: (intervalSeconds: number) => void;
};

/** Waits for the person's answer; see `OAuth.pollDevice`. openid-client could poll too, but not by our clock. */
export async function pollDevice(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  device: DeviceAuthorization,
  { signal, onSlowDown, proofKey }: Options,
): Promise<TokenReply> {
  const { clock } = wire;
  const endMs = clock.now() + device.expiresInSeconds * 1000;
  let intervalSeconds = device.intervalSeconds;
  let pauseSeconds = intervalSeconds;
  for (;;) {
    await pause(clock, Math.min(pauseSeconds * 1000, endMs - clock.now()), signal);
    if (clock.now() >= endMs) {
      throw new WalletError('device-code-expired', { host: hostOf(server) });
    }
    const answer = await ask();
    if (signal.aborted && 'accessToken' in answer) {
      await revokeUnseen(wire, server, client, answer);
    }
    throwIfCancelled(signal);
    if ('accessToken' in answer) {
      return answer;
    }
    intervalSeconds = intervalSeconds * answer.factor + answer.moreSeconds;
    pauseSeconds = Math.max(intervalSeconds, answer.atLeastSeconds);
    if (answer.moreSeconds > 0) {
      onSlowDown?.(intervalSeconds);
    }
  }

  async function ask(): Promise<TokenReply | Patience> {
    try {
      return await requestTokens(wire, server, client, {
        grantType: DEVICE_GRANT,
        parameters: { device_code: device.deviceCode.reveal(), ...resourceParameter(device.resource) },
        proofKey,
      });
    } catch (error) {
      const patience = patienceFor(error, clock);
      if (patience === undefined) {
        throw grantError(wire, { server, client }, error, codeOf);
      }
      return patience;
    }
  }
}

/** How the interval grows, and how long the next pause is at least. */
interface Patience {
  readonly factor: number;
  readonly moreSeconds: number;
  readonly atLeastSeconds: number;
}

/** Whether an error means no more than "ask again later", and how much later (RFC 8628 section 3.5). */
function patienceFor(error: unknown, clock: Clock): Patience | undefined {
  const same: Patience = { factor: 1, moreSeconds: 0, atLeastSeconds: 0 };
  const ours = ownError(error);
  if (isWalletError(ours, 'service-busy')) {
    return { ...same, atLeastSeconds: Number(ours.detail.retryAfterSeconds ?? 0) };
  }
  if (isWalletError(ours, 'service-timeout', 'service-unreachable', 'proxy-unreachable', 'host-not-found')) {
    return { ...same, factor: 2 };
  }
  if (!(error instanceof ResponseBodyError) || !/^(authorization_pending|slow_down)$/.test(error.error)) {
    return undefined;
  }
  return {
    ...same,
    moreSeconds: error.error === 'slow_down' ? SLOW_DOWN_SECONDS : 0,
    atLeastSeconds: retryAfterSeconds(error.response, clock) ?? 0,
  };
}

function codeOf(refusal: Refusal): ErrorCode {
  if (refusal.error === 'access_denied') {
    return 'access-denied';
  }
  if (refusal.error === 'expired_token') {
    return 'device-code-expired';
  }
  return refusesClient(refusal) ? 'client-refused' : 'service-refused';
}

async function pause(clock: Clock, durationMs: number, signal: AbortSignal): Promise<void> {
  throwIfCancelled(signal);
  const done = Promise.withResolvers<undefined>();
  const onAbort = (): void => {
    done.resolve(undefined);
  };
  const stopTimer = clock.after(durationMs, onAbort);
  signal.addEventListener('abort', onAbort, { once: true });
  await done.promise;
  signal.removeEventListener('abort', onAbort);
  stopTimer();
  throwIfCancelled(signal);
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) {
    throw isWalletError(signal.reason) ? signal.reason : new WalletError('attempt-cancelled');
  }
}
