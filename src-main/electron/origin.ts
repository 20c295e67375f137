/** The scheme of the window's own pages. It is no web scheme, so nothing from the network can ever share its origin. */
export const SCHEME = 'app';

/** The origin of the window's one page, as browsers write it. */
export const ORIGIN = 'app://wallet';

/** The address that the window opens. */
export const START_ADDRESS = `${ORIGIN}/`;

/** Whether an address lies within the window's own origin. Parsed, because a prefix test takes `app://wallet.evil/`. */
export function isOwnAddress(address: string): boolean {
  // Node gives schemes it does not know the origin `null`, so the parts are compared one by one.
  const url = URL.parse(address);
  return url?.protocol === `${SCHEME}:` && `${url.protocol}//${url.host}` === ORIGIN && url.username === '';
}
