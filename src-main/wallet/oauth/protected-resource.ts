import type { Fetch } from '../ports.ts';
import { WalletError } from '../wallet-error.ts';
import { parseIssuer } from './issuer-address.ts';
import { jsonObjectOf, textOf } from './json-body.ts';
import type { ProtectedResource } from './oauth.ts';
import { safeText } from './safe-text.ts';
import { isSafe } from './server-metadata.ts';

/** Finds the servers that grant access to an API; see `OAuth.discoverProtectedResource`. */
export async function discoverProtectedResource(fetch: Fetch, typed: string): Promise<ProtectedResource> {
  const resource = parseIssuer(typed);
  const { host } = resource;
  const insertedPath = resource.pathname.replace(/\/+$/, '');
  // RFC 9728 section 3.1 inserts the well-known path before the path of the resource.
  const usual = `${resource.origin}/.well-known/oauth-protected-resource${insertedPath}`;
  const atUsual = await read(fetch, usual);
  if (atUsual.status === 200) {
    return describe(atUsual, resource);
  }
  const told = await metadataInChallenge(fetch, resource);
  if (told === undefined) {
    const tried = `${usual} (status ${atUsual.status}), ${resource.href}`;
    throw new WalletError('resource-metadata-missing', { host, tried });
  }
  const atTold = await read(fetch, told);
  if (atTold.status !== 200) {
    const tried = `${safeText(told)} (status ${atTold.status})`;
    throw new WalletError('resource-metadata-missing', { host, tried });
  }
  return describe(atTold, resource);
}

function read(fetch: Fetch, address: string): Promise<Response> {
  return fetch(address, { headers: { accept: 'application/json' } });
}

/** RFC 9728 section 5.1: an API that is asked without a token answers 401, and where its metadata is. */
async function metadataInChallenge(fetch: Fetch, resource: URL): Promise<string | undefined> {
  const response = await read(fetch, resource.href);
  const challenge = response.headers.get('www-authenticate') ?? '';
  const address = /\bresource_metadata="([^"]+)"/i.exec(challenge)?.[1];
  if (response.status !== 401 || address === undefined) {
    return undefined;
  }
  if (!isSafe(address, resource)) {
    throw incomplete(resource, 'resource_metadata is not an https address');
  }
  return address;
}

async function describe(response: Response, asked: URL): Promise<ProtectedResource> {
  const metadata = await jsonObjectOf(response);
  if (metadata === undefined) {
    throw new WalletError('metadata-not-json', { host: asked.host });
  }
  const resource = textOf(metadata.resource);
  if (resource === null) {
    throw incomplete(asked, 'resource is missing');
  }
  if (withoutSlash(resource) !== withoutSlash(asked.href)) {
    // Section 3.3: else anybody could make an app ask for tokens that are meant for somebody else's API.
    throw new WalletError('resource-mismatch', { host: asked.host, found: safeText(resource) });
  }
  const servers = textsIn(metadata.authorization_servers);
  if (servers.length === 0) {
    throw incomplete(asked, 'authorization_servers is missing');
  }
  if (!servers.every((server) => isSafe(server, asked))) {
    throw incomplete(asked, 'authorization_servers holds what is not an https address');
  }
  return { resource, authorizationServers: servers, scopesSupported: textsIn(metadata.scopes_supported) };
}

function withoutSlash(address: string): string {
  return (URL.parse(address)?.href ?? address).replace(/\/+$/, '');
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf).filter((text) => text !== null) : [];
}

function incomplete({ host }: URL, problem: string): WalletError {
  return new WalletError('metadata-incomplete', { host, problem });
}
