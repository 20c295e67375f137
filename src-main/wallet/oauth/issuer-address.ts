import { WalletError } from '../wallet-error.ts';
import { safeText } from './safe-text.ts';

const wellKnownSuffix = /\/\.well-known\/(openid-configuration|oauth-authorization-server)\/?$/;
const wellKnownPrefix = /^\/\.well-known\/oauth-authorization-server(?=\/|$)/;
const bareHost = /^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)/;

/**
 * The issuer address that a person meant: what they typed or pasted, without the blanks around it.
 *
 * A bare host name gets its `https://`, and the address of a metadata document becomes the issuer it belongs to.
 * Rejected are user names, queries and fragments, which an issuer never has (RFC 8414 section 2).
 */
export function parseIssuer(typed: string): URL {
  const trimmed = typed.trim();
  const url = URL.parse(bareHost.test(trimmed) ? `https://${trimmed}` : trimmed);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new WalletError('issuer-not-a-url', { issuer: safeText(trimmed) });
  }
  // Shown without user name and query, because either can hold a secret.
  const shown = `${url.origin}${url.pathname}`;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new WalletError('issuer-not-a-url', { issuer: shown });
  }
  if (!isProtected(url) && !isPlainLoopback(url)) {
    throw new WalletError('issuer-not-https', { issuer: shown });
  }
  url.pathname = url.pathname.replace(wellKnownSuffix, '').replace(wellKnownPrefix, '');
  return url;
}

/** TLS protects it. */
export function isProtected(url: URL): boolean {
  return url.protocol === 'https:';
}

/** Plain http that never leaves this computer: 127.0.0.0/8, [::1] and localhost. */
export function isPlainLoopback(url: URL): boolean {
  return url.protocol === 'http:' && /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(url.hostname);
}
