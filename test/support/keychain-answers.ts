/** Prints what the keychain of this session answers; with --lock it stores an entry and locks the keyring before. */
import { execFileSync } from 'node:child_process';
import { Secret } from '../../src-main/wallet/secret.ts';
import { createOperatingSystemKeychain } from '../../src-main/wallet/vault/operating-system-keychain.ts';
import { toErrorValue } from '../../src-main/wallet/wallet-error.ts';

const keychain = createOperatingSystemKeychain('linux');
if (process.argv.includes('--lock')) {
  await keychain.write('stored', new Secret('a key'));
  const lock = ['/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock'];
  const login = 'array:objpath:/org/freedesktop/secrets/collection/login';
  execFileSync('dbus-send', ['--session', '--print-reply', '--dest=org.freedesktop.secrets', ...lock, login]);
}
console.log(
  JSON.stringify({
    probe: await keychain.probe(),
    read: await codeOf(keychain.read('stored')),
    readMissing: await codeOf(keychain.read('missing')),
    write: await codeOf(keychain.write('stored', new Secret('another key'))),
    remove: await codeOf(keychain.delete('stored')),
    probeAgain: await keychain.probe(),
  }),
);

function codeOf(answer: Promise<unknown>): Promise<string> {
  return answer.then(
    () => 'done',
    (error: unknown) => toErrorValue(error).code,
  );
}
