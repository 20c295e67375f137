import { expect } from '@playwright/test';
import { methods } from '../../src-main/contract/contract.ts';
import { approveInDemo } from '../support/demo-browser.ts';
import { startDemoProcess } from '../support/demo-process.ts';
import { inject } from '../support/injected-script.ts';
import { sendEverywhere } from '../support/send-everywhere.ts';
import { type ListeningPost, openListeningPost } from '../support/listening-post.ts';
import { test as base, type WalletApp } from '../support/wallet-app.ts';
import { WalletWindow } from '../support/wallet-window.ts';

/*
 * Somebody has slipped a script into the wallet's page, by whatever hole. It can do what the page can do, which is to ask
 * the wallet; the built bundles and the real bridge see to it that it can do nothing else.
 */

/** What the page finds, as a script without the contract's types sees it. */
declare const tokenWallet: {
  invoke: (method: unknown, input?: unknown) => Promise<{ ok: boolean; error?: { code: string } }>;
  on: (event: unknown, listener: (payload: unknown) => void) => () => void;
};
/** Where the attacks write down what they have achieved. */
declare const spoils: string[];

const CANARY = 'canary-5d0c7e91';
const ANNA = { login: 'anna', password: 'sunflower', decision: 'allow' } as const;

const test = base.extend<{ readonly post: ListeningPost }>({
  post: async ({}, use) => {
    await using post = await openListeningPost();
    await use(post);
  },
});

