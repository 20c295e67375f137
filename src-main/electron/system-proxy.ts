import type { Session } from 'electron';
import { environmentProxy } from '../wallet/network/environment-proxy.ts';
import { proxyFrom } from '../wallet/network/proxy-address.ts';

/**
 * Finds the proxy for an address as a browser on this computer would: Chromium reads the settings of the system, and is
 * asked for nothing more; see `createFetch` for why it does not make the request.
 *
 * What the environment says goes first: it is the more deliberate word, and the only place for a password. A script that
 * chooses the proxy (PAC) is not run, for Chromium would have to load it and has no network; where the system names
 * one, HTTPS_PROXY has to say what it would.
 */
export function createSystemProxy(
  session: Pick<Session, 'resolveProxy'>,
  environment: Readonly<Record<string, string | undefined>>,
): (address: URL) => Promise<URL | null> {
  return async (address) => {
    const named = environmentProxy(environment, address);
    // Which of a service's addresses is asked for is not Chromium's concern, and it would log it.
    return named === undefined ? readProxyList(await session.resolveProxy(address.origin), address) : named;
  };
}

/** Chromium's answer: `DIRECT`, or `PROXY proxy.example:3128; SOCKS5 other:1080; DIRECT`, the best one first. */
function readProxyList(list: string, target: URL): URL | null {
  const [kind = 'DIRECT', address = ''] = (list.split(';')[0] ?? '').trim().split(/\s+/);
  switch (kind.toUpperCase()) {
    case 'DIRECT':
    case '':
      return null;
    case 'PROXY':
      return proxyFrom(`http://${address}`, target);
    case 'HTTPS':
      return proxyFrom(`https://${address}`, target);
    default:
      return proxyFrom(`socks://${address}`, target);
  }
}
