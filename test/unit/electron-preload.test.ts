import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import type { Bridge } from '../../src-main/contract/bridge.ts';

/** Electron as a sandboxed preload sees it. */
const { exposed, renderer, invoked } = await vi.hoisted(async () => {
  const events = await import('node:events');
  const invocations: unknown[][] = [];
  return {
    exposed: new Map<string, unknown>(),
    invoked: invocations,
    renderer: Object.assign(new events.EventEmitter(), {
      invoke: (...values: unknown[]) => {
        invocations.push(values);
        return Promise.resolve({ ok: true, value: {} });
      },
    }),
  };
});

vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => exposed.set(name, api) },
  ipcRenderer: renderer,
}));

await import('../../src-main/electron/preload.ts');
const bridge = exposed.get('tokenWallet') as Bridge;

it('exposes one frozen object of two functions, and nothing else', () => {
  expect([...exposed.keys()]).toEqual(['tokenWallet']);
  expect(Object.isFrozen(bridge)).toBe(true);
  expect(Object.entries(bridge).map(([name, value]) => [name, typeof value])).toEqual([
    ['invoke', 'function'],
    ['on', 'function'],
  ]);
});

it('passes an invocation on over the one channel', async () => {
  expect(await bridge.invoke('connections.list', {})).toEqual({ ok: true, value: {} });
  expect(invoked).toEqual([['wallet:invoke', 'connections.list', {}]]);
});

it("tells a listener its own events without Electron's event, until it is removed", () => {
  const heard: unknown[][] = [];
  const remove = bridge.on('connectionsChanged', (...values: unknown[]) => heard.push(values));
  renderer.emit('wallet:event', { sender: renderer }, 'connectionsChanged', {});
  renderer.emit('wallet:event', { sender: renderer }, 'statusChanged', {});
  expect(heard).toEqual([[{}]]);
  remove();
  renderer.emit('wallet:event', { sender: renderer }, 'connectionsChanged', {});
  expect(heard).toHaveLength(1);
  expect(EventEmitter.listenerCount(renderer, 'wallet:event')).toBe(0);
});
