import { describe, expect, it } from 'vitest';
import { createSystemBrowser, mayBeOpened } from '../../src-main/electron/external-addresses.ts';

describe("The person's browser", () => {
  it.each([
    'https://accounts.example.org/authorize?state=x',
    'http://127.0.0.1:4711/auth?client_id=x',
    'http://127.8.9.10/',
    'http://[::1]:4711/',
    'http://localhost:4711/',
  ])('is shown %s', async (address) => {
    const opened: string[] = [];
    const browser = createSystemBrowser((href) => {
      opened.push(href);
      return Promise.resolve();
    });
    await browser.open(new URL(address));
    expect(opened).toEqual([address]);
  });

  it.each([
    'http://example.org/',
    'http://localhost.example.org/',
    'http://127.0.0.1.example.org/',
    'http://192.168.0.1/',
    'https://user:password@example.org/',
    'https://user@example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'app://wallet/',
    'ms-settings:network',
    'smb://example.org/share',
  ])('is never shown %s', async (address) => {
    const opened: string[] = [];
    const browser = createSystemBrowser((href) => {
      opened.push(href);
      return Promise.resolve();
    });
    expect(mayBeOpened(new URL(address))).toBe(false);
    await expect(browser.open(new URL(address))).rejects.toMatchObject({ code: 'browser-failed' });
    expect(opened).toEqual([]);
  });

  it('that does not start is an expected failure', async () => {
    const browser = createSystemBrowser(() => Promise.reject(new Error('no application')));
    await expect(browser.open(new URL('https://example.org/'))).rejects.toMatchObject({
      code: 'browser-failed',
    });
  });
});
