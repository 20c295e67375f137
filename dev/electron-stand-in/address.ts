/**
 * Chromium knows nothing of the scheme `app:`, so the page lives at an https address that stands for it. The name ends in
 * `.invalid` (RFC 2606), which no network can resolve: what is not answered here is answered nowhere.
 */
const SUFFIX = '.stand-in.invalid';

/** `app://wallet/x` → `https://wallet.app.stand-in.invalid/x`. */
export function toPageAddress(appAddress: string): string {
  const { protocol, host, pathname, search, hash } = new URL(appAddress);
  return `https://${host}.${protocol.slice(0, -1)}${SUFFIX}${pathname}${search}${hash}`;
}

/** The way back; an address that stands for nothing stays as it is. */
export function toAppAddress(pageAddress: string): string {
  const { protocol, hostname, pathname, search, hash } = new URL(pageAddress);
  if (protocol !== 'https:' || !hostname.endsWith(SUFFIX)) {
    return pageAddress;
  }
  const name = hostname.slice(0, -SUFFIX.length);
  const scheme = name.slice(name.lastIndexOf('.') + 1);
  return `${scheme}://${name.slice(0, -scheme.length - 1)}${pathname}${search}${hash}`;
}

/** `app://wallet`, as `WebFrameMain.origin` says it. */
export function toAppOrigin(pageOrigin: string): string {
  return URL.canParse(pageOrigin) ? toAppAddress(pageOrigin).replace(/\/$/, '') : pageOrigin;
}
