import { EventEmitter } from 'node:events';
import type { OnBeforeRequestListenerDetails, Session, WebRequest } from 'electron';

type BeforeRequest = Parameters<WebRequest['onBeforeRequest']>[0];
type Filtered = { readonly urls: readonly string[] };

let beforeRequest: BeforeRequest = null;

function onBeforeRequest(first: Filtered | BeforeRequest, second?: BeforeRequest): void {
  // With a filter, Electron asks about fewer requests; asking about all of them is the stricter reading.
  beforeRequest = typeof first === 'function' || first === null ? first : (second ?? null);
}

/**
 * The one session. The page is given no permission whatever these handlers would say, so that they need not be asked.
 */
class StandInSession extends EventEmitter {
  readonly webRequest = { onBeforeRequest };
  setPermissionRequestHandler(): void {}
  setPermissionCheckHandler(): void {}
  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  /** Node does not know the settings of the system. */
  resolveProxy(): Promise<string> {
    return Promise.resolve('DIRECT');
  }
}

/** Electron's `session`, with its default session only. */
export const session = {
  defaultSession: new StandInSession() satisfies Pick<
    Session,
    | 'setPermissionRequestHandler'
    | 'setPermissionCheckHandler'
    | 'setDevicePermissionHandler'
    | 'setDisplayMediaRequestHandler'
    | 'resolveProxy'
  >,
};

/** Whether the firewall of the main side lets a request through. */
export async function requestIsAllowed(url: string, method: string, resourceType: string): Promise<boolean> {
  const listener = beforeRequest;
  if (listener === null) {
    return true;
  }
  const details = { url, method, resourceType } as OnBeforeRequestListenerDetails;
  return await new Promise((resolve) => {
    listener(details, (response) => {
      resolve(response.cancel !== true);
    });
  });
}
