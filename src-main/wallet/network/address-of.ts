/** The last few addresses, taken apart. */
const known = new Map<string, URL>();
const MOST_KNOWN = 8;

/**
 * An address, taken apart; nobody may change it. Thousands of tokens are revoked at the same two addresses, each of which
 * several have to take apart on the way. One with a query is not kept, for it may be of one token only.
 *
 * Throws a TypeError for what is no address.
 */
export function addressOf(text: string): URL {
  const found = known.get(text);
  if (found !== undefined) {
    return found;
  }
  const address = new URL(text);
  if (address.search === '') {
    const [oldest] = known.size < MOST_KNOWN ? [] : known.keys();
    known.delete(oldest ?? '');
    known.set(text, address);
  }
  return address;
}
