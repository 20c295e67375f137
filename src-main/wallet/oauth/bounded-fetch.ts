import { addressOf } from '../network/address-of.ts';
import { isWhole, WholeResponse, wholeResponse } from '../network/whole-response.ts';
import type { Clock, Fetch } from '../ports.ts';
import { WalletError } from '../wallet-error.ts';
import { isCaptivePortal } from './captive-portal.ts';
import { networkError } from './network-error.ts';
import { retryAfterSeconds } from './retry-after.ts';

/** How long a service may take, and how much it may say. */
export interface Limits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export const defaultLimits: Limits = { timeoutMs: 30_000, maxBytes: 1_000_000 };

/**
 * A fetch that a service cannot misuse: it reads so many bytes, waits so long, and follows no redirect, because a
 * redirect would carry a token to an address that nobody has checked.
 *
 * It rejects with WalletErrors only: the network failures, `captive-portal` for a page that another answered with,
 * `service-busy` for 5xx and 429, and `service-answer-invalid` for an answer that is too large.
 */
export function boundedFetch(fetch: Fetch, clock: Clock, limits: Limits): Fetch {
  return async (address, init) => {
    const url = addressOf(address);
    const { host } = url;
    const controller = new AbortController();
    const stopTimer = clock.after(limits.timeoutMs, () => {
      controller.abort(new WalletError('service-timeout', { host }));
    });
    try {
      const response = await fetch(address, { ...init, redirect: 'manual', signal: controller.signal });
      const body = await contentOf(response, limits.maxBytes, host);
      if (isCaptivePortal(url, response, body)) {
        throw new WalletError('captive-portal', { host });
      }
      if (response.status >= 500 || response.status === 429) {
        throw new WalletError('service-busy', { host, ...busyDetail(response, clock) });
      }
      return isWhole(response) ? response : wholeResponse(body, response);
    } catch (error) {
      throw networkError(controller.signal.aborted ? controller.signal.reason : error, host);
    } finally {
      stopTimer();
    }
  };
}

async function contentOf(response: Response, maxBytes: number, host: string): Promise<Buffer<ArrayBuffer>> {
  if (response instanceof WholeResponse) {
    requireFew(response.content.length);
    return response.content;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    requireFew(length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);

  function requireFew(bytes: number): void {
    if (bytes > maxBytes) {
      const problem = `it is larger than ${maxBytes} bytes`;
      throw new WalletError('service-answer-invalid', { host, problem });
    }
  }
}

function busyDetail(response: Response, clock: Clock): Record<string, string> {
  const status = String(response.status);
  const seconds = retryAfterSeconds(response, clock);
  return seconds === undefined ? { status } : { status, retryAfterSeconds: String(seconds) };
}
