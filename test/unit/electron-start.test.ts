import { describe, expect, it } from 'vitest';
import { createDemoHost } from '../../src-main/electron/demo-host.ts';
import { menuTemplate } from '../../src-main/electron/menu.ts';
import { homeOverride } from '../../src-main/electron/start-options.ts';
import { systemLanguage } from '../../src-main/electron/system-language.ts';

describe('The data folder that is asked for', () => {
  it.each([
    [['--home', '/a/b'], {}, '/a/b'],
    [['--home=/a/b'], {}, '/a/b'],
    [['.', '--inspect=0', '--home', '/a/b', '--remote-debugging-port=0', '--unknown'], {}, '/a/b'],
    [[], { TOKEN_WALLET_HOME: '/c' }, '/c'],
    [['--home', '/a/b'], { TOKEN_WALLET_HOME: '/c' }, '/a/b'],
    [['--no-sandbox'], {}, undefined],
  ])('by %j and %j is %s', (args, environment, folder) => {
    expect(homeOverride(args, environment)).toBe(folder);
  });

  it.each([[['--home']], [['--home=']], [['--home', '--no-sandbox']]])('is missing in %j', (args) => {
    expect(() => homeOverride(args, { TOKEN_WALLET_HOME: '/c' })).toThrow(
      '--home needs the name of a folder',
    );
  });
});

describe('The language of the system', () => {
  it.each([
    [['ru-RU', 'en-US'], 'ru'],
    [['en-GB', 'ru'], 'en'],
    [['de-DE', 'ru_RU'], 'ru'],
    [['de-DE'], 'en'],
    [['rup'], 'en'],
    [[], 'en'],
  ])('of %j is %s', (preferred, language) => {
    expect(systemLanguage(preferred)).toBe(language);
  });
});

describe('The menu', () => {
  it('has on macOS what copying, pasting and quitting need', () => {
    const roles = menuTemplate({ platform: 'darwin', developerTools: false }).map(({ role }) => role);
    expect(roles).toEqual(['appMenu', 'editMenu', 'windowMenu']);
  });

  it.each(['linux', 'win32'] as const)('makes Ctrl+W and Ctrl+Q work on %s', (platform) => {
    const [menu, ...others] = menuTemplate({ platform, developerTools: false });
    expect(menu?.submenu).toEqual([{ role: 'close' }, { role: 'quit', accelerator: 'Ctrl+Q' }]);
    expect(others).toEqual([]);
  });

  it('offers developer tools in a checkout only', () => {
    const textOf = (developerTools: boolean): string =>
      JSON.stringify(menuTemplate({ platform: 'linux', developerTools }));
    expect(textOf(true)).toContain('toggleDevTools');
    expect(textOf(false)).not.toContain('toggleDevTools');
  });
});

describe('The host of the demo service', () => {
  const demo = { issuer: 'http://127.0.0.1:1', api: 'http://127.0.0.1:1', users: [] };

  it('starts one service however often it is asked', async () => {
    let starts = 0;
    const host = createDemoHost(() => {
      starts += 1;
      return Promise.resolve({ ...demo, stop: () => undefined });
    });
    expect(host.running()).toBeNull();
    expect(await Promise.all([host.start(), host.start()])).toEqual([demo, demo]);
    expect(host.running()).toEqual(demo);
    expect(starts).toBe(1);
  });

  it('that failed can be started again', async () => {
    let portIsForbidden = true;
    const host = createDemoHost(() =>
      portIsForbidden
        ? Promise.reject(Object.assign(new Error('listen'), { code: 'EACCES' }))
        : Promise.resolve(demo),
    );
    await expect(host.start()).rejects.toMatchObject({ code: 'demo-failed', detail: { problem: 'EACCES' } });
    expect(host.running()).toBeNull();
    portIsForbidden = false;
    expect(await host.start()).toEqual(demo);
  });
});
