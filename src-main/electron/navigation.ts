import type { App, WebContents } from 'electron';

/** Keeps every page of this app where it is: nothing navigates, opens a window or embeds another page. */
export function forbidNavigation(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => {
    keepInPlace(contents);
  });
}

/** The wallet changes views within its one page, and opens services in the person's own browser. */
export function keepInPlace(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.on('will-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
