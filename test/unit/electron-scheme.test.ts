import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CustomScheme, Protocol } from 'electron';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBuiltFiles } from '../../src-main/electron/built-files.ts';
import { isOwnAddress } from '../../src-main/electron/origin.ts';
import { registerScheme, serveBuiltFiles } from '../../src-main/electron/scheme.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-wallet-renderer-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Token Wallet</title>');
  writeFileSync(join(folder, 'assets', 'index.js'), 'start()');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function get(address: string, init?: RequestInit): Promise<Response> {
  type Handler = Parameters<Protocol['handle']>[1];
  let handler: Handler | undefined;
  serveBuiltFiles(
    {
      handle: (scheme, serving) => {
        expect(scheme).toBe('app');
        handler = serving;
      },
    },
    readBuiltFiles(folder),
  );
  const response = await handler?.(new Request(address, init));
  if (response === undefined) {
    throw new Error('nothing serves the scheme');
  }
  return response;
}

describe('The scheme of the window', () => {
  it('has origins and is secure, and has no privilege beyond that', () => {
    const registered: CustomScheme[] = [];
    registerScheme({ registerSchemesAsPrivileged: (schemes) => registered.push(...schemes) });
    expect(registered).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });

  it('serves the page at its root', async () => {
    const response = await get('app://wallet/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toContain('<title>Token Wallet</title>');
  });

  it('serves files of the build with their types', async () => {
    const response = await get('app://wallet/assets/index.js?v=1');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await response.text()).toBe('start()');
  });

  it('sends the strict content policy with every answer, found or not', async () => {
    for (const address of ['app://wallet/', 'app://wallet/assets/index.js', 'app://wallet/nothing']) {
      const { headers } = await get(address);
      const directives = headers.get('content-security-policy')?.split('; ');
      expect(directives).toEqual([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        'trusted-types svelte-trusted-html',
      ]);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    }
  });

  it.each([
    'app://wallet/nothing',
    'app://wallet/assets',
    'app://wallet/../../etc/passwd',
    'app://wallet/%2e%2e/%2e%2e/etc/passwd',
    'app://wallet/assets/..%2f..%2fetc/passwd',
    'app://wallet//etc/passwd',
    'app://elsewhere/index.html',
    'app://wallet.evil/index.html',
    'app://wallet:80/index.html',
  ])('finds nothing at %s', async (address) => {
    expect((await get(address)).status).toBe(404);
  });

  it.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('does not take %s', async (method) => {
    const response = await get('app://wallet/', { method });
    expect(response.status).toBe(405);
    expect(await response.text()).toBe('');
  });

  it('does not start with a kind of file that nobody decided on', () => {
    writeFileSync(join(folder, 'assets', 'tool.wasm'), '');
    expect(() => readBuiltFiles(folder)).toThrow('/assets/tool.wasm');
  });
});

describe('The own origin', () => {
  it.each(['app://wallet/', 'app://wallet/assets/index.js', 'app://wallet'])('has %s', (address) => {
    expect(isOwnAddress(address)).toBe(true);
  });

  it.each([
    'https://wallet/',
    'app://wallet.evil/',
    'app://wallet@evil/',
    'app://evil@wallet/',
    'app:wallet',
    'apps://wallet/',
    'file:///etc/passwd',
    '',
    'wallet',
  ])('does not have %j', (address) => {
    expect(isOwnAddress(address)).toBe(false);
  });
});
