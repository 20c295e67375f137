import { allowInsecureRequests, clockSkew, clockTolerance, Configuration, customFetch } from 'openid-client';
import type { ClientAuth } from 'openid-client';
import type { Fetch } from '../ports.ts';
import { authenticationOf } from './client-authentication.ts';
import { isPlainLoopback } from './issuer-address.ts';
import { normalisingFetch } from './normalising-fetch.ts';
import type { ClientDescription, ServerDescription } from './oauth.ts';
import { skewOf, TOLERATED_SKEW_MS } from './server-clocks.ts';
import type { Wire } from './wire.ts';

/** What stands for a token in a request that is not sent. */
export const UNSENT = 'unsent';

type OnReply = (address: string, response: Response) => Promise<void>;

/** Where the client signs, it takes a while, which openid-client's own type leaves out. */
type Authentication = (...request: Parameters<ClientAuth>) => void | Promise<void>;

/** A client at a server, ready to speak to it. */
export interface Speaker {
  readonly configuration: Configuration;
  /** Puts right what the server is known to do against the rules. */
  readonly fetch: Fetch;
  /** Adds to a request what the client is recognised by (RFC 6749 section 2.3). */
  readonly authenticate: (body: URLSearchParams, headers: Headers) => void | Promise<void>;
}

/** What a speaker was made of. */
interface Made {
  readonly wire: Wire;
  readonly server: ServerDescription;
  readonly skewSeconds: number;
  readonly speaker: Promise<Speaker>;
}

/** The last one of each client: thousands of tokens of one client are revoked in a row, and openid-client copies it all. */
const made = new WeakMap<ClientDescription, Made>();

export function speakAs(wire: Wire, server: ServerDescription, client: ClientDescription): Promise<Speaker> {
  const skewSeconds = correctionSeconds(wire, server);
  const last = made.get(client);
  if (last?.wire === wire && last.server === server && last.skewSeconds === skewSeconds) {
    return last.speaker;
  }
  const speaker = make(wire, server, client, skewSeconds);
  made.set(client, { wire, server, skewSeconds, speaker });
  return speaker;
}

/** What openid-client needs to know of a server and of a client there. `onReply` sees every answer before it does. */
export async function configure(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  onReply?: OnReply,
): Promise<Configuration> {
  const { configuration } =
    onReply === undefined
      ? await speakAs(wire, server, client)
      : await make(wire, server, client, correctionSeconds(wire, server), onReply);
  return configuration;
}

/**
 * The same for an answer that has come already: openid-client, asked the same once more, is given it, and says what it
 * means. Nothing is sent.
 */
export async function configureAnswered(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  answer: Response,
): Promise<Configuration> {
  const answered = { ...wire, fetch: async () => answer };
  const { configuration } = await make(answered, server, client, correctionSeconds(wire, server));
  return configuration;
}

async function make(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  skewSeconds: number,
  onReply: OnReply = async () => undefined,
): Promise<Speaker> {
  const metadata = { issuer: server.issuer, ...server.metadata };
  const tolerance = { [clockSkew]: skewSeconds, [clockTolerance]: TOLERATED_SKEW_MS / 1000 };
  const authentication = await authenticationOf(server, client);
  const authenticate: Authentication = authentication;
  const configuration = new Configuration(metadata, client.clientId, tolerance, authentication);
  const fetch = normalisingFetch(wire.fetch, server);
  configuration[customFetch] = async (address, request) => {
    const response = await fetch(address, request as RequestInit);
    await onReply(address, response);
    return response;
  };
  // The bounded fetch keeps the time.
  configuration.timeout = 0;
  if (isPlainLoopback(new URL(server.issuer))) {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to make it stand out
    allowInsecureRequests(configuration);
  }
  const itself = { client_id: client.clientId, ...tolerance };
  return {
    configuration,
    fetch,
    authenticate: (body, headers) => authenticate(metadata, itself, body, headers),
  };
}

/**
 * What our proofs and assertions are dated with besides our own clock: servers take them for a minute or so only
 * (RFC 9449 section 11.1). A clock that is further off is not made up for in silence.
 */
function correctionSeconds({ skewMs }: Wire, server: ServerDescription): number {
  const skew = skewOf(skewMs, server);
  return Math.abs(skew) <= TOLERATED_SKEW_MS ? Math.round(skew / 1000) : 0;
}
