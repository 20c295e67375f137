import type { Clock } from '../ports.ts';

/** Whoever names more is asked again after a day all the same. */
const LONGEST_SECONDS = 24 * 60 * 60;

/** RFC 9110 section 10.2.3: Retry-After is a number of seconds or a date. Undefined where it says nothing usable. */
export function retryAfterSeconds(response: Response, clock: Clock): number | undefined {
  const retryAfter = response.headers.get('retry-after')?.trim() ?? '';
  const seconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter)
    : Math.ceil((Date.parse(retryAfter) - clock.now()) / 1000);
  return seconds >= 0 ? Math.min(seconds, LONGEST_SECONDS) : undefined;
}
