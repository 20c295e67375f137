import type { Session, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { installPermissions, permissions } from '../../src-main/electron/permissions.ts';

type Handler<Name extends `set${string}Handler` & keyof Session> = NonNullable<Parameters<Session[Name]>[0]>;
type RequestHandler = Handler<'setPermissionRequestHandler'>;
type CheckHandler = Handler<'setPermissionCheckHandler'>;
type DeviceHandler = Handler<'setDevicePermissionHandler'>;
type DisplayMediaHandler = Handler<'setDisplayMediaRequestHandler'>;

interface Handlers {
  request: RequestHandler | null;
  check: CheckHandler | null;
  device: DeviceHandler | null;
  displayMedia: DisplayMediaHandler | null;
}

/** What the session was told. Without a handler Electron grants nearly everything. */
function install(): Handlers {
  const handlers: Handlers = { request: null, check: null, device: null, displayMedia: null };
  installPermissions({
    setPermissionRequestHandler: (handler) => (handlers.request = handler),
    setPermissionCheckHandler: (handler) => (handlers.check = handler),
    setDevicePermissionHandler: (handler) => (handlers.device = handler),
    setDisplayMediaRequestHandler: (handler) => (handlers.displayMedia = handler),
  });
  return handlers;
}

type Permission = keyof typeof permissions;
const page: Pick<WebContents, 'id'> = { id: 1 };
const unheardOf = ['telepathy', 'constructor', '__proto__'] as unknown as Permission[];
const names = [...(Object.keys(permissions) as Permission[]), ...unheardOf];

describe('The permissions of the page', () => {
  it.each(names)('refuse a request for %s', (permission) => {
    const answers: boolean[] = [];
    const details = {} as Parameters<RequestHandler>[3];
    install().request?.(page as WebContents, permission, (granted) => answers.push(granted), details);
    expect(answers).toEqual([false]);
  });

  it.each(names)('refuse %s when checked', (permission) => {
    const details = {} as Parameters<CheckHandler>[3];
    expect(install().check?.(page as WebContents, permission, 'app://wallet', details)).toBe(false);
  });

  it('refuse every device', () => {
    const details = { deviceType: 'usb', origin: 'app://wallet' } as Parameters<DeviceHandler>[0];
    expect(install().device?.(details)).toBe(false);
  });

  it('give no picture or sound of the screen', () => {
    const answers: unknown[] = [];
    const request = {} as Parameters<DisplayMediaHandler>[0];
    install().displayMedia?.(request, (streams) => answers.push(streams));
    expect(answers).toEqual([null]);
  });
});
