import { atMost, SETTLE_MS } from '../../pause.ts';
import { nothingIfExpected } from '../../wallet-error.ts';
import type { ConnectionContext } from '../context.ts';
import { createRefreshRecovery } from './recover-refreshes.ts';
import { createRefresher, type Refresh } from './refresh.ts';

/** Everything that renews token sets: when it is asked to, and after an answer was lost. */
export interface Refreshes {
  readonly refresh: Refresh;
  /** The vault has been opened. In the background, what was lost is asked for again. */
  begin(): void;
  /** Asks once more for every answer that was lost; resolves when each has been tried. */
  recover(): Promise<void>;
  /** Begins nothing more, and resolves when what is under way has ended. */
  settle(): Promise<void>;
  close(): void;
}

/** `inBackground`: for a host that stays. One that only runs a command sees to the connections that it uses. */
export function createRefreshes(
  context: ConnectionContext,
  { inBackground, random }: { readonly inBackground: boolean; readonly random?: () => number },
): Refreshes {
  const { clock } = context;
  const refresher = createRefresher(context, random);
  const recovery = createRefreshRecovery(context, refresher.refresh, random);
  return {
    refresh: async (id, wish) => {
      try {
        return await refresher.refresh(id, wish);
      } catch (error) {
        if (inBackground) {
          recovery.soon(id, error);
        }
        throw error;
      }
    },
    begin: () => {
      refresher.goOn();
      if (inBackground) {
        recovery.recover().catch(nothingIfExpected);
      }
    },
    recover: () => recovery.recover(),
    settle: async () => {
      recovery.close();
      await atMost(clock, SETTLE_MS, refresher.stop());
    },
    close: () => {
      recovery.close();
      refresher.stop().catch(nothingIfExpected);
    },
  };
}
