import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { keepLease } from '../../src-main/wallet/vault/kept-lease.ts';
import type { OpenVault } from '../../src-main/wallet/vault/vault.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const term = { lastsMs: 10_000, extendedEveryMs: 3_000 };

/** A vault in which only leases are of interest, and which may refuse them. */
function leaseUnderTest() {
  const lease = { held: vi.fn(() => true), extend: vi.fn(() => true), release: vi.fn() };
  const opened = { acquireLease: vi.fn(() => lease) } as unknown as OpenVault;
  const clock = createFakeClock();
  const lost = vi.fn();
  const kept = keepLease(clock, opened, 'refresh 1', term, lost);
  onTestFinished(() => kept?.letGo());
  return { lease, clock, lost, kept };
}

function busy(): never {
  throw new WalletError('vault-busy');
}

describe('a lease that is kept', () => {
  it('is extended until it is let go of', () => {
    const { lease, clock, kept } = leaseUnderTest();
    clock.advance(9_000);
    expect(lease.extend.mock.calls).toEqual([[10_000], [10_000], [10_000]]);

    kept?.letGo();
    clock.advance(9_000);

    expect(lease.extend).toHaveBeenCalledTimes(3);
    expect(lease.release).toHaveBeenCalledOnce();
  });

  it('is extended later when the vault is busy just now', () => {
    const { lease, clock, lost } = leaseUnderTest();
    lease.extend.mockImplementationOnce(busy);

    clock.advance(6_000);

    expect(lease.extend).toHaveBeenCalledTimes(2);
    expect(lost).not.toHaveBeenCalled();
  });

  it('is told to be lost once, and is not fought for', () => {
    const { lease, clock, lost } = leaseUnderTest();
    lease.extend.mockReturnValue(false);

    clock.advance(30_000);

    expect(lost).toHaveBeenCalledOnce();
    expect(lease.extend).toHaveBeenCalledOnce();
  });

  it('fails nobody when it cannot be let go of', () => {
    const { lease, kept } = leaseUnderTest();
    lease.release.mockImplementationOnce(busy);

    expect(() => kept?.letGo()).not.toThrow();
  });
});
