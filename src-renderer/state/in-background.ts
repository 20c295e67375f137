/** Lets work run on that nobody waits for. The bridge never rejects; anything else that fails shows in the console. */
export function inBackground(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    reportError(error);
  });
}