test.describe('a hostile script in the page', () => {
  let app: WalletApp;

  test.beforeEach(async ({ launchWallet }) => {
    app = await launchWallet();
    await expect(app.window.getByRole('button', { name: 'Connect an app' })).toBeVisible();
    await app.window.evaluate(() => Object.assign(window, { spoils: [] }));
  });

  /** The page is the one it was, alone, and the wallet answers it. */
  async function expectUnmoved(): Promise<void> {
    await expect.poll(() => app.window.context().pages().length).toBe(1);
    const isAnswered = await inject(app.window, async () => (await tokenWallet.invoke('app.status', {})).ok);
    expect(isAnswered).toBe(true);
    expect(await app.window.evaluate(() => spoils)).toEqual([]);
  }

  test('finds the bridge and nothing else of the trusted side', async () => {
    const found = await inject(app.window, () => {
      const names = [
        'process',
        'require',
        'module',
        'exports',
        'Buffer',
        'global',
        '__dirname',
        'setImmediate',
      ];
      const shell = ['electron', 'ipcRenderer', 'contextBridge', 'webFrame', 'chrome.runtime', 'nodeRequire'];
      const functions = Object.getOwnPropertyNames(tokenWallet);
      return {
        node: [...names, ...shell].filter((name) => name in globalThis),
        functions,
        isFrozen: Object.isFrozen(tokenWallet),
        place: Object.getOwnPropertyDescriptor(window, 'tokenWallet'),
      };
    });
    expect(found).toMatchObject({
      node: [],
      functions: ['invoke', 'on'],
      isFrozen: true,
      place: { writable: false, configurable: false },
    });
  });

  test('cannot change the bridge, for itself or for the page', async () => {
    const changed = await inject(app.window, () => {
      const { invoke, on } = tokenWallet;
      const fake = (): string => 'fake';
      Reflect.set(window, 'tokenWallet', { invoke: fake });
      Reflect.set(tokenWallet, 'invoke', fake);
      Reflect.set(tokenWallet, 'more', fake);
      Reflect.defineProperty(tokenWallet, 'on', { value: fake });
      Reflect.deleteProperty(tokenWallet, 'on');
      Reflect.deleteProperty(window, 'tokenWallet');
      Reflect.setPrototypeOf(tokenWallet, { more: fake });
      return tokenWallet.invoke !== invoke || tokenWallet.on !== on || 'more' in tokenWallet;
    });
    expect(changed).toBe(false);
    await expectUnmoved();
  });

  test('goes nowhere, and opens nothing', async ({ post }) => {
    const before = app.window.url();
    const ways = 'assign replace href link download form frames meta open history base'.split(' ');
    const there = `http://127.0.0.1:${post.port}/`;
    for (const address of [there, 'file:///etc/passwd', 'data:text/html,elsewhere']) {
      for (const way of ways) {
        await inject(app.window, go, { way, address });
      }
    }
    await expectUnmoved();
    expect(app.window.url()).toBe(before);
    expect(post.heard).toEqual([]);
    await expect(app.window.getByRole('button', { name: 'Connect an app' })).toBeVisible();
  });

  test('gets no window from a click of the person either', async ({ post }) => {
    await inject(
      app.window,
      (address) => {
        const trap = document.createElement('a');
        Object.assign(trap, { href: address, target: '_blank', rel: 'opener', textContent: 'You have won' });
        trap.style.setProperty('position', 'fixed');
        trap.style.setProperty('inset', '0');
        trap.addEventListener('click', () => window.open(address, 'another', 'popup'));
        document.body.append(trap);
      },
      `http://127.0.0.1:${post.port}/`,
    );
    const trap = app.window.getByRole('link', { name: 'You have won' });
    await trap.click();
    await trap.click({ button: 'middle' });
    await trap.click({ modifiers: ['Shift'] });
    await trap.click({ modifiers: ['ControlOrMeta'] });
    await expectUnmoved();
    expect(post.heard).toEqual([]);
  });

  test('sends nothing out', async ({ page, post }) => {
    const answered: string[] = [];
    app.window.on('requestfinished', (request) => answered.push(request.url()));
    await inject(app.window, sendEverywhere, `127.0.0.1:${post.port}`);
    await inject(app.window, sendEverywhere, 'elsewhere.example');
    expect(answered).toEqual([]);
    expect(post.heard).toEqual([]);
    await expectUnmoved();

    // The same script in an ordinary page is heard, in every way that could be missed above.
    await page.goto(`http://127.0.0.1:${post.port}/`);
    const sending = inject(page, sendEverywhere, `127.0.0.1:${post.port}`).catch(() => undefined);
    for (const way of ['fetch', 'socket', 'events', 'beacon', 'img', 'style', 'font', 'frame', 'prefetch']) {
      await expect
        .poll(() => post.heard.some((line) => line.includes(` /${way} `)), { message: way })
        .toBe(true);
    }
    await expect.poll(() => post.heard).toContain('a UDP packet');
    await page.close();
    await sending;
  });

  test('sends nothing out even where the content policy is not looked at', async ({ post }) => {
    const session = await app.window.context().newCDPSession(app.window);
    await session.send('Page.setBypassCSP', { enabled: true });
    await app.window.reload();
    await app.window.evaluate(() => Object.assign(window, { spoils: [] }));
    await inject(app.window, sendEverywhere, `127.0.0.1:${post.port}`);
    await expectUnmoved();
    expect(post.heard).toEqual([]);
  });

  test('turns no text into a script', async () => {
    const gotThrough = await inject(app.window, async () => {
      const spoil = "spoils.push('ran')";
      const { body, head } = document;
      const { trustedTypes } = window as unknown as {
        trustedTypes: { createPolicy: (name: string, rules: object) => unknown };
      };
      const policy = (name: string): unknown =>
        trustedTypes.createPolicy(name, { createHTML: (text: string) => text });
      const make = (tag: string, properties: object): HTMLElement =>
        Object.assign(document.createElement(tag), properties);
      const url = (text: string): string =>
        URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
      const image = `<img src="data:," onerror="${spoil}"><svg onload="${spoil}"></svg>`;
      const attempts: Record<string, () => unknown> = {
        'new Function': () => Reflect.construct(Function, [spoil]),
        eval: () => Reflect.apply(eval, undefined, [spoil]) as unknown,
        'the constructor of a bridge function': () =>
          Reflect.construct(tokenWallet.invoke.constructor, [spoil]) as unknown,
        'a timer': () => setTimeout(spoil as unknown as () => void),
        'a script with text': () => {
          head.append(make('script', { textContent: spoil }));
        },
        'a script with a text node': () => {
          const script = document.createElement('script');
          script.append(spoil);
          head.append(script);
        },
        'a script from data': () => {
          head.append(make('script', { src: `data:text/javascript,${spoil}` }));
        },
        'a script from a blob': () => {
          head.append(make('script', { src: url(spoil) }));
        },
        'a script in SVG': () => {
          const script = document.createElementNS('http://www.w3.org/2000/svg', 'script');
          script.setAttribute('href', `data:text/javascript,${spoil}`);
          body.append(script);
        },
        'import of data': () => import(`data:text/javascript,${spoil}`),
        'import of a blob': () => import(url(spoil)),
        innerHTML: () => (body.innerHTML += image),
        insertAdjacentHTML: () => {
          body.insertAdjacentHTML('beforeend', image);
        },
        'a fragment': () => {
          body.append(document.createRange().createContextualFragment(image));
        },
        'document.write': () => {
          // eslint-disable-next-line @typescript-eslint/no-deprecated -- whoever attacks does not mind
          document.write(`<script>${spoil}</script>`);
        },
        'a parsed document': () => new DOMParser().parseFromString(image, 'text/html'),
        setHTMLUnsafe: () => {
          body.setHTMLUnsafe(image);
        },
        'an event attribute': () => {
          body.setAttribute('onclick', spoil);
          body.click();
        },
        'a javascript link': () => {
          const link = make('a', { href: `javascript:${spoil}` });
          body.append(link);
          link.click();
        },
        'a javascript address': () => {
          location.assign(`javascript:${spoil}`);
        },
        'a javascript frame': () => {
          body.append(make('iframe', { src: `javascript:parent.${spoil}` }));
        },
        'a frame of text': () => {
          body.append(make('iframe', { srcdoc: `<script>parent.${spoil}</script>` }));
        },
        'a worker': () => new Worker(url(spoil)),
        'a shared worker': () => new SharedWorker(url(spoil)),
        'a service worker': () => navigator.serviceWorker.register('/service-worker.js'),
        'a service worker from the own files': () =>
          navigator.serviceWorker.register(document.querySelector('script')?.src ?? ''),
        'a policy of its own': () => policy('mine'),
        'the default policy': () => policy('default'),
        'the policy of Svelte': () => policy('svelte-trusted-html'),
        WebAssembly: () => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
      };
      const through: string[] = [];
      for (const [name, attempt] of Object.entries(attempts)) {
        try {
          await attempt();
          through.push(name);
        } catch {
          // Refused on the spot.
        }
      }
      return through;
    });
    // These are not refused on the spot; nothing comes of them, as of all the others.
    expect(gotThrough).toEqual([
      'a script with a text node',
      'a javascript link',
      'a javascript address',
      'a javascript frame',
    ]);
    await expectUnmoved();
  });

  test('is given no permission', async () => {
    const answers = await inject(app.window, askForEverything);
    expect(Object.keys(answers).length).toBeGreaterThan(40);
    expect(Object.entries(answers).filter(([, answer]) => answer === 'granted')).toEqual([]);
  });

  test('finds no bridge in a frame of its own', async () => {
    const found = await inject(app.window, async () => {
      const spoil: string[] = [];
      const addresses = [
        '',
        'about:blank',
        'about:srcdoc',
        '/',
        '/index.html',
        location.href,
        'data:text/html,x',
      ];
      for (const address of addresses) {
        const frame = document.createElement('iframe');
        frame.src = address;
        const loaded = new Promise((resolve) => {
          frame.addEventListener('load', resolve);
          frame.addEventListener('error', resolve);
        });
        document.body.append(frame);
        await loaded;
        try {
          const names = ['tokenWallet', 'electron', 'ipcRenderer', 'require', 'process', 'module', 'Buffer'];
          spoil.push(...names.filter((name) => name in (frame.contentWindow ?? {})));
        } catch {
          // It is a page of Chromium's own now, which says that nothing may be shown here.
        }
      }
      return spoil;
    });
    expect(found).toEqual([]);
    await expectUnmoved();
  });

  test('gets bad-input for whatever the contract does not have, and none of it repeated', async () => {
    const answers = await inject(
      app.window,
      async ({ known, canary }) => {
        const id = '7b0f6e9e-1f6a-4c59-8e0a-6f1f5d1c2b3a';
        const names = [
          '__proto__',
          'constructor',
          'toString',
          'valueOf',
          '',
          ' ',
          canary,
          'vault.create ',
          'then',
        ];
        const asked: [unknown, unknown?][] = [
          ...[...names, undefined, null, 0, {}, [], ['app.status'], { name: 'app.status' }].map(
            (name): [unknown, unknown] => [name, {}],
          ),
          // No method takes what these are.
          ...known.flatMap((name): [unknown, unknown?][] => [
            [name],
            [name, null],
            [name, canary],
            [name, [canary]],
            [name, { [canary]: canary }],
            [name, { id: canary, ids: canary, method: canary, issuer: 7 }],
            [name, { text: canary.repeat(100_000) }],
            [name, JSON.parse(`{"__proto__": {"${canary}": true}, "id": "${id}"}`)],
          ]),
          ['vault.unlock', { passphrase: canary.repeat(1_000) }],
          ['clipboard.copy', { text: canary.repeat(200_000) }],
          ['connect.start', { issuer: canary.repeat(1_000), scopes: [] }],
          [
            'connect.start',
            { issuer: 'https://example.org', scopes: [], redirectUri: 'https://evil.example' },
          ],
          ['connections.revoke', { ids: [id, canary] }],
          ['journal.list', { limit: 1e9 }],
        ];
        return Promise.all(
          asked.map(async ([name, input]) => {
            const answer = await tokenWallet.invoke(name, input);
            return { asked: [String(name), typeof input], answer };
          }),
        );
      },
      { known: Object.keys(methods), canary: CANARY },
    );
    expect(answers.length).toBeGreaterThan(150);
    expect(answers.filter(({ answer }) => answer.error?.code !== 'bad-input')).toEqual([]);
    expect(JSON.stringify(answers.map(({ answer }) => answer))).not.toContain(CANARY);
    expect(app.logs()).not.toContain(CANARY);
    await expectUnmoved();
  });

  test('hears only what the contract tells, however it listens', async () => {
    const heard = await inject(app.window, async () => {
      const told: [string, unknown][] = [];
      const names = [
        '*',
        '',
        'wallet:event',
        'wallet:invoke',
        '__proto__',
        'constructor',
        'message',
        'statusChanged',
      ];
      const stops = names.map((name) => tokenWallet.on(name, (...all: unknown[]) => told.push([name, all])));
      for (const language of ['ru', 'en']) {
        await tokenWallet.invoke('settings.change', { language });
      }
      stops.forEach((stop) => {
        stop();
      });
      await tokenWallet.invoke('settings.change', { language: 'ru' });
      return told;
    });
    expect(heard.map(([name]) => name)).toEqual(['statusChanged', 'statusChanged']);
    // The payload alone: Electron's own event would hold the way to every channel.
    expect(heard.map(([, all]) => all)).toEqual([
      [expect.objectContaining({ language: 'ru' })],
      [expect.objectContaining({ language: 'en' })],
    ]);
  });

  test('guesses no faster by asking many times at once', async () => {
    const window = new WalletWindow(app.window);
    await window.beginWithPassphrase('a right and proper passphrase');
    const codes = await inject(app.window, async () => {
      await tokenWallet.invoke('vault.lock', {});
      const guesses = Array.from({ length: 20 }, (_, number) => `guess number ${number}`);
      const answers = await Promise.all(
        guesses.map((passphrase) => tokenWallet.invoke('vault.unlock', { passphrase })),
      );
      return answers.map((answer) => answer.error?.code);
    });
    expect(codes[0]).toBe('passphrase-wrong');
    // A slow computer takes longer for one guess than the first delays are.
    expect(codes.filter((code) => code === 'passphrase-throttled').length).toBeGreaterThan(15);
  });
});

