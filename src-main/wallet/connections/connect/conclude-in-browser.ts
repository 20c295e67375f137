import type { LoopbackRedirect } from '../../oauth/loopback-redirect.ts';
import type { Language } from '../../../contract/status.ts';
import type { Clock } from '../../ports.ts';
import { toErrorValue } from '../../wallet-error.ts';
import { ATTEMPT_MS } from './attempt-under-way.ts';
import { endingOf, pageText } from './attempt-texts.ts';

/** Tells a failed attempt's end in the browser. */
export interface BrowserFarewell {
  tell(redirect: LoopbackRedirect, error: unknown): Promise<void>;
  /** Waits for nobody any longer. */
  close(): void;
}

/**
 * An attempt that was ended from outside has no request to answer yet. Its address stays open for a while, so that a
 * person who comes back late is told so, instead of seeing the browser's own error page.
 */
export function createBrowserFarewell(clock: Clock, language: () => Language): BrowserFarewell {
  const waiting = new Set<() => void>();
  return {
    tell: async (redirect, error) => {
      const ending = endingOf(toErrorValue(error).code);
      if (ending === 'too-late') {
        await latecomer(redirect);
      }
      await redirect.conclude(ending, pageText(language(), ending));
    },
    close: () => {
      for (const giveUp of waiting) {
        giveUp();
      }
    },
  };

  function latecomer(redirect: LoopbackRedirect): Promise<void> {
    return new Promise((resolve) => {
      const endWait = clock.after(ATTEMPT_MS, giveUp);
      waiting.add(giveUp);
      redirect.answer.then(giveUp, giveUp);

      function giveUp(): void {
        endWait();
        waiting.delete(giveUp);
        resolve();
      }
    });
  }
}
