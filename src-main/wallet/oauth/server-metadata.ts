import { addressOf } from '../network/address-of.ts';
import { WalletError } from '../wallet-error.ts';
import { isPlainLoopback, isProtected } from './issuer-address.ts';
import { textOf } from './json-body.ts';
import type { ServerDescription } from './oauth.ts';
import { safeText } from './safe-text.ts';

/** The addresses that the wallet uses, by their names in the metadata, and whether it can do without. */
const endpoints = {
  authorization_endpoint: 'required',
  token_endpoint: 'required',
  registration_endpoint: 'optional',
  revocation_endpoint: 'optional',
  introspection_endpoint: 'optional',
  userinfo_endpoint: 'optional',
  jwks_uri: 'optional',
  device_authorization_endpoint: 'optional',
  pushed_authorization_request_endpoint: 'optional',
} as const;

export type Endpoint = keyof typeof endpoints;

/** The address of an endpoint, where the server has it. */
export function endpointOf(server: ServerDescription, endpoint: Endpoint): string | null {
  return textOf(server.metadata[endpoint]);
}

/** Whether an address, as openid-client writes it, is that endpoint. */
export function isEndpoint(server: ServerDescription, endpoint: Endpoint, address: string): boolean {
  return URL.parse(endpointOf(server, endpoint) ?? '')?.href === address;
}

/** The host of a server, for messages. */
export function hostOf(server: ServerDescription): string {
  return addressOf(server.issuer).host;
}

/** A list in the metadata; undefined where the server does not publish it. */
export function listOf(server: ServerDescription, name: string): readonly unknown[] | undefined {
  const list = server.metadata[name];
  return Array.isArray(list) ? list : undefined;
}

/** Whether the wallet may send secrets of that server to an address that it gave. */
export function isSafeFor(server: ServerDescription, address: string): boolean {
  return URL.canParse(address) && mayCarrySecrets(addressOf(address), addressOf(server.issuer));
}

/**
 * Answers the issuer as the metadata states it, after making sure that it is the one that was asked, and that no
 * address in it would carry tokens over an unprotected connection.
 */
export function checkMetadata(metadata: Readonly<Record<string, unknown>>, asked: URL): string {
  const { host } = asked;
  const issuer = textOf(metadata.issuer);
  if (issuer === null) {
    throw new WalletError('metadata-incomplete', { host, problem: 'issuer is missing' });
  }
  if (!isSameIssuer(issuer, asked)) {
    throw new WalletError('issuer-mismatch', { host, found: safeText(issuer) });
  }
  for (const [endpoint, need] of Object.entries(endpoints)) {
    const problem = problemOf(metadata[endpoint], need, asked);
    if (problem !== undefined) {
      throw new WalletError('metadata-incomplete', { host, problem: `${endpoint} ${problem}` });
    }
  }
  return issuer;
}

/** A slash at the end makes no difference: both spellings have the same metadata address. */
function isSameIssuer(stated: string, asked: URL): boolean {
  const withoutSlash = (url: URL): string => url.href.replace(/\/+$/, '');
  const url = URL.parse(stated);
  return url !== null && withoutSlash(url) === withoutSlash(asked);
}

function problemOf(value: unknown, need: 'required' | 'optional', issuer: URL): string | undefined {
  if (value === undefined || value === null) {
    return need === 'required' ? 'is missing' : undefined;
  }
  if (typeof value !== 'string' || !URL.canParse(value)) {
    return 'is not an address';
  }
  return isSafe(value, issuer) ? undefined : 'is not an https address';
}

/** Whether an address is protected. A service on this computer may point at plain http there; nobody else may. */
export function isSafe(address: string, from: URL): boolean {
  const url = URL.parse(address);
  return url !== null && mayCarrySecrets(url, from);
}

function mayCarrySecrets(address: URL, from: URL): boolean {
  return isProtected(address) || (isPlainLoopback(address) && isPlainLoopback(from));
}
