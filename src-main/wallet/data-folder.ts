import { posix, win32 } from 'node:path';

/** What decides where the wallet keeps its data. */
export interface DataFolderQuestion {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  /** What the person asked for with `--home` or `TOKEN_WALLET_HOME`; relative to the current folder. */
  readonly override: string | undefined;
}

/** The folder of the wallet's data: the one that was asked for, else the platform's own place for application data. */
export function dataFolder({ platform, environment, homeFolder, override }: DataFolderQuestion): string {
  if (override !== undefined && override !== '') {
    return (platform === 'win32' ? win32 : posix).resolve(override);
  }
  if (platform === 'darwin') {
    return posix.join(homeFolder, 'Library', 'Application Support', 'Token Wallet');
  }
  if (platform === 'win32') {
    const roaming = environment['APPDATA'] ?? win32.join(homeFolder, 'AppData', 'Roaming');
    return win32.join(roaming, 'Token Wallet');
  }
  return posix.join(xdgDataHome(environment, homeFolder), 'token-wallet');
}

/** The XDG Base Directory Specification says that a relative path here is invalid and to be ignored. */
function xdgDataHome(environment: DataFolderQuestion['environment'], homeFolder: string): string {
  const stated = environment['XDG_DATA_HOME'];
  return stated !== undefined && posix.isAbsolute(stated)
    ? stated
    : posix.join(homeFolder, '.local', 'share');
}
