import { hostnameOf, portOf } from './host-and-port.ts';
import { proxyFrom } from './proxy-address.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for an https address: null where it says to use none, undefined where it says
 * nothing at all.
 *
 * As with curl: HTTPS_PROXY names it, NO_PROXY lists what is reached without it, and lower case goes before upper case.
 * HTTP_PROXY is of no use here, for the wallet speaks plain http to this computer only.
 */
export function environmentProxy(environment: Environment, address: URL): URL | null | undefined {
  const named = environment['https_proxy'] ?? environment['HTTPS_PROXY'] ?? '';
  if (named === '') {
    return undefined;
  }
  const exceptions = environment['no_proxy'] ?? environment['NO_PROXY'] ?? '';
  return isExcepted(address, exceptions) ? null : proxyFrom(named, address);
}

/** Entries are separated by commas: `*`, a host, a host with its port, or a domain, which includes what is below it. */
function isExcepted(address: URL, exceptions: string): boolean {
  const host = hostnameOf(address);
  const withPort = `${address.hostname}:${portOf(address)}`;
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const domain = entry.replace(/^\*?\./, '').replace(/^\[|\]$/g, '');
      return entry === '*' || entry === withPort || host === domain || host.endsWith(`.${domain}`);
    });
}
