import { EventEmitter } from 'node:events';
import type { App, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { forbidNavigation } from '../../src-main/electron/navigation.ts';

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];

/** A page made after navigation was forbidden, as Electron announces it. */
function newPage(): { contents: EventEmitter; openWindow: OpenHandler } {
  const app = new EventEmitter();
  forbidNavigation(app as unknown as App);
  let openWindow: OpenHandler = () => ({ action: 'allow' });
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: OpenHandler) => {
      openWindow = handler;
    },
  });
  app.emit('web-contents-created', {}, contents);
  return { contents, openWindow };
}

describe('A page of the wallet', () => {
  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'])(
    'is stopped at %s',
    (name) => {
      let prevented = false;
      const event = { url: 'app://wallet/', preventDefault: () => (prevented = true) };
      newPage().contents.emit(name, event);
      expect(prevented).toBe(true);
    },
  );

  it.each(['https://example.org/', 'app://wallet/', 'about:blank'])('opens no window for %s', (url) => {
    const details = { url } as Parameters<OpenHandler>[0];
    expect(newPage().openWindow(details)).toEqual({ action: 'deny' });
  });
});
