import type { Clipboard } from 'electron';
import { BrowserWindow } from './browser-window.ts';
import { log } from './log.ts';

/** Electron's `clipboard`, by way of the window, in a world that the page's scripts do not share. */
export const clipboard = {
  async readText(): Promise<string> {
    return String(await evaluateInWindow('navigator.clipboard.readText()'));
  },
  async writeText(text: string): Promise<void> {
    await evaluateInWindow(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  },
  clear(): void {
    clipboard.writeText('').catch((error: unknown) => {
      log(String(error));
    });
  },
} satisfies Pick<Clipboard, 'readText' | 'writeText' | 'clear'>;

function evaluateInWindow(expression: string): Promise<unknown> {
  const chromium = BrowserWindow.getAllWindows()[0]?.chromium;
  return chromium === undefined
    ? Promise.reject(new Error('The Electron stand-in has a clipboard only while its window is open'))
    : chromium.evaluateApart(expression);
}
