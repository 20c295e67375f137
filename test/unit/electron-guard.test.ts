import { describe, expect, it } from 'vitest';
import { createGuard } from '../../src-main/electron/guard.ts';
import { destroyedFrame, fakeContents, fakeFrame, invocationFrom } from '../support/fake-electron.ts';

describe('The guard', () => {
  it('admits the main frame of a page that the wallet opened', () => {
    const guard = createGuard();
    const page = fakeContents(1);
    guard.trust(page.asElectron);
    expect(guard.admits(invocationFrom(page))).toBe(true);
    expect(guard.trusted()).toEqual([page.asElectron]);
  });

  it('trusts nobody of its own accord', () => {
    expect(createGuard().admits(invocationFrom(fakeContents(1)))).toBe(false);
  });

  it('does not admit another page, even one that shows the wallet', () => {
    const guard = createGuard();
    guard.trust(fakeContents(1).asElectron);
    expect(guard.admits(invocationFrom(fakeContents(2)))).toBe(false);
  });

  it.each(['https://wallet', 'app://wallet.evil', 'app://elsewhere', 'file://', 'null', ''])(
    'does not admit the origin %j',
    (origin) => {
      const guard = createGuard();
      const page = fakeContents(1);
      guard.trust(page.asElectron);
      expect(guard.admits(invocationFrom(page, fakeFrame({ origin })))).toBe(false);
    },
  );

  it('does not admit a frame within the page', () => {
    const guard = createGuard();
    const page = fakeContents(1);
    guard.trust(page.asElectron);
    expect(guard.admits(invocationFrom(page, fakeFrame({ parent: fakeFrame() })))).toBe(false);
  });

  it('does not admit a frame that is gone', () => {
    const guard = createGuard();
    const page = fakeContents(1);
    guard.trust(page.asElectron);
    expect(guard.admits(invocationFrom(page, null))).toBe(false);
    expect(guard.admits(invocationFrom(page, destroyedFrame()))).toBe(false);
  });

  it('forgets a page that is destroyed, so that its id opens nothing when it comes again', () => {
    const guard = createGuard();
    const page = fakeContents(1);
    guard.trust(page.asElectron);
    page.destroy();
    expect(guard.admits(invocationFrom(fakeContents(1)))).toBe(false);
    expect(guard.trusted()).toEqual([]);
  });
});
