import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Notification as ElectronNotification } from 'electron';
import { Notification } from '../../dev/electron-stand-in/desktop.ts';
import { createNotifier } from '../../src-main/electron/notifier.ts';
import { temporaryFolder } from '../support/vault-folder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a notification of the desktop', () => {
  it('shows the window when it is clicked, and then what it was about', async () => {
    const file = join(temporaryFolder(), 'click');
    vi.stubEnv('TOKEN_WALLET_STAND_IN_CLICK_FILE', file);
    const steps: string[] = [];
    const notifier = createNotifier({
      isSupported: () => Notification.isSupported(),
      create: (options) => new Notification(options) as unknown as ElectronNotification,
      showWindow: async () => {
        await Promise.resolve();
        steps.push('window');
      },
      log: (line) => steps.push(line),
    });
    notifier.notify({ title: 'The access ends soon', text: 'In an hour.', onClick: () => steps.push('row') });
    expect(steps).toEqual([]);
    writeFileSync(file, '');
    await expect.poll(() => steps).toEqual(['window', 'row']);
  });

  it('is left out where the desktop has none', () => {
    const notifier = createNotifier({
      isSupported: () => false,
      create: () => {
        throw new Error('must not be called');
      },
      showWindow: () => Promise.resolve(),
      log: () => undefined,
    });
    notifier.notify({ title: '', text: '', onClick: () => undefined });
  });
});
