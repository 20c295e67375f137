import type { IncomingMessage } from 'node:http';
import { request as startRequest } from 'node:http';
import { request as startProtectedRequest } from 'node:https';
import type { Socket } from 'node:net';
import { networkProblem } from '../oauth/network-error.ts';
import { WalletError } from '../wallet-error.ts';
import { hostnameOf, portOf } from './host-and-port.ts';
import type { Trust } from './trust.ts';

/**
 * Lets a proxy connect to the host of an https address (RFC 9110 section 9.3.6). What goes through is protected from
 * the proxy too; it learns the host and the port.
 *
 * Rejects with `proxy-password-needed`, `captive-portal` where the proxy points at a page instead, and
 * `proxy-unreachable`. Node has such tunnels built in (`proxyEnv`), but they cannot be aborted while the proxy is
 * silent, so that a command would hang after its time limit, and do not ask the system whom an https proxy may be.
 */
export async function openTunnel(
  proxy: URL,
  target: URL,
  { trust, signal }: { readonly trust: Trust; readonly signal: AbortSignal | undefined },
): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const detail = { host: target.host, proxy: proxy.host };
  const authority = `${target.hostname}:${portOf(target)}`;
  const isProtected = proxy.protocol === 'https:';
  const request = (isProtected ? startProtectedRequest : startRequest)({
    method: 'CONNECT',
    host: hostnameOf(proxy),
    port: portOf(proxy),
    path: authority,
    headers: { host: authority, ...credentialsIn(proxy) },
    agent: false,
    signal,
    ...(isProtected && { secureContext: trust([]), rejectUnauthorized: true }),
  });
  // Whatever the status, Node takes what follows the headers of this answer for the tunnel.
  request.once('connect', (response, socket) => {
    const refused = refusal(response, detail);
    if (refused === undefined) {
      resolve(socket);
    } else {
      socket.destroy();
      reject(refused);
    }
  });
  request.on('error', (error) => {
    const problem = networkProblem(error);
    reject(new WalletError('proxy-unreachable', { ...detail, problem }, { cause: error }));
  });
  request.end();
  return promise;
}

type Detail = Readonly<Record<'host' | 'proxy', string>>;

function refusal({ statusCode = 0 }: IncomingMessage, detail: Detail): WalletError | undefined {
  if (statusCode >= 200 && statusCode < 300) {
    return undefined;
  }
  if (statusCode === 407) {
    return new WalletError('proxy-password-needed', detail);
  }
  if (statusCode === 511 || (statusCode >= 300 && statusCode < 400)) {
    return new WalletError('captive-portal', detail);
  }
  return new WalletError('proxy-unreachable', {
    ...detail,
    problem: `it answered with status ${statusCode}`,
  });
}

/** RFC 7617: the name and password that the address of the proxy carries. */
function credentialsIn({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') {
    return {};
  }
  const credentials = `${decoded(username)}:${decoded(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** A password with a bare per cent sign in it is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
