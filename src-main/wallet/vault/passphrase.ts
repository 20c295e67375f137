import { createSecretKey, randomBytes, scrypt, type KeyObject } from 'node:crypto';
import { WalletError } from '../wallet-error.ts';
import type { Secret } from '../secret.ts';
import { KEY_BYTES } from './keys.ts';
import { seal, unseal } from './sealing.ts';

/** The vault's key sealed by a passphrase, and what is needed besides the passphrase to open it. */
export interface PassphraseSeal {
  readonly salt: Uint8Array;
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly sealedKey: Uint8Array;
}

const LEAST_CHARACTERS = 8;
const SALT_BYTES = 16;

/** 128 MiB and about a third of a second for each guess; OWASP's first choice for scrypt. */
const COST = { n: 2 ** 17, r: 8, p: 1 };

/** Throws `passphrase-required` or `passphrase-too-short`. */
export function requirePassphrase(passphrase: Secret | undefined): Secret {
  if (passphrase === undefined) {
    throw new WalletError('passphrase-required');
  }
  if (Array.from(normalized(passphrase)).length < LEAST_CHARACTERS) {
    throw new WalletError('passphrase-too-short', { least: String(LEAST_CHARACTERS) });
  }
  return passphrase;
}

export async function sealWithPassphrase(
  key: KeyObject,
  vaultId: string,
  passphrase: Secret,
): Promise<PassphraseSeal> {
  const salt = randomBytes(SALT_BYTES);
  const sealingKey = await stretch(passphrase, { salt, ...COST });
  return { salt, ...COST, sealedKey: seal(sealingKey, ['unlocking', vaultId], key.export()) };
}

/** The vault's key, or undefined when the passphrase is another. */
export async function openWithPassphrase(
  sealed: PassphraseSeal,
  vaultId: string,
  passphrase: Secret,
): Promise<KeyObject | undefined> {
  const key = unseal(await stretch(passphrase, sealed), ['unlocking', vaultId], sealed.sealedKey);
  return key === undefined ? undefined : createSecretKey(key);
}

function stretch(passphrase: Secret, cost: Omit<PassphraseSeal, 'sealedKey'>): Promise<KeyObject> {
  const { n, r, p } = cost;
  return new Promise((resolve, reject) => {
    const options = { N: n, r, p, maxmem: 2 * 128 * n * r };
    scrypt(normalized(passphrase), cost.salt, KEY_BYTES, options, (error, derived) => {
      if (error === null) {
        resolve(createSecretKey(derived));
      } else {
        reject(error);
      }
    });
  });
}

/** Keyboards and systems spell "é" in two ways; both are the same passphrase. */
function normalized(passphrase: Secret): string {
  return passphrase.reveal().normalize('NFKC');
}
