import { callOnSessionBus } from './session-bus.ts';

const SERVICE = 'org.freedesktop.secrets';
const LIMIT_MS = 5_000;

/**
 * How the keyring stands that secrets are put into when nothing else is said, found out without any prompt.
 *
 * `none`: there is a Secret Service, but no default keyring has been made, so nothing can be stored. Rejects when
 * there is no session bus, or no Secret Service on it. https://specifications.freedesktop.org/secret-service/
 */
export async function readDefaultKeyringState(): Promise<'unlocked' | 'locked' | 'none'> {
  const keyring = await callOnSessionBus(
    {
      destination: SERVICE,
      path: '/org/freedesktop/secrets',
      interface: 'org.freedesktop.Secret.Service',
      member: 'ReadAlias',
      arguments: ['default'],
    },
    LIMIT_MS,
  );
  const path = keyring.toString('utf8', 4, 4 + keyring.readUInt32LE(0));
  if (path === '/') {
    return 'none';
  }
  const locked = await callOnSessionBus(
    {
      destination: SERVICE,
      path,
      interface: 'org.freedesktop.DBus.Properties',
      member: 'Get',
      arguments: ['org.freedesktop.Secret.Collection', 'Locked'],
    },
    LIMIT_MS,
  );
  // A variant: its signature "b" (length, letter, end), then the value at the next multiple of four.
  return locked.readUInt32LE(4) === 0 ? 'unlocked' : 'locked';
}
