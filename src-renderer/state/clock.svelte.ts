const TICK_MS = 1000;

/** What time it is, for everything in the window that says "in 2 hours". Rests while nobody can see it. */
export class Clock {
  nowMs = $state(Date.now());

  /** Returns the function that stops it. */
  start(): () => void {
    const tick = (): void => {
      if (!document.hidden) {
        this.nowMs = Date.now();
      }
    };
    const timer = setInterval(tick, TICK_MS);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }
}
