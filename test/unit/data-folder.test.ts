import { describe, expect, it } from 'vitest';
import { dataFolder } from '../../src-main/wallet/data-folder.ts';

describe('The data folder', () => {
  it.each([
    ['linux', {}, '/home/ada', '/home/ada/.local/share/token-wallet'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/home/ada', '/data/token-wallet'],
    // The XDG specification: a relative path is invalid and to be ignored.
    ['linux', { XDG_DATA_HOME: 'data' }, '/home/ada', '/home/ada/.local/share/token-wallet'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/ada', '/home/ada/.local/share/token-wallet'],
    ['freebsd', {}, '/home/ada', '/home/ada/.local/share/token-wallet'],
    ['darwin', {}, '/Users/ada', '/Users/ada/Library/Application Support/Token Wallet'],
    ['win32', { APPDATA: 'D:\\Profiles\\ada' }, 'C:\\Users\\ada', 'D:\\Profiles\\ada\\Token Wallet'],
    ['win32', {}, 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Roaming\\Token Wallet'],
  ] as const)('on %s with %j and the home %s is %s', (platform, environment, homeFolder, folder) => {
    expect(dataFolder({ platform, environment, homeFolder, override: undefined })).toBe(folder);
  });

  it('is the one that was asked for, wherever that is', () => {
    const question = { platform: 'linux', environment: {}, homeFolder: '/home/ada' } as const;
    expect(dataFolder({ ...question, override: '/elsewhere/' })).toBe('/elsewhere');
    expect(dataFolder({ ...question, override: 'near' })).toBe(`${process.cwd()}/near`);
    expect(dataFolder({ ...question, override: '' })).toBe('/home/ada/.local/share/token-wallet');
  });
});
