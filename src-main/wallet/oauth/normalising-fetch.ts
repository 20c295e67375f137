import type { Fetch } from '../ports.ts';
import { mendings } from './deviations.ts';
import type { Reply } from './deviations.ts';
import { jsonObjectOf } from './json-body.ts';
import type { ServerDescription } from './oauth.ts';
import { isEndpoint } from './server-metadata.ts';

/**
 * A fetch that puts right what a service is known to do against the rules, before the protocol library sees it. For a
 * server without deviations it is the same fetch.
 */
export function normalisingFetch(fetch: Fetch, server: ServerDescription): Fetch {
  const { deviations = [] } = server;
  if (deviations.length === 0) {
    return fetch;
  }
  return async (address, init) => {
    const wantsJson =
      deviations.includes('token-request-json') && isEndpoint(server, 'token_endpoint', address);
    const response = await fetch(address, wantsJson ? asJson(init) : init);
    return mend(response, server, address);
  };
}

async function mend(response: Response, server: ServerDescription, address: string): Promise<Response> {
  const concerned = mendings.filter(
    ({ deviation, at }) =>
      server.deviations?.includes(deviation) === true &&
      at.some((endpoint) => isEndpoint(server, endpoint, address)),
  );
  if (concerned.length === 0) {
    return response;
  }
  const before: Reply = { status: response.status, body: (await jsonObjectOf(response)) ?? {} };
  const after = concerned.reduce((reply, { mend: putRight }) => putRight(reply), before);
  if (after === before) {
    // What no deviation concerns stays as it came, even if it is no JSON at all.
    return response;
  }
  const headers = new Headers(response.headers);
  headers.set('content-type', 'application/json');
  return Response.json(after.body, { status: after.status, headers });
}

/** The same parameters as a JSON object, where the service wants that instead of a form. */
function asJson(init: RequestInit | undefined): RequestInit {
  const form = init?.body instanceof URLSearchParams ? init.body : new URLSearchParams();
  const headers = new Headers(init?.headers);
  headers.set('content-type', 'application/json');
  return { ...init, headers, body: JSON.stringify(Object.fromEntries(form)) };
}
