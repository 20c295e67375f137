import type { Ports } from '../ports.ts';

/** What a vault needs from the world. */
export type VaultWorld = Pick<Ports, 'folder' | 'keychain' | 'clock'>;
