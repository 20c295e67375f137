import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { ORIGIN } from './origin.ts';

/** Knows which pages are the wallet's own. */
export interface Guard {
  /** Trusts a page that the wallet itself opened, until it is destroyed. */
  trust(contents: WebContents): void;
  /** Whether a message comes from the main frame of a trusted page that shows the wallet. */
  admits(event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>): boolean;
  /** The pages that are trusted now. */
  trusted(): readonly WebContents[];
}

/** A guard that trusts nobody yet. */
export function createGuard(): Guard {
  const trustedById = new Map<number, WebContents>();
  return {
    trust(contents) {
      // The id is kept, because a destroyed page can no longer be asked for it.
      const { id } = contents;
      trustedById.set(id, contents);
      contents.once('destroyed', () => trustedById.delete(id));
    },
    admits({ sender, senderFrame }) {
      // Electron answers null for a frame that has navigated away or is gone; asking a destroyed one would throw.
      return (
        trustedById.has(sender.id) &&
        senderFrame !== null &&
        !senderFrame.isDestroyed() &&
        senderFrame.parent === null &&
        senderFrame.origin === ORIGIN
      );
    },
    trusted() {
      return [...trustedById.values()];
    },
  };
}
