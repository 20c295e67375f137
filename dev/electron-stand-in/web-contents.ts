import { EventEmitter } from 'node:events';
import type { IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
import { toAppAddress, toAppOrigin } from './address.ts';
import type { ChromiumWindow, SpeakingFrame } from './chromium-window.ts';
import { log } from './log.ts';
import { session } from './session.ts';

type WindowOpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];
type Frame = Pick<WebFrameMain, 'origin' | 'url' | 'isDestroyed'> & { readonly parent: Frame | null };

/** The window around the contents. */
interface Host {
  readonly chromium: ChromiumWindow | undefined;
  isDestroyed(): boolean;
  focus(): void;
}

let lastId = 0;

/** Electron's `webContents`, as far as one page of our own needs it. */
export class StandInWebContents extends EventEmitter {
  readonly id = (lastId += 1);
  readonly session = session.defaultSession;
  /** Chromium takes it from its command line, so it must be said before the window opens. */
  webRtcPolicy = 'default';
  readonly #host: Host;
  #windowOpenHandler: WindowOpenHandler = () => ({ action: 'deny' });

  constructor(host: Host) {
    super();
    this.#host = host;
  }

  getURL(): string {
    return toAppAddress(this.#host.chromium?.address ?? 'about:blank');
  }

  isDestroyed(): boolean {
    return this.#host.isDestroyed();
  }

  send(channel: string, ...values: unknown[]): void {
    this.#host.chromium?.send(channel, values);
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler;
  }

  setWebRTCIPHandlingPolicy(policy: Parameters<WebContents['setWebRTCIPHandlingPolicy']>[0]): void {
    this.webRtcPolicy = policy;
  }

  reload(): void {
    this.#host.chromium?.reload().catch((error: unknown) => {
      log(String(error));
    });
  }

  focus(): void {
    this.#host.focus();
  }

  /** The handler hears of the window that the page wanted; none is ever opened. */
  refuseWindow(url: string): void {
    const referrer = { url: '', policy: 'default' } as const;
    this.#windowOpenHandler({ url, frameName: '', features: '', disposition: 'new-window', referrer });
  }

  /** The event that goes with an invocation. */
  eventOf(speaking: SpeakingFrame): IpcMainInvokeEvent {
    const isDestroyed = (): boolean => this.isDestroyed();
    const origin = toAppOrigin(speaking.origin);
    const main: Frame = { origin, url: this.getURL(), parent: null, isDestroyed };
    const senderFrame: Frame = speaking.isMain ? main : { origin, url: origin, parent: main, isDestroyed };
    const event = { type: 'frame', sender: this, senderFrame, frameId: 1, processId: 1 };
    return event as unknown as IpcMainInvokeEvent;
  }
}

StandInWebContents satisfies new (
  host: Host,
) => Pick<
  WebContents,
  | 'id'
  | 'getURL'
  | 'isDestroyed'
  | 'send'
  | 'setWindowOpenHandler'
  | 'setWebRTCIPHandlingPolicy'
  | 'reload'
  | 'focus'
>;
