import type { Protocol } from 'electron';
import type { BuiltFiles } from './built-files.ts';
import { isOwnAddress, SCHEME } from './origin.ts';

/** What the page may do, directive by directive; whatever is not named falls under `default-src 'none'`. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Small pictures are inlined by the build.
  "img-src 'self' data:",
  "font-src 'self'",
  // The page reaches the wallet through the bridge, and nothing else at all.
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // Text becomes markup only through the one policy that Svelte's compiled templates use.
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Tells Chromium that `app:` has origins like https has, and is as secure. Must happen before the app is ready. */
export function registerScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built renderer, and nothing else, under `app://wallet/`. */
export function serveBuiltFiles(protocol: Pick<Protocol, 'handle'>, files: BuiltFiles): void {
  protocol.handle(SCHEME, (request) => answerRequest(request, files));
}

/** The answer to one request of the page. */
export function answerRequest(
  { method, url }: { readonly method: string; readonly url: string },
  files: BuiltFiles,
): Response {
  if (method !== 'GET') {
    return new Response(null, { status: 405, headers: { ...securityHeaders, Allow: 'GET' } });
  }
  const { pathname } = new URL(url);
  const file = isOwnAddress(url) ? files.get(pathname === '/' ? '/index.html' : pathname) : undefined;
  if (file === undefined) {
    return new Response(null, { status: 404, headers: securityHeaders });
  }
  return new Response(file.content, { headers: { ...securityHeaders, 'Content-Type': file.contentType } });
}
