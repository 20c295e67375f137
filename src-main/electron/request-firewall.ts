import type { Session } from 'electron';
import { isOwnAddress } from './origin.ts';

/**
 * Cancels every request of the window that is not for its own files, and every download.
 *
 * The content policy forbids the same to the page; this holds even where that policy is not looked at, such as for
 * what Chromium fetches of its own accord. The wallet's own requests do not pass here: they are made by Node.
 */
export function installRequestFirewall(
  session: Pick<Session, 'on'> & { readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> },
  { developerTools }: { readonly developerTools: boolean },
): void {
  session.webRequest.onBeforeRequest(({ url }, callback) => {
    callback({ cancel: !(isOwnAddress(url) || (developerTools && isDeveloperTools(url))) });
  });
  session.on('will-download', (event) => {
    event.preventDefault();
  });
}

/** The developer tools are a page themselves, and load from here. */
function isDeveloperTools(address: string): boolean {
  return URL.parse(address)?.protocol === 'devtools:';
}
