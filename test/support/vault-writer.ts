/** A process that writes to a vault until it is killed, and says what has been confirmed to it. */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { Secret } from '../../src-main/wallet/secret.ts';
import { createVault } from '../../src-main/wallet/vault/create-vault.ts';
import { connectionRecord } from './connection-record.ts';
import { createMemoryKeychain } from './memory-keychain.ts';
import { tokenSetRecord } from './token-set-record.ts';

const [folder = '', passphrase = ''] = process.argv.slice(2);
const vault = createVault({ folder, keychain: createMemoryKeychain('unavailable'), clock: systemClock });
await vault.unlock(new Secret(passphrase));
const opened = vault.opened();
for (;;) {
  const id = randomUUID();
  opened.write((writer) => {
    writer.put('connection', connectionRecord({ id }));
    writer.put('tokenSet', tokenSetRecord(`access ${id}`, null, { id }));
    writer.note({ action: 'connected', connectionId: id, about: { app: 'Photo uploader' } });
  });
  writeSync(1, `${id}\n`);
}
