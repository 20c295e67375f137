import { contextBridge, ipcRenderer } from 'electron';
import type { IpcRendererEvent } from 'electron';
import { BRIDGE_NAME, EVENT_CHANNEL, INVOKE_CHANNEL } from '../contract/bridge.ts';
import type { Bridge } from '../contract/bridge.ts';

/*
 * The whole of what the page can reach. It runs in the page's process, so it is not trusted either: names and inputs are
 * checked on the other side of the channel, by the dispatcher, with the contract's schemas. Here they are only types,
 * which keeps the schemas out of this bundle. Of events, only those of the contract are ever sent.
 */
const bridge: Bridge = {
  invoke: (method, input) => ipcRenderer.invoke(INVOKE_CHANNEL, method, input),

  on: (event, listener) => {
    // Electron's own event stays here: through its `sender` the page would hold the whole of ipcRenderer.
    const onTold = (
      _event: IpcRendererEvent,
      name: unknown,
      payload: Parameters<typeof listener>[0],
    ): void => {
      if (name === event) {
        listener(payload);
      }
    };
    ipcRenderer.on(EVENT_CHANNEL, onTold);
    return () => {
      ipcRenderer.removeListener(EVENT_CHANNEL, onTold);
    };
  },
};

contextBridge.exposeInMainWorld(BRIDGE_NAME, Object.freeze(bridge));
