import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { standInHost } from '../../dev/host.js';
import { allCommandLines } from '../support/process-tree.ts';
import type { WalletApp } from '../support/wallet-app.ts';
import { launchInStandIn } from '../support/wallet-in-stand-in.ts';

/** What the small app's preload and page put into the window. */
declare const small: {
  ask: (question: string, value?: unknown) => Promise<unknown>;
  askInVain: () => Promise<unknown>;
};
declare const ticks: unknown[];
declare const stopTicks: () => void;
declare const violated: string[];
declare const evalAfter: Readonly<Record<string, string>>;
declare const foundBeforeAnything: string[];

const host = standInHost(join(import.meta.dirname, '..', 'support', 'small-electron-app.ts'));

test.describe('the Electron stand-in', () => {
  let home: string;
  let app: WalletApp;

  test.beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'stand-in-home-'));
    app = await launchInStandIn({ home }, host);
  });

  test.afterEach(async () => {
    await app.kill();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });

  test('shows what the scheme handler serves, and says that it is a stand-in', async () => {
    await expect(app.window.getByText('Here')).toBeVisible();
    await expect(app.window).toHaveTitle('Small (Electron stand-in)');
    expect(app.logs()).toContain('this is not Electron');
  });

  test('stays open while its page holds the closing up, and closes when the page says so', async () => {
    const { window } = app;
    // Playwright, which watches the same window, would otherwise agree to the closing.
    const asked = new Promise((resolve) => {
      window.on('dialog', (dialog) => {
        dialog.dismiss().then(resolve, resolve);
      });
    });
    await window.evaluate(() => {
      addEventListener('beforeunload', (event) => {
        if (!document.title.startsWith('Leaving')) {
          event.preventDefault();
        }
      });
    });
    // Only a page that a person has used may hold its closing up (HTML, "sticky activation").
    await window.getByText('Here').click();
    await window.close({ runBeforeUnload: true });
    await asked;
    await expect(window.getByText('Here')).toBeVisible();

    const closed = window.waitForEvent('close');
    await window.evaluate(() => {
      document.title = 'Leaving';
      close();
    });
    await closed;
  });

  test('carries a question to the main side, with the frame that Electron would name', async () => {
    const answer = await app.window.evaluate(() => small.ask('who am I'));
    expect(answer).toEqual(['app://small', 'app://small/', null, true]);
  });

  test('rejects in Electron’s words', async () => {
    await expect(app.window.evaluate(() => small.ask('nonsense'))).rejects.toThrow(
      "Error invoking remote method 'ask': Error: no such question",
    );
    await expect(app.window.evaluate(() => small.askInVain())).rejects.toThrow('No handler registered');
  });

  test('carries events to the page until the page stops listening', async () => {
    await app.window.evaluate(() => small.ask('tick', { number: 1 }));
    await expect.poll(() => app.window.evaluate(() => ticks)).toEqual([{ number: 1 }]);
    await app.window.evaluate(async () => {
      stopTicks();
      await small.ask('tick', { number: 2 });
      await small.ask('who am I');
    });
    expect(await app.window.evaluate(() => ticks)).toHaveLength(1);
  });

  test('works the same after the page has been loaded anew', async () => {
    await app.window.reload();
    expect(await app.window.evaluate(() => small.ask('who am I'))).toHaveLength(4);
    await app.window.evaluate(() => small.ask('tick', 'again'));
    await expect.poll(() => app.window.evaluate(() => ticks)).toEqual(['again']);
  });

  test('leaves nothing of its own in the page, nor in a frame that the page makes', async () => {
    const names = await app.window.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      return {
        early: foundBeforeAnything,
        late: Object.getOwnPropertyNames(window),
        frame: Object.getOwnPropertyNames(frame.contentWindow),
      };
    });
    const own = /^binding|playwright|^small$|stand.?in|electron|^require$|ipc/i;
    expect(names.early.filter((name) => own.test(name))).toEqual(['small']);
    expect(names.late.filter((name) => own.test(name))).toEqual(['small']);
    expect(names.frame.filter((name) => own.test(name))).toEqual([]);
  });

  test('exposes an object that the page cannot change', async () => {
    const isChanged = await app.window.evaluate(() => {
      Reflect.set(window, 'small', undefined);
      Reflect.set(small, 'ask', undefined);
      Reflect.deleteProperty(window, 'small');
      return typeof small.ask !== 'function';
    });
    expect(isChanged).toBe(false);
  });

  test('keeps the content policy that the handler sends', async () => {
    await app.window.evaluate(() => fetch('/page.js').catch(() => undefined));
    await expect.poll(() => app.window.evaluate(() => violated)).toContain('connect-src');
    await expect(
      app.window.evaluate(() => {
        document.body.insertAdjacentHTML('beforeend', '<b>');
      }),
    ).rejects.toThrow('TrustedHTML');
  });

  test('keeps the policy in what the page does after an answer, a failure and an event', async () => {
    await app.window.evaluate(() => small.ask('tick'));
    const closed = { answer: 'EvalError', failure: 'EvalError', event: 'EvalError' };
    await expect.poll(() => app.window.evaluate(() => evalAfter)).toEqual(closed);
  });

  test('lets the page go nowhere', async () => {
    const before = app.window.url();
    await app.window.evaluate(() => {
      location.href = 'https://elsewhere.example/';
    });
    await expect.poll(() => app.logs()).toContain('navigation: https://elsewhere.example/');
    expect(app.window.url()).toBe(before);
  });

  test('opens no second window', async () => {
    await app.window.evaluate(() => {
      window.open('https://elsewhere.example/');
    });
    await expect.poll(() => app.logs()).toContain('new window');
    await expect.poll(() => app.window.context().pages()).toHaveLength(1);
  });

  test('hands addresses for the browser to the test', async () => {
    await app.window.evaluate(() => small.ask('open', 'https://service.example/authorize?x=1'));
    expect(await app.nextBrowserAddress()).toBe('https://service.example/authorize?x=1');
    await expect(app.window.evaluate(() => small.ask('open', 'file:///etc/passwd'))).rejects.toThrow('file:');
  });

  test('copies to the clipboard, which the page itself may not read', async () => {
    expect(await app.window.evaluate(() => small.ask('copy', 'words'))).toBe('words');
    await expect(app.window.evaluate(() => navigator.clipboard.readText())).rejects.toThrow();
  });

  test('lets a second instance greet the first, and end', async () => {
    const second = spawn(host.program, [...host.options, '--home', home, '--again'], { stdio: 'ignore' });
    expect(await once(second, 'exit')).toEqual([0, null]);
    await expect.poll(() => app.logs()).toContain('second instance: {"greeting":"hello"} true');
    await expect.poll(() => app.logs()).toContain('the window has come to the front');
  });

  test('ends when the window is closed, and gives the lock back', async () => {
    await app.close();
    expect(app.logs()).toContain('closed\nall closed\n');
    app = await launchInStandIn({ home }, host);
    await expect(app.window.getByText('Here')).toBeVisible();
  });

  test('leaves no process and no lock behind when it is killed', async () => {
    const profile = /--user-data-dir=\S+/.exec(app.commandLines().join(' '))?.[0] ?? 'no Chromium';
    const withProfile = (): string[] => allCommandLines().filter((line) => line.includes(profile));
    expect(withProfile()).not.toEqual([]);
    await app.kill();
    await expect.poll(withProfile).toEqual([]);
    app = await launchInStandIn({ home }, host);
    await expect(app.window.getByText('Here')).toBeVisible();
  });
});
