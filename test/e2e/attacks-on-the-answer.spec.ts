import { connect } from 'node:net';
import { expect } from '@playwright/test';
import { answerOf, approveInDemo, DemoBrowser } from '../support/demo-browser.ts';
import { type DemoProcess, startDemoProcess } from '../support/demo-process.ts';
import { type ReplayIssuer, startReplayIssuer } from '../support/replay-issuer.ts';
import { startReplayServer } from '../support/replay-server.ts';
import { selfSignedCertificate } from '../support/self-signed.ts';
import { test as base, type WalletApp } from '../support/wallet-app.ts';
import { WalletWindow } from '../support/wallet-window.ts';

/*
 * Somebody between service, browser and wallet sends the wrong thing while an attempt runs in the window: to its real
 * loopback server, or as the service that it asks.
 */

const test = base.extend<{ readonly issuer: ReplayIssuer }>({
  issuer: async ({}, use) => {
    await using issuer = await startReplayIssuer({ scopes_supported: ['openid', 'photos.read'] });
    await use(issuer);
  },
});

const ANNA = { login: 'anna', password: 'sunflower', decision: 'allow' } as const;

test.describe('while an attempt waits for the browser', () => {
  let demo: DemoProcess;
  let app: WalletApp;
  let window: WalletWindow;

  test.beforeAll(async () => {
    demo = await startDemoProcess();
  });
  test.afterAll(() => demo[Symbol.asyncDispose]());

  test.beforeEach(async ({ launchWallet }) => {
    app = await launchWallet();
    window = new WalletWindow(app.window);
    await window.begin();
    await window.askFor({
      issuer: demo.issuer,
      appName: 'Holiday Prints',
      scopes: 'openid email photos.read',
    });
  });

  /** The answer of the demo service, on its way to the wallet. */
  async function trueAnswer(): Promise<URL> {
    return answerOf(await new DemoBrowser().walk(await app.nextBrowserAddress(), ANNA));
  }

  async function expectConnected(): Promise<void> {
    await expect(window.dialog).toContainText('anna@demo.example');
    await window.closeDialog();
    await expect(window.row('Holiday Prints')).toHaveCount(1);
  }

  test('strangers get 404 or nothing, and the true answer still counts', async () => {
    const answer = await trueAnswer();
    const { host } = answer;
    const path = `${answer.pathname}${answer.search}`;
    const slow = connect(Number(answer.port), '127.0.0.1').on('error', () => undefined);
    slow.write('GET /callback?code=slow HTTP/1.1\r\nhost: ');

    for (const request of [
      `GET /favicon.ico HTTP/1.1\r\nhost: ${host}\r\n\r\n`,
      `GET /callback HTTP/1.1\r\nhost: ${host}\r\n\r\n`,
      `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 3\r\n\r\na=b`,
      // The true answer itself, from a page that has pointed its own name at this computer.
      `GET ${path} HTTP/1.1\r\nhost: evil.example:${answer.port}\r\n\r\n`,
      `GET ${path} HTTP/1.1\r\nhost: localhost:${answer.port}\r\n\r\n`,
    ]) {
      expect(await send(answer, request)).toMatch(/^HTTP\/1\.1 404 /);
    }
    const large = `GET ${path} HTTP/1.1\r\nhost: ${host}\r\ncookie: ${'x'.repeat(100_000)}\r\n\r\n`;
    expect(await send(answer, large)).toBe('');
    expect(await send(answer, '\x16\x03\x01 a TLS hello\r\n\r\n')).toBe('');

    const page = await fetch(answer);
    expect(await page.text()).toContain('<h1>Connected</h1>');
    await expectConnected();
    slow.destroy();
  });

  for (const { what, change, reason, heading } of [
    {
      what: 'of another attempt',
      change: { state: 'another' },
      reason: 'does not belong to this attempt',
      heading: 'Not connected',
    },
    {
      what: 'of another service',
      change: { iss: 'https://evil.example' },
      reason: 'came from another service',
      heading: 'Not connected',
    },
    {
      what: 'that denies',
      change: { code: null, error: 'access_denied' },
      reason: 'Access was denied',
      heading: 'Access denied',
    },
    {
      what: 'with a code that nobody issued',
      change: { code: 'made-up' },
      reason: 'refused the authorization code',
      heading: 'Not connected',
    },
  ]) {
    test(`an answer ${what} ends it, and says so in both places`, async ({ page }) => {
      const answer = await trueAnswer();
      for (const [name, value] of Object.entries(change)) {
        answer.searchParams.delete(name);
        if (value !== null) {
          answer.searchParams.set(name, value);
        }
      }
      await page.goto(answer.href);
      await expect(page.getByRole('heading', { name: heading })).toBeVisible();
      await expect(window.dialog).toContainText(reason);
      await expect(window.dialog).toContainText('Nothing was stored');
      await window.closeDialog();
      await expect(app.window.getByText('No app is connected yet')).toBeVisible();
    });
  }

  test('an answer that was taken already is taken by nobody, and changes nothing', async () => {
    const answer = await trueAnswer();
    await fetch(answer);
    await expectConnected();
    await expect(fetch(answer)).rejects.toThrow('fetch failed');
    await expect(window.row('Holiday Prints')).toContainText('Active');
    await expect(window.dialog).toHaveCount(0);
  });

  test('the code of one attempt is worth nothing in another', async () => {
    const first = await trueAnswer();
    await fetch(first);
    await expectConnected();

    await app.window.getByRole('button', { name: 'Connect an app' }).click();
    // As the same client, so that nothing but PKCE can tell the two apart (RFC 9700 section 4.5).
    await window.nameService(demo.issuer);
    await window.openBrowser();
    const second = new URL(await app.nextBrowserAddress()).searchParams;
    const injected = new URL(second.get('redirect_uri') ?? '');
    injected.search = first.search;
    injected.searchParams.set('state', second.get('state') ?? '');
    expect(await (await fetch(injected)).text()).toContain('<h1>Not connected</h1>');
    await expect(window.dialog).toContainText('refused the authorization code');
    await window.closeDialog();
    await expect(window.row('Holiday Prints')).toHaveCount(1);
  });

  test('what was confirmed to the person is there after a power failure', async ({ launchWallet }) => {
    await approveInDemo(await app.nextBrowserAddress(), ANNA);
    await expect(window.dialog).toContainText('anna@demo.example');
    await app.kill();
    const next = new WalletWindow((await launchWallet()).window);
    await expect(next.row('Holiday Prints')).toContainText('anna@demo.example');
  });
});

