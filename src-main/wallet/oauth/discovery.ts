import type { Fetch } from '../ports.ts';
import { isWalletError, WalletError } from '../wallet-error.ts';
import { parseIssuer } from './issuer-address.ts';
import { jsonObjectOf } from './json-body.ts';
import type { ServerDescription } from './oauth.ts';
import { checkMetadata } from './server-metadata.ts';

/** Reads the metadata of an issuer; see `OAuth.discover`. */
export async function discover(fetch: Fetch, typed: string): Promise<ServerDescription> {
  const issuer = parseIssuer(typed);
  const failures: WalletError[] = [];
  const tried: string[] = [];
  for (const address of metadataAddresses(issuer)) {
    try {
      const response = await readMetadata(fetch, address);
      if (response.status === 200) {
        return await describe(response, issuer);
      }
      tried.push(`${address} (status ${response.status})`);
    } catch (error) {
      if (!isWalletError(error) || endsSearch(error)) {
        throw error;
      }
      failures.push(error);
    }
  }
  throw failures[0] ?? new WalletError('metadata-missing', { host: issuer.host, tried: tried.join(', ') });
}

/** OpenID Connect Discovery section 4 appends the well-known path, RFC 8414 section 3.1 inserts it before the path. */
function metadataAddresses(issuer: URL): readonly string[] {
  const path = issuer.pathname.replace(/\/+$/, '');
  return [
    `${issuer.origin}${path}/.well-known/openid-configuration`,
    `${issuer.origin}/.well-known/oauth-authorization-server${path}`,
  ];
}

async function readMetadata(fetch: Fetch, address: string): Promise<Response> {
  try {
    return await fetch(address, { headers: { accept: 'application/json' } });
  } catch (error) {
    if (isWalletError(error, 'service-answer-invalid')) {
      throw new WalletError('metadata-incomplete', error.detail, { cause: error });
    }
    throw error;
  }
}

async function describe(response: Response, issuer: URL): Promise<ServerDescription> {
  const metadata = await jsonObjectOf(response);
  if (metadata === undefined) {
    throw new WalletError('metadata-not-json', { host: issuer.host });
  }
  return { issuer: checkMetadata(metadata, issuer), metadata };
}

/** A host that cannot be reached cannot be reached at its other address either. */
function endsSearch(error: WalletError): boolean {
  return isWalletError(
    error,
    'host-not-found',
    'service-unreachable',
    'service-timeout',
    'tls-failed',
    'proxy-password-needed',
    'proxy-unreachable',
  );
}
