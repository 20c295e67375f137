/** Fills the file system under a vault and prints what the vault answers; see vault-damage.test.ts. */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { createVault } from '../../src-main/wallet/vault/create-vault.ts';
import { toErrorValue } from '../../src-main/wallet/wallet-error.ts';
import { connectionRecord } from './connection-record.ts';
import { createMemoryKeychain } from './memory-keychain.ts';

const [disk = ''] = process.argv.slice(2);
const world = { folder: join(disk, 'wallet'), keychain: createMemoryKeychain(), clock: systemClock };
const file = join(world.folder, 'vault.sqlite');
const filler = join(disk, 'filler');

const created = createVault(world);
await created.create('keychain');
put(created, 'before');
created.close();

const vault = createVault(world);
await vault.unlock();
const whole = readFileSync(file);
fillDisk();
const proof = codeOf(() => {
  vault.opened().proveWritable();
});
const write = codeOf(() => {
  for (let count = 0; ; count += 1) {
    put(vault, `too much ${count}`);
  }
});
const readable = vault.opened().read('connection', 'before') !== undefined;
const untouched = readFileSync(file).equals(whole);
vault.close();

const before = readFileSync(file);
fillDisk();
const unlocking = createVault(world);
const unlock = await unlocking.unlock().then(
  () => 'opened',
  (error: unknown) => toErrorValue(error).code,
);
unlocking.close();
const untouchedByUnlocking = readFileSync(file).equals(before);

rmSync(filler);
const after = createVault(world);
await after.unlock();
put(after, 'after');
after.opened().proveWritable();
fillDisk();
const proved = codeOf(() => {
  put(after, 'proved');
});
const { intact } = after.opened().verifyJournal();
const kept = ['before', 'after', 'proved'].every((id) => after.opened().read('connection', id) !== undefined);
after.close();
console.log(
  JSON.stringify({ proof, write, readable, untouched, unlock, untouchedByUnlocking, proved, kept, intact }),
);

function put(into: typeof vault, id: string): void {
  into.opened().write((writer) => {
    writer.put('connection', connectionRecord({ id, appName: randomBytes(4_000).toString('hex') }));
    writer.note({ action: 'connected', connectionId: null, about: {} });
  });
}

function fillDisk(): void {
  const descriptor = openSync(filler, 'a');
  for (const size of [4_096, 1]) {
    try {
      for (;;) {
        writeSync(descriptor, Buffer.alloc(size, 1));
      }
    } catch {
      // Full, as wished.
    }
  }
  closeSync(descriptor);
}

function codeOf(work: () => void): string {
  try {
    work();
    return 'done';
  } catch (error) {
    return toErrorValue(error).code;
  }
}
