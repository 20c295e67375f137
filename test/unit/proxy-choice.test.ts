import { describe, expect, it } from 'vitest';
import { createSystemProxy } from '../../src-main/electron/system-proxy.ts';
import { environmentProxy } from '../../src-main/wallet/network/environment-proxy.ts';

const service = new URL('https://login.example.com/token?secret=1');

describe('the environment', () => {
  it.each([
    [{}, undefined],
    [{ HTTPS_PROXY: '' }, undefined],
    [{ HTTP_PROXY: 'http://proxy:1' }, undefined],
    [{ HTTPS_PROXY: 'http://proxy:1' }, 'http://proxy:1/'],
    [{ HTTPS_PROXY: 'proxy:1' }, 'http://proxy:1/'],
    [{ HTTPS_PROXY: 'https://a:b@proxy' }, 'https://a:b@proxy/'],
    [{ HTTPS_PROXY: 'http://upper:1', https_proxy: 'http://lower:1' }, 'http://lower:1/'],
  ])('%j names the proxy %s', (environment, proxy) => {
    expect(environmentProxy(environment, service)?.href).toBe(proxy);
  });

  it.each([
    '*',
    'login.example.com',
    'LOGIN.example.com',
    'example.com',
    '.example.com',
    '*.example.com',
    'login.example.com:443',
    'one.test,  example.com',
  ])('leaves the proxy out for NO_PROXY=%s', (exceptions) => {
    expect(environmentProxy({ HTTPS_PROXY: 'http://proxy:1', NO_PROXY: exceptions }, service)).toBeNull();
  });

  it.each(['', 'ample.com', 'login.example.com:8443', 'www.login.example.com', 'example'])(
    'keeps the proxy for NO_PROXY=%s',
    (exceptions) => {
      expect(
        environmentProxy({ HTTPS_PROXY: 'http://proxy:1', NO_PROXY: exceptions }, service),
      ).not.toBeNull();
    },
  );

  it('knows an IPv6 address with and without its brackets', () => {
    const address = new URL('https://[::1]:8443');
    for (const exceptions of ['::1', '[::1]', '[::1]:8443']) {
      expect(environmentProxy({ HTTPS_PROXY: 'http://proxy:1', NO_PROXY: exceptions }, address)).toBeNull();
    }
  });

  it.each([
    ['socks5://proxy:1080', { proxy: 'proxy:1080', problem: 'it speaks SOCKS' }],
    ['http://ann:hunter2@pro xy', { proxy: '?', problem: 'that is no address of a proxy' }],
  ])('is refused when it names %s, which would else be walked around', (HTTPS_PROXY, detail) => {
    expect(() => environmentProxy({ HTTPS_PROXY }, service)).toThrow(
      expect.objectContaining({
        code: 'proxy-unreachable',
        detail: { host: 'login.example.com', ...detail },
      }),
    );
  });
});

describe('the system', () => {
  const asked: string[] = [];
  const answering = (list: string): { resolveProxy: (address: string) => Promise<string> } => ({
    resolveProxy: (address) => {
      asked.push(address);
      return Promise.resolve(list);
    },
  });

  it.each([
    ['DIRECT', undefined],
    ['', undefined],
    ['PROXY proxy.example:3128', 'http://proxy.example:3128/'],
    ['PROXY proxy.example:3128; DIRECT', 'http://proxy.example:3128/'],
    ['HTTPS proxy.example:8443', 'https://proxy.example:8443/'],
  ])('that says "%s" means %s', async (list, proxy) => {
    expect((await createSystemProxy(answering(list), {})(service))?.href).toBe(proxy);
  });

  it('is asked about the host, and not about the address that is called there', () => {
    expect(new Set(asked)).toEqual(new Set(['https://login.example.com']));
  });

  it('that wants SOCKS is not walked around', async () => {
    await expect(
      createSystemProxy(answering('SOCKS5 proxy.example:1080; DIRECT'), {})(service),
    ).rejects.toMatchObject({ code: 'proxy-unreachable', detail: { problem: 'it speaks SOCKS' } });
  });

  it('is not asked where the environment knows', async () => {
    const proxyFor = createSystemProxy(answering('PROXY other:1'), {
      HTTPS_PROXY: 'proxy:1',
      NO_PROXY: 'a.test',
    });
    expect((await proxyFor(service))?.href).toBe('http://proxy:1/');
    expect(await proxyFor(new URL('https://a.test'))).toBeNull();
  });
});