test.describe('a service that is not what it should be', () => {
  test('is refused by its address or its metadata, each with its own words', async ({ launchWallet }) => {
    await using server = await startReplayServer();
    await using tls = await startReplayServer({}, selfSignedCertificate('127.0.0.1'));
    server.routes['/html/.well-known/openid-configuration'] = { body: '<html>Sign in to the network</html>' };
    server.routes['/other/.well-known/openid-configuration'] = {
      body: {
        issuer: 'https://login.example.com',
        authorization_endpoint: 'https://login.example.com/authorize',
        token_endpoint: 'https://login.example.com/token',
      },
    };
    const app = await launchWallet();
    const window = new WalletWindow(app.window);
    await window.begin();
    for (const [issuer, words] of [
      ['not a url', 'is not the address of a service'],
      ['javascript:alert(1)', 'is not the address of a service'],
      ['http://login.example.com', 'begins with http'],
      ['https://no-such-host.invalid', 'There is no host called no-such-host.invalid'],
      [tls.origin, 'The secure connection to 127.0.0.1'],
      [`${server.origin}/html`, 'answered with a page instead of its metadata'],
      [`${server.origin}/other`, 'presents itself as another issuer: https://login.example.com'],
      [server.origin, 'does not describe an authorization server'],
    ] as const) {
      await window.dialog.getByLabel('Address of the service').fill(issuer);
      await window.dialog.getByRole('button', { name: 'Continue' }).click();
      await expect(window.dialog).toContainText(words);
    }
    await app.window.keyboard.press('Escape');
    await expect(app.window.getByText('No app is connected yet')).toBeVisible();
  });

  test.describe('when the browser has answered', () => {
    let window: WalletWindow;
    let asked: URLSearchParams;

    test.beforeEach(async ({ launchWallet, issuer }) => {
      issuer.server.routes['/register'] = {
        status: 201,
        body: { client_id: 'wallet', token_endpoint_auth_method: 'none' },
      };
      const app = await launchWallet();
      window = new WalletWindow(app.window);
      await window.begin();
      await window.askFor({
        issuer: issuer.server.origin,
        appName: 'Holiday Prints',
        scopes: 'openid photos.read',
      });
      asked = new URL(await app.nextBrowserAddress()).searchParams;
    });

    /** What the browser shows when the service replies with an ID token with `claims`, and with these fields. */
    async function answerWith(issuer: ReplayIssuer, claims: object, fields: object = {}): Promise<string> {
      const nonce = asked.get('nonce') ?? '';
      issuer.server.routes['/token'] = {
        body: {
          access_token: 'access-token-1',
          token_type: 'Bearer',
          id_token: issuer.idToken({ nonce }, { ...claims }),
          ...fields,
        },
      };
      const answer = new URL(asked.get('redirect_uri') ?? '');
      answer.search = new URLSearchParams({ code: 'code-1', state: asked.get('state') ?? '' }).toString();
      return (await fetch(answer)).text();
    }

    for (const { what, claims, words } of [
      { what: 'for another app', claims: { aud: 'another-app' }, words: 'is not valid' },
      { what: 'of another attempt', claims: { nonce: 'replayed' }, words: 'does not belong to this attempt' },
      { what: 'of another service', claims: { iss: 'https://evil.example' }, words: 'is not valid' },
    ]) {
      test(`an ID token ${what} is refused, and nothing stored`, async ({ issuer }) => {
        expect(await answerWith(issuer, claims)).toContain('<h1>Not connected</h1>');
        await expect(window.dialog).toContainText(words);
        await window.closeDialog();
        await expect(window.page.getByText('No app is connected yet')).toBeVisible();
      });
    }

    test('markup in what it says stays text, and what it does not say is said to be missing', async ({
      issuer,
    }) => {
      const name = '<img src="data:," onerror="document.title=1"><b>Mallory</b>';
      const page = await answerWith(
        issuer,
        { name, email: undefined },
        { surprise: { nested: ['<script>'] } },
      );
      expect(page).toContain('<h1>Connected</h1>');
      await expect(window.dialog).toContainText(name);
      await window.closeDialog();
      const row = window.row('Holiday Prints');
      await expect(row).toContainText(name);
      await expect(row).toContainText('End not stated');
      await window.openDetails('Holiday Prints');
      await expect(window.details).toContainText('does not say that it protects the sign-in with PKCE');
      await expect(window.details).toContainText('The service did not say which rights it granted');
      await expect(window.page.locator('b, img')).toHaveCount(0);
      await expect(window.page).toHaveTitle(/^Token Wallet/);
    });
  });
});

/** What a server sends for these bytes until it closes the connection; an empty text when it only closes. */
async function send({ port }: URL, bytes: string): Promise<string> {
  const socket = connect(Number(port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A server that closes in the middle of a request resets the connection, which is what these tests are after.
  socket.on('error', () => undefined);
  socket.write(bytes);
  await new Promise((resolve) => socket.on('close', resolve));
  return Buffer.concat(chunks).toString();
}
