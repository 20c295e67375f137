/** The last moment whose year has four digits. */
const LATEST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** ISO 8601 in UTC. A moment that is too far away for it, from wherever it came, must not hide all the others. */
export function moment(atMs: number): string {
  return new Date(Math.min(atMs, LATEST_MS)).toISOString();
}
