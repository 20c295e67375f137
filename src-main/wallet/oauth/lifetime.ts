/** A thousand years. Some services write "never" as the largest number they have, and no date stands for that. */
const LONGEST_SECONDS = 1_000 * 366 * 24 * 60 * 60;

/** Of a lifetime as a service told it, what can be counted with; null where it told none, or one without an end. */
export function lifetimeOf(seconds: number | undefined): number | null {
  return seconds !== undefined && seconds <= LONGEST_SECONDS ? seconds : null;
}

/** The same of a moment in seconds since 1970 (RFC 7519 section 2, NumericDate), in milliseconds. */
export function endOf(exp: unknown): number | null {
  return typeof exp === 'number' && Math.abs(exp) <= LONGEST_SECONDS ? exp * 1000 : null;
}
