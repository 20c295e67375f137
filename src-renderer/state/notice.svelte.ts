import type { ErrorValue } from '../../src-main/contract/error.ts';

/** Long enough to notice a slip and to reach for the way back. */
export const NOTICE_MS = 20_000;

/** What the bar at the lower edge says: something that can be undone, a sum of what was done, or an error. */
export type Notice =
  | { readonly kind: 'done'; readonly text: string; readonly undo: (() => Promise<void>) | undefined }
  | { readonly kind: 'error'; readonly error: ErrorValue };

/** The bar at the lower edge, for what has no better place. One notice at a time: a new one replaces the old. */
export class NoticeState {
  current = $state.raw<Notice | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  tell(text: string, undo?: () => Promise<void>): void {
    this.#show({ kind: 'done', text, undo });
  }

  fail(error: ErrorValue): void {
    this.#show({ kind: 'error', error });
  }

  async undo(): Promise<void> {
    const notice = this.current;
    if (notice?.kind === 'done' && notice.undo !== undefined) {
      this.dismiss();
      await notice.undo();
    }
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = null;
  }

  #show(notice: Notice): void {
    this.dismiss();
    this.current = notice;
    this.#timer = setTimeout(() => {
      this.dismiss();
    }, NOTICE_MS);
  }
}
