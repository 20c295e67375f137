import { describe, expect, it } from 'vitest';
import { addressOf, keepAddress } from '../../src-main/wallet/network/address-of.ts';

describe('an address, taken apart', () => {
  it('is kept only where that is asked for', () => {
    const address = 'https://api.example.com/tokens/a-token-that-nobody-keeps';
    expect(addressOf(address).host).toBe('api.example.com');
    expect(addressOf(address)).not.toBe(addressOf(address));
    keepAddress('https://login.example.com/revoke');
    const kept = addressOf('https://login.example.com/revoke');
    expect(kept.pathname).toBe('/revoke');
    expect(addressOf('https://login.example.com/revoke')).toBe(kept);
  });

  it('is kept as long as few others come after it', () => {
    keepAddress('https://first.example.com/');
    const first = addressOf('https://first.example.com/');
    for (let count = 0; count < 32; count += 1) {
      keepAddress(`https://service-${count}.example.com/`);
    }
    expect(addressOf('https://first.example.com/')).not.toBe(first);
    expect(addressOf('https://service-31.example.com/')).toBe(addressOf('https://service-31.example.com/'));
  });

  it('has to be one', () => {
    expect(() => addressOf('no address')).toThrow(TypeError);
    expect(() => {
      keepAddress('no address');
    }).toThrow(TypeError);
  });
});
