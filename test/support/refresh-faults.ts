import type { Fetch } from '../../src-main/wallet/ports.ts';

/** What happens to a request for a refresh, in place of what usually would. */
export type RefreshFault = (send: () => Promise<Response>) => Promise<Response>;

/** A network on which refreshes meet with what a test has in mind; everything else goes through. */
export interface FaultyNetwork {
  readonly fetch: Fetch;
  /** What the next refreshes meet with, one each; those after them go through. */
  readonly faults: RefreshFault[];
  /** How many refreshes were tried. */
  count(): number;
}

/** With `isGraceful` the service answers a refresh token that it has seen before as it did then, as some do for a while. */
export function createFaultyNetwork({ isGraceful = false } = {}): FaultyNetwork {
  const faults: RefreshFault[] = [];
  const answered = new Map<string, string>();
  let count = 0;
  return {
    faults,
    count: () => count,
    fetch: async (address, init) => {
      const form = new URLSearchParams(init?.body instanceof URLSearchParams ? init.body : undefined);
      const token = form.get('refresh_token');
      if (token === null || form.get('grant_type') !== 'refresh_token') {
        return fetch(address, init);
      }
      count += 1;
      const fault = faults.shift() ?? ((send) => send());
      return fault(async () => {
        const earlier = answered.get(token);
        if (isGraceful && earlier !== undefined) {
          return new Response(earlier, { headers: { 'content-type': 'application/json' } });
        }
        const response = await fetch(address, init);
        answered.set(token, await response.clone().text());
        return response;
      });
    },
  };
}

/** The service has done it, and its answer is lost. */
export const loseAnswer: RefreshFault = async (send) => {
  await send();
  throw new TypeError('fetch failed', {
    cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }),
  });
};

/** The same, with half of the answer. */
export const truncateAnswer: RefreshFault = async (send) => {
  const text = await (await send()).text();
  return new Response(text.slice(0, text.length / 2), { headers: { 'content-type': 'application/json' } });
};

/** The service says that it is out of order. Whether it has done it nobody knows; here it has not. */
export function answerStatus(status: number, headers: Readonly<Record<string, string>> = {}): RefreshFault {
  return () => Promise.resolve(new Response('', { status, headers }));
}

/** There is nobody at the address. */
export const refuseConnection: RefreshFault = () => fetch('http://127.0.0.1:2/');

/** The answer comes when the test lets it. */
export function holdAnswer(): RefreshFault & {
  readonly isHeld: Promise<void>;
  readonly letGo: () => void;
} {
  const held = Promise.withResolvers<undefined>();
  const gone = Promise.withResolvers<undefined>();
  const fault: RefreshFault = async (send) => {
    const response = await send();
    held.resolve(undefined);
    await gone.promise;
    return response;
  };
  return Object.assign(fault, {
    isHeld: held.promise,
    letGo: () => {
      gone.resolve(undefined);
    },
  });
}
