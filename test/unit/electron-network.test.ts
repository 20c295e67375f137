import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, it } from 'vitest';
import { cutOffNetwork } from '../../src-main/electron/network.ts';

it('Chromium is told to find no host, and to send nothing for WebRTC', () => {
  const told: unknown[] = [];
  const app = Object.assign(new EventEmitter(), {
    commandLine: { appendSwitch: (...values: unknown[]) => told.push(values) },
  });
  cutOffNetwork(app as unknown as App);
  app.emit('web-contents-created', {}, { setWebRTCIPHandlingPolicy: (policy: unknown) => told.push(policy) });
  expect(told).toEqual([['host-resolver-rules', 'MAP * ~NOTFOUND'], 'disable_non_proxied_udp']);
});