test('the ordinary journey breaks no rule of the content policy, and leaves nothing in the page', async ({
  launchWallet,
}) => {
  await using demo = await startDemoProcess();
  const app = await launchWallet();
  const window = new WalletWindow(app.window);
  await app.window.addInitScript(() => {
    Object.assign(globalThis, { spoils: [] });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      spoils.push(`${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  await app.window.reload();

  await window.begin();
  await window.askFor({ issuer: demo.issuer, appName: 'Holiday Prints', scopes: 'openid photos.read' });
  await approveInDemo(await app.nextBrowserAddress(), ANNA);
  await expect(window.dialog).toContainText('Holiday Prints');
  await window.closeDialog();
  await window.openDetails('Holiday Prints');
  await window.details.getByRole('button', { name: 'Check now' }).click();
  await expect(window.details).toContainText('Alive, said the service');
  await window.details.getByRole('button', { name: /^Revoke/ }).click();
  await expect(window.row('Holiday Prints')).toContainText('Revoked and confirmed');
  for (const place of ['Control+2', 'Control+3', 'Control+4', 'Control+1']) {
    await app.window.keyboard.press(place);
  }

  expect(await app.window.evaluate(() => spoils)).toEqual([]);
  const kept = await app.window.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    cookies: document.cookie,
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    workers: await navigator.serviceWorker.getRegistrations(),
  }));
  expect(kept).toEqual({
    local: 0,
    session: 0,
    cookies: '',
    databases: [],
    caches: [],
    workers: [],
  });
  expect(await app.window.context().cookies()).toEqual([]);
  await app.close();
});

/** Tries one way out of the page, and gives it the time of a question to the wallet. */
async function go({ way, address }: { readonly way: string; readonly address: string }): Promise<void> {
  const add = (tag: string, properties: object): HTMLElement => {
    const element = Object.assign(document.createElement(tag), properties);
    document.body.append(element);
    return element;
  };
  const ways: Record<string, () => unknown> = {
    assign: () => {
      location.assign(address);
    },
    replace: () => {
      location.replace(address);
    },
    href: () => (location.href = address),
    link: () => {
      add('a', { href: address, ping: address }).click();
    },
    download: () => {
      add('a', { href: address, download: 'wallet.exe' }).click();
    },
    form: () => {
      (add('form', { action: address, method: 'post' }) as HTMLFormElement).submit();
    },
    frames: () => add('iframe', { src: address }),
    meta: () => {
      document.head.append(add('meta', { httpEquiv: 'refresh', content: `0;url=${address}` }));
    },
    open: () => window.open(address),
    history: () => {
      history.pushState(null, '', address);
      spoils.push(`history ${address}`);
    },
    base: () => {
      add('base', { href: address });
      add('a', { href: 'elsewhere' }).click();
    },
  };
  try {
    ways[way]?.();
  } catch {
    // Refused on the spot.
  }
  await tokenWallet.invoke('app.status', {});
}

/** Asks for every permission there is; answers what became of each. */
async function askForEverything(): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  const names =
    'accelerometer ambient-light-sensor background-fetch background-sync camera captured-surface-control ' +
    'clipboard-read clipboard-write display-capture fullscreen geolocation gyroscope hand-tracking ' +
    'idle-detection keyboard-lock local-fonts local-network-access magnetometer microphone midi nfc ' +
    'notifications payment-handler periodic-background-sync persistent-storage pointer-lock push ' +
    'screen-wake-lock speaker-selection storage-access system-wake-lock top-level-storage-access ' +
    'web-app-installation window-management';
  const query = async (name: string): Promise<string> =>
    (await navigator.permissions.query({ name: name as PermissionName })).state;
  const use: Record<string, () => unknown> = {
    geolocation: () =>
      new Promise((resolve, reject) => {
        navigator.geolocation.getCurrentPosition(resolve, reject);
      }),
    notification: async () => {
      if ((await Notification.requestPermission()) !== 'granted') {
        throw new Error('refused');
      }
    },
    camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
    microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
    screen: () => navigator.mediaDevices.getDisplayMedia(),
    clipboard: () => navigator.clipboard.readText(),
    'clipboard items': () => navigator.clipboard.read(),
    midi: () => navigator.requestMIDIAccess({ sysex: true }),
    'wake lock': () => navigator.wakeLock.request('screen'),
    fullscreen: () => document.documentElement.requestFullscreen(),
    'pointer lock': () => document.documentElement.requestPointerLock(),
    'lasting storage': async () => {
      if (!(await navigator.storage.persist())) {
        throw new Error('refused');
      }
    },
  };
  for (const name of names.split(' ')) {
    answers[`query ${name}`] = await query(name).catch(() => 'unknown');
  }
  for (const [name, attempt] of Object.entries(use)) {
    const answer = Promise.resolve()
      .then(attempt)
      .then(
        () => 'granted',
        () => 'denied',
      );
    // Chromium itself asks the person which screen to show, where Electron is not there to refuse.
    const silence = new Promise<string>((resolve) => {
      setTimeout(resolve, 1_000, 'no answer');
    });
    answers[name] = await Promise.race([answer, silence]);
  }
  for (const device of ['usb', 'hid', 'serial', 'bluetooth']) {
    const devices = Reflect.get(navigator, device) as { getDevices?: () => Promise<unknown[]> } | undefined;
    const known = await devices?.getDevices?.().catch(() => []);
    answers[device] = (known?.length ?? 0) > 0 ? 'granted' : 'denied';
  }
  return answers;
}
