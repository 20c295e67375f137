import { EventEmitter } from 'node:events';
import type { IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';

type FakedContents = Pick<WebContents, 'id' | 'send'> & Pick<EventEmitter, 'emit'>;

/** A page, as far as the window's host looks at one. What was sent to it is in `sent`. */
export interface FakeContents extends FakedContents {
  readonly sent: unknown[][];
  /** The same page as the type that Electron declares. */
  readonly asElectron: WebContents;
  destroy(): void;
}

export function fakeContents(id: number): FakeContents {
  const sent: unknown[][] = [];
  const contents = Object.assign(new EventEmitter(), {
    id,
    send: (...message: unknown[]) => {
      sent.push(message);
    },
  });
  return Object.assign(contents, {
    sent,
    asElectron: contents as unknown as WebContents,
    destroy: () => {
      contents.emit('destroyed');
    },
  });
}

type FakedFrame = Pick<WebFrameMain, 'origin' | 'parent' | 'isDestroyed'>;

/** A main frame that shows the wallet, but for what is said otherwise. */
export function fakeFrame(differences: Partial<FakedFrame> = {}): WebFrameMain {
  const frame: FakedFrame = {
    origin: 'app://wallet',
    parent: null,
    isDestroyed: () => false,
    ...differences,
  };
  return frame as WebFrameMain;
}

/** A frame that is gone: Electron throws when it is asked for anything but that. */
export function destroyedFrame(): WebFrameMain {
  const gone = (): never => {
    throw new Error('Render frame was disposed before WebFrameMain could be accessed');
  };
  const frame: FakedFrame = {
    isDestroyed: () => true,
    get origin() {
      return gone();
    },
    get parent() {
      return gone();
    },
  };
  return frame as WebFrameMain;
}

/** The event that Electron makes for an invocation. */
export function invocationFrom(
  sender: FakeContents,
  senderFrame: WebFrameMain | null = fakeFrame(),
): IpcMainInvokeEvent {
  const event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'> = {
    sender: sender.asElectron,
    senderFrame,
  };
  return event as IpcMainInvokeEvent;
}
