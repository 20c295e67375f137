import { allowInsecureRequests, clockSkew, clockTolerance, Configuration, customFetch } from 'openid-client';
import { authenticationOf } from './client-authentication.ts';
import { isPlainLoopback } from './issuer-address.ts';
import { normalisingFetch } from './normalising-fetch.ts';
import type { ClientDescription, ServerDescription } from './oauth.ts';
import { skewOf, TOLERATED_SKEW_MS } from './server-clocks.ts';
import type { Wire } from './wire.ts';

type OnReply = (address: string, response: Response) => Promise<void>;

/** What a configuration was made of. */
interface Made {
  readonly wire: Wire;
  readonly server: ServerDescription;
  readonly skewSeconds: number;
  readonly configuration: Promise<Configuration>;
}

/** The last one of each client: thousands of tokens of one client are revoked in a row, and openid-client copies it all. */
const made = new WeakMap<ClientDescription, Made>();

/** What openid-client needs to know of a server and of a client there. `onReply` sees every answer before it does. */
export async function configure(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  onReply?: OnReply,
): Promise<Configuration> {
  const skewSeconds = correctionSeconds(wire, server);
  const last = made.get(client);
  if (
    onReply === undefined &&
    last?.wire === wire &&
    last.server === server &&
    last.skewSeconds === skewSeconds
  ) {
    return last.configuration;
  }
  const configuration = make(wire, server, client, skewSeconds, onReply);
  if (onReply === undefined) {
    made.set(client, { wire, server, skewSeconds, configuration });
  }
  return configuration;
}

async function make(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  skewSeconds: number,
  onReply: OnReply = async () => undefined,
): Promise<Configuration> {
  const configuration = new Configuration(
    { issuer: server.issuer, ...server.metadata },
    client.clientId,
    { [clockSkew]: skewSeconds, [clockTolerance]: TOLERATED_SKEW_MS / 1000 },
    await authenticationOf(server, client),
  );
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
  return configuration;
}

/**
 * What our proofs and assertions are dated with besides our own clock: servers take them for a minute or so only
 * (RFC 9449 section 11.1). A clock that is further off is not made up for in silence.
 */
function correctionSeconds({ skewMs }: Wire, server: ServerDescription): number {
  const skew = skewOf(skewMs, server);
  return Math.abs(skew) <= TOLERATED_SKEW_MS ? Math.round(skew / 1000) : 0;
}
