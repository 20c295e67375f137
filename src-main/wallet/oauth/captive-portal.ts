import { headerOf } from '../network/whole-response.ts';

/** What a page asks for a password with, and what hotspots mark their pages with for programs (WISPr). */
const signInPage = /<input[^>]+type=["']?password|WISPAccessGatewayParam/i;

/**
 * Whether something between here and the service answered in its place, to have the person sign in to the network.
 *
 * Hotspots do that, and proxies that look into protected connections. RFC 6585 section 6 gives them a status of their
 * own; else they redirect to a page of theirs, or answer with it. A service that moved redirects to the same path of
 * its new host, and an address that is merely wrong is answered by its own host.
 */
export function isCaptivePortal(asked: URL, response: Response, body: Buffer): boolean {
  const { status } = response;
  if (status === 511) {
    return true;
  }
  if (status >= 300 && status < 400) {
    const target = URL.parse(headerOf(response, 'location') ?? '', asked.href);
    return target !== null && target.hostname !== asked.hostname && target.pathname !== asked.pathname;
  }
  const isPage = headerOf(response, 'content-type')?.includes('text/html') === true;
  return isPage && status >= 200 && status < 300 && signInPage.test(body.toString());
}
