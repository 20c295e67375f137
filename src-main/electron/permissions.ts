import type { Session } from 'electron';

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;

/** Every permission that Electron knows. A new version with a new one does not compile before it is decided here. */
type Permission = Parameters<RequestHandler>[1];

/** Whether the page gets a permission. It draws and asks the wallet; everything else is done on the trusted side. */
export const permissions: Readonly<Record<Permission, boolean>> = {
  // The wallet writes the clipboard on the trusted side, and reads it nowhere: what lies there is not its business.
  'clipboard-read': false,
  'clipboard-sanitized-write': false,
  'deprecated-sync-clipboard-read': false,

  // Seeing or hearing the person, or the screen, on which tokens may be shown.
  media: false,
  mediaKeySystem: false,
  'display-capture': false,
  'captured-surface-control': false,
  'speaker-selection': false,
  midi: false,
  midiSysex: false,

  // Where the person is and what they do.
  geolocation: false,
  'geolocation-approximate': false,
  'idle-detection': false,
  sensors: false,
  'hand-tracking': false,
  ar: false,
  vr: false,

  // Files and fonts tell who somebody is; the page needs none but its own.
  fileSystem: false,
  'local-fonts': false,
  'persistent-storage': false,
  'storage-access': false,
  'top-level-storage-access': false,

  // Devices: security keys and smart cards belong to the browser in which the person signs in.
  hid: false,
  usb: false,
  serial: false,
  nfc: false,
  'smart-card': false,

  // The page has no network: services are reached by the wallet, on the trusted side.
  'local-network': false,
  'local-network-access': false,
  'loopback-network': false,
  'background-fetch': false,
  'background-sync': false,
  'periodic-background-sync': false,

  // Other programs are started by the wallet, and only the browser, with addresses that the wallet built.
  openExternal: false,
  'web-app-installation': false,
  'payment-handler': false,
  'web-printing': false,

  // Taking over screen, keyboard or pointer, with which a page can pass itself off as something else.
  fullscreen: false,
  'automatic-fullscreen': false,
  keyboardLock: false,
  pointerLock: false,
  'window-management': false,
  'screen-wake-lock': false,
  'system-wake-lock': false,

  // Notices come from the trusted side, which knows what happened.
  notifications: false,

  // What even Electron has no name for.
  unknown: false,
};

/** Answers every question for a permission from the table. */
export function installPermissions(
  session: Pick<
    Session,
    | 'setPermissionRequestHandler'
    | 'setPermissionCheckHandler'
    | 'setDevicePermissionHandler'
    | 'setDisplayMediaRequestHandler'
  >,
): void {
  session.setPermissionRequestHandler((_contents, permission, callback) => {
    callback(isGranted(permission));
  });
  session.setPermissionCheckHandler((_contents, permission) => isGranted(permission));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => {
    callback(null);
  });
}

/** A name that is not in the table is refused, too: Chromium may know more than the declarations say. */
function isGranted(permission: Permission): boolean {
  return Object.hasOwn(permissions, permission) && permissions[permission];
}
