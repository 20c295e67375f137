import { EventEmitter } from 'node:events';
import type { OnBeforeRequestListenerDetails, Session, WebRequest } from 'electron';
import { describe, expect, it } from 'vitest';
import { installRequestFirewall } from '../../src-main/electron/request-firewall.ts';

type BeforeRequest = (
  details: OnBeforeRequestListenerDetails,
  callback: (answer: { cancel?: boolean }) => void,
) => void;

function install(developerTools: boolean): { isCancelled: (url: string) => boolean; session: EventEmitter } {
  let beforeRequest: BeforeRequest | undefined;
  const onBeforeRequest = (listener: BeforeRequest): void => {
    beforeRequest = listener;
  };
  const session = Object.assign(new EventEmitter(), {
    webRequest: { onBeforeRequest: onBeforeRequest as WebRequest['onBeforeRequest'] },
  });
  installRequestFirewall(session as unknown as Session, { developerTools });
  return {
    session,
    isCancelled: (url) => {
      const answers: { cancel?: boolean }[] = [];
      beforeRequest?.({ url } as OnBeforeRequestListenerDetails, (answer) => answers.push(answer));
      expect(answers).toHaveLength(1);
      return answers[0]?.cancel === true;
    },
  };
}

describe('The request firewall', () => {
  it('lets the files of the window through', () => {
    expect(install(false).isCancelled('app://wallet/assets/index.js')).toBe(false);
  });

  it.each([
    'https://example.org/',
    'http://127.0.0.1:8080/',
    'wss://example.org/',
    'file:///etc/passwd',
    'app://elsewhere/',
    'app://wallet.evil/',
    'devtools://devtools/bundled/inspector.html',
    'chrome-extension://abc/page.html',
    'not an address',
  ])('cancels %s', (url) => {
    expect(install(false).isCancelled(url)).toBe(true);
  });

  it('lets the developer tools load where there are any, and nothing besides', () => {
    const { isCancelled } = install(true);
    expect(isCancelled('devtools://devtools/bundled/inspector.html')).toBe(false);
    expect(isCancelled('https://example.org/')).toBe(true);
  });

  it('prevents downloads', () => {
    let prevented = false;
    install(false).session.emit('will-download', { preventDefault: () => (prevented = true) });
    expect(prevented).toBe(true);
  });
});
