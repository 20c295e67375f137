import { EventEmitter } from 'node:events';
import type { IpcMain, IpcMainInvokeEvent } from 'electron';

type InvokeListener = Parameters<IpcMain['handle']>[1];

const listeners = new Map<string, InvokeListener>();

class StandInIpcMain extends EventEmitter {
  handle(channel: string, listener: InvokeListener): void {
    if (listeners.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    listeners.set(channel, listener);
  }

  removeHandler(channel: string): void {
    listeners.delete(channel);
  }
}

/** Electron's `ipcMain`, for invocations. */
export const ipcMain = new StandInIpcMain() satisfies Pick<IpcMain, 'handle' | 'removeHandler'>;

/** What the page's `ipcRenderer.invoke` comes to; rejects in Electron's words. */
export async function answerInvocation(
  event: IpcMainInvokeEvent,
  channel: string,
  values: readonly unknown[],
): Promise<unknown> {
  const listener = listeners.get(channel);
  try {
    if (listener === undefined) {
      throw new Error(`No handler registered for '${channel}'`);
    }
    return (await listener(event, ...values)) as unknown;
  } catch (error) {
    throw new Error(`Error invoking remote method '${channel}': ${String(error)}`, { cause: error });
  }
}
