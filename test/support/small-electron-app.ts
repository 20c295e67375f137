/** A small Electron app, written for Electron, with which the stand-in shows what it does. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, clipboard, ipcMain, protocol, session, shell } from 'electron';

const policy = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'";

const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
  '/': ['text/html', '<!doctype html><title>Small</title><script src="/page.js"></script><p>Here</p>'],
  '/page.js': [
    'text/javascript',
    `window.foundBeforeAnything = Object.getOwnPropertyNames(window);
     window.violated = [];
     document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective));
     window.ticks = [];
     window.stopTicks = small.onTick((tick) => ticks.push(tick));
     const tryEval = () => { try { return eval('"open"'); } catch (error) { return error.name; } };
     window.evalAfter = {};
     small.onTick(() => (evalAfter.event = tryEval()));
     small.ask('who am I').then(() => (evalAfter.answer = tryEval()));
     small.askInVain().catch(() => (evalAfter.failure = tryEval()));`,
  ],
};

const preload = `
  const { contextBridge, ipcRenderer } = require('electron');
  contextBridge.exposeInMainWorld('small', {
    ask: (...values) => ipcRenderer.invoke('ask', ...values),
    askInVain: () => ipcRenderer.invoke('nobody-listens'),
    onTick: (listener) => {
      const onTick = (_event, tick) => listener(tick);
      ipcRenderer.on('tick', onTick);
      return () => ipcRenderer.off('tick', onTick);
    },
  });`;

const home = process.argv[process.argv.indexOf('--home') + 1] ?? '';
app.setPath('userData', home);

if (app.requestSingleInstanceLock({ greeting: 'hello' })) {
  app.whenReady().then(run).catch(giveUp);
} else {
  app.exit(0);
}

app.on('second-instance', (_event, argv, _folder, data) => {
  say(`second instance: ${JSON.stringify(data)} ${String(argv.includes('--again'))}`);
  BrowserWindow.getAllWindows()[0]?.focus();
});
app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event, url) => {
    say(`navigation: ${url}`);
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => {
    say('new window');
    return { action: 'deny' };
  });
});

async function run(): Promise<void> {
  session.defaultSession.webRequest.onBeforeRequest(({ url }, callback) => {
    callback({ cancel: url.endsWith('/cancelled') });
  });
  protocol.handle('app', (request) => {
    const file = files[new URL(request.url).pathname];
    return file === undefined
      ? new Response('', { status: 404 })
      : new Response(file[1], { headers: { 'content-type': file[0], 'content-security-policy': policy } });
  });
  const preloadFile = join(home, 'preload.cjs');
  writeFileSync(preloadFile, preload);
  const window = new BrowserWindow({ title: 'Small', webPreferences: { preload: preloadFile } });
  ipcMain.handle('ask', async ({ senderFrame, sender }, question: string, value: unknown) => {
    switch (question) {
      case 'who am I':
        return [
          senderFrame?.origin,
          senderFrame?.url,
          senderFrame?.parent,
          sender.id === window.webContents.id,
        ];
      case 'tick':
        sender.send('tick', value);
        return undefined;
      case 'open':
        await shell.openExternal(String(value));
        return undefined;
      case 'copy':
        await clipboard.writeText(String(value));
        return await clipboard.readText();
      default:
        throw new Error('no such question');
    }
  });
  window.on('closed', () => {
    say('closed');
  });
  app.on('window-all-closed', () => {
    say('all closed');
    app.quit();
  });
  await window.loadURL('app://small/');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function giveUp(error: unknown): void {
  process.stderr.write(`${String(error)}\n`);
  app.exit(1);
}
