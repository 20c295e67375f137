import { expect } from '@playwright/test';

/** The two ways of asking for what the wallet wanted opened, made from one. */
export function createBrowserAddresses(read: () => Promise<readonly string[]>): {
  browserAddresses: () => Promise<readonly string[]>;
  nextBrowserAddress: () => Promise<string>;
} {
  let taken = 0;
  return {
    browserAddresses: read,
    nextBrowserAddress: async () => {
      await expect
        .poll(async () => (await read()).length, { message: 'an address to open' })
        .toBeGreaterThan(taken);
      const address = (await read())[taken];
      taken += 1;
      return address ?? '';
    },
  };
}
