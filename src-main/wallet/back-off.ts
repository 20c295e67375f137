/** How long to wait between two tries. */
export interface BackOff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * The wait before another try: any time up to a bound that doubles with each, so that many wallets do not come back to
 * a service all at once (full jitter). A service that said when to come back (Retry-After) is not asked earlier.
 */
export function waitBeforeRetry(
  { firstMs, mostMs }: BackOff,
  attempt: number,
  retryAfterSeconds: string | undefined,
  random: () => number,
): number {
  const jitterMs = random() * Math.min(mostMs, firstMs * 2 ** attempt);
  return Number(retryAfterSeconds ?? 0) * 1000 + jitterMs;
}
