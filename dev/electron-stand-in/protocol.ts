import type { Protocol } from 'electron';
import { toAppAddress } from './address.ts';

type Handler = (request: Request) => Response | Promise<Response>;

const handlers = new Map<string, Handler>();

/** Electron's `protocol`, as far as serving one scheme goes. */
export const protocol = {
  /** Nothing to do: the https origin that stands for the scheme has these privileges by nature. */
  registerSchemesAsPrivileged(): void {},
  handle(scheme: string, handler: Handler): void {
    handlers.set(scheme, handler);
  },
  unhandle(scheme: string): void {
    handlers.delete(scheme);
  },
  isProtocolHandled(scheme: string): boolean {
    return handlers.has(scheme);
  },
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'>;

/** The handler's answer to a request of the page, or undefined where no handler is concerned. */
export async function answerFor(address: string, init: RequestInit): Promise<Response | undefined> {
  const appAddress = toAppAddress(address);
  const handler = handlers.get(new URL(appAddress).protocol.slice(0, -1));
  return handler?.(new Request(appAddress, init));
}
