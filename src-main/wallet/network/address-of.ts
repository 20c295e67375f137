/** Addresses that thousands of requests go to, taken apart. */
const kept = new Map<string, URL>();
const MOST_KEPT = 32;

/**
 * An address, taken apart; nobody may change it. Of each request several have to know its parts on the way.
 *
 * Throws a TypeError for what is no address.
 */
export function addressOf(text: string): URL {
  return kept.get(text) ?? new URL(text);
}

/** Keeps an address for whoever asks next. Never call it with one that holds a token, as those of some calls do. */
export function keepAddress(text: string): void {
  if (!kept.has(text)) {
    const [oldest] = kept.size < MOST_KEPT ? [] : kept.keys();
    kept.delete(oldest ?? '');
    kept.set(text, new URL(text));
  }
}
