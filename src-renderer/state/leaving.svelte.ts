import type { RevocationsState } from './revocations.svelte.ts';

/**
 * Tells, once, before the window closes, that revocations are not finished.
 *
 * A page can only hold the closing up (HTML, "beforeunload"). Electron then leaves the window open and shows nothing,
 * so the question is asked in the window itself, and its answer closes the window once more.
 */
export class LeavingState {
  isAsked = $state(false);
  #isDecided = false;
  readonly #revocations: RevocationsState;

  constructor(revocations: RevocationsState) {
    this.#revocations = revocations;
  }

  /** Returns the function that ends the watching. */
  start(): () => void {
    const listener = (event: BeforeUnloadEvent): void => {
      if (!this.#isDecided && this.#revocations.unfinished.length > 0) {
        event.preventDefault();
        this.isAsked = true;
      }
    };
    window.addEventListener('beforeunload', listener);
    return () => {
      window.removeEventListener('beforeunload', listener);
    };
  }

  quit(): void {
    this.#isDecided = true;
    window.close();
  }

  stay(): void {
    this.isAsked = false;
  }
}
