import type { EventEmitter } from 'node:events';

/** An event as Electron's listeners get it: it can be prevented. */
export interface PreventableEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

/** Emits with a preventable event before the other arguments; true when a listener prevented what would follow. */
export function emitPreventable(emitter: EventEmitter, name: string, ...rest: readonly unknown[]): boolean {
  let prevented = false;
  const event: PreventableEvent = {
    get defaultPrevented() {
      return prevented;
    },
    preventDefault() {
      prevented = true;
    },
  };
  emitter.emit(name, event, ...rest);
  return prevented;
}
