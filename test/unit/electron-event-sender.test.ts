import { describe, expect, it } from 'vitest';
import { createEventSender } from '../../src-main/electron/event-sender.ts';
import { createGuard } from '../../src-main/electron/guard.ts';
import { fakeContents } from '../support/fake-electron.ts';

describe('The event sender', () => {
  it('tells an event to every trusted page that is there', () => {
    const guard = createGuard();
    const first = fakeContents(1);
    const second = fakeContents(2);
    const gone = fakeContents(3);
    const stranger = fakeContents(4);
    for (const page of [first, second, gone]) {
      guard.trust(page.asElectron);
    }
    gone.destroy();
    createEventSender(guard, () => undefined)('connectionsChanged', {});
    expect(first.sent).toEqual([['wallet:event', 'connectionsChanged', {}]]);
    expect(second.sent).toEqual(first.sent);
    expect(gone.sent).toEqual([]);
    expect(stranger.sent).toEqual([]);
  });

  it('drops what is not in the contract, and names it in the log without what was in it', () => {
    const guard = createGuard();
    const page = fakeContents(1);
    guard.trust(page.asElectron);
    const lines: string[] = [];
    const tell = createEventSender(guard, (line) => lines.push(line));
    const payload = { token: 'canary-token' };
    tell('connectionsChanged', payload);
    expect(page.sent).toEqual([]);
    expect(lines).toEqual(['The event connectionsChanged is not what the contract says and was dropped.']);
  });
});
