/** What a script of the main side and the page say to each other, as JSON. */
export type FromPage = { readonly id: number; readonly channel: string; readonly values: readonly unknown[] };
export type ToPage =
  | { readonly kind: 'answer'; readonly id: number; readonly value?: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }
  | { readonly kind: 'event'; readonly channel: string; readonly values: readonly unknown[] };

type Listener = (event: object, ...values: unknown[]) => void;
type Preload = (require: (name: string) => unknown, module: { exports: unknown }, exports: unknown) => void;

/**
 * Runs in the page before any of its scripts, as text: it may use nothing from outside itself.
 *
 * The binding to the main side is taken out of the page's global object and kept in here; the function that hears the
 * main side is handed over as an argument of a console message, which only the debugger sees. So the page's own scripts
 * find nothing but what the preload exposes.
 */
export function runPreloadInPage(bindingName: string, titleSuffix: string, preload: Preload): void {
  const globals = globalThis as unknown as Record<string, ((text: string) => void) | undefined>;
  const sendText = globals[bindingName];
  Reflect.deleteProperty(globals, bindingName);
  if (sendText === undefined || window.top !== window) {
    return;
  }

  const { parse, stringify } = JSON;
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (reason: Error) => void }>();
  const listeners = new Map<string, Set<Listener>>();
  let lastId = 0;

  function hear(text: string): void {
    const message = parse(text) as ToPage;
    if (message.kind === 'event') {
      for (const listener of [...(listeners.get(message.channel) ?? [])]) {
        listener({}, ...message.values);
      }
      return;
    }
    const asker = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answer') {
      asker?.resolve(message.value);
    } else {
      asker?.reject(new Error(message.message));
    }
  }

  // The debugger switches the page's content policy off for what it evaluates and for all that follows in the same task,
  // so what it says is heard in a task of the page's own. A message port, unlike a timer, is never slowed down.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<string>) => {
    hear(data);
  };
  const receive = port2.postMessage.bind(port2) as (text: string) => void;

  function frozen<Value>(value: Value): Value {
    if (typeof value === 'object' && value !== null) {
      Object.values(value).forEach(frozen);
      Object.freeze(value);
    }
    return value;
  }

  const ipcRenderer = {
    invoke(channel: string, ...values: unknown[]): Promise<unknown> {
      return new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        sendText(stringify({ id: lastId, channel, values } satisfies FromPage));
      });
    },
    on(channel: string, listener: Listener): void {
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(listener));
    },
    off(channel: string, listener: Listener): void {
      listeners.get(channel)?.delete(listener);
    },
    removeListener(channel: string, listener: Listener): void {
      listeners.get(channel)?.delete(listener);
    },
  };
  const contextBridge = {
    exposeInMainWorld(name: string, api: unknown): void {
      Object.defineProperty(window, name, { value: frozen(api), enumerable: true });
    },
  };

  // The title tells a person that this window is not Electron's.
  new MutationObserver(() => {
    if (document.title !== '' && !document.title.endsWith(titleSuffix)) {
      document.title += titleSuffix;
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });

  console.debug(bindingName, receive);
  const module = { exports: {} };
  preload(
    (name) => {
      if (name !== 'electron') {
        throw new Error(`A sandboxed preload has no module '${name}'`);
      }
      return { contextBridge, ipcRenderer };
    },
    module,
    module.exports,
  );
}
