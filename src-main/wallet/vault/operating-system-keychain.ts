import type { AsyncEntry } from '@napi-rs/keyring';
import type { Keychain } from '../ports.ts';
import { Secret } from '../secret.ts';
import { systemClock } from '../system-clock.ts';
import { WalletError } from '../wallet-error.ts';
import { readDefaultKeyringState } from './secret-service.ts';

const SERVICE = 'Token Wallet';

/** Nobody is asked for anything in this time. */
const PROBE_LIMIT_MS = 5_000;

/** A person may have to find and type the password of the keychain. */
const ANSWER_LIMIT_MS = 60_000;

type Entry = Pick<AsyncEntry, 'getPassword' | 'setPassword' | 'deleteCredential'>;

/** What the adapter stands on, as parameters, because a test can neither remove the library nor wait for a minute. */
export interface KeychainFoundation {
  readonly openEntry: (account: string) => Promise<Entry>;
  readonly readDefaultKeyringState: typeof readDefaultKeyringState;
  readonly after: (delayMs: number, work: () => void) => () => void;
}

const foundation: KeychainFoundation = {
  openEntry: async (account) => {
    // Only when it is needed: where the binary cannot be loaded, the wallet still works with a passphrase.
    const library = await import('@napi-rs/keyring');
    // Unpinned, the library would fall back without a word to a keyring in the kernel that forgets at the next start.
    return new library.AsyncEntry(SERVICE, account, { linux: { store: 'secret-service' } });
  },
  readDefaultKeyringState,
  after: (delayMs, work) => systemClock.after(delayMs, work),
};

/**
 * The keychain of this system: Keychain on macOS, Credential Manager on Windows, Secret Service elsewhere.
 *
 * What was found with gnome-keyring and @napi-rs/keyring 2.1:
 *
 * - no session bus: every call throws "Platform failure: DBus error ..."
 * - a bus without a Secret Service: the bus starts one where it can, else the same error
 * - a service without a default keyring: reading answers null, writing throws "no result found", nobody is asked
 * - locked: reading an entry that is there, writing and deleting wait for a prompt, for as long as it takes; the
 *   abort signal of the library does not end them. A prompt that is closed, or cannot be shown, throws "unlock prompt
 *   was dismissed". Reading an entry that is not there answers null without a prompt
 *
 * Hence the time limits; and hence, on Linux, a look at the keyring over D-Bus, for the library can tell neither
 * "locked" without a prompt, nor an entry that is gone from a keyring that cannot be looked into.
 */
export function createOperatingSystemKeychain(
  platform: NodeJS.Platform = process.platform,
  given: KeychainFoundation = foundation,
): Keychain {
  return platform === 'darwin' || platform === 'win32'
    ? new LibraryKeychain(platform === 'darwin' ? 'Keychain' : 'Credential Manager', given)
    : new SecretServiceKeychain('Secret Service', given);
}

class LibraryKeychain implements Keychain {
  readonly name: string;
  protected readonly foundation: KeychainFoundation;
  #lastCall: Promise<unknown> = Promise.resolve();

  constructor(name: string, given: KeychainFoundation) {
    this.name = name;
    this.foundation = given;
  }

  async probe(): Promise<'available' | 'locked' | 'unavailable'> {
    try {
      // No system asks anybody for an entry that does not exist.
      await this.#call('probe', PROBE_LIMIT_MS, (entry) => entry.getPassword());
      return 'available';
    } catch (error) {
      return error instanceof WalletError && error.code === 'keychain-locked' ? 'locked' : 'unavailable';
    }
  }

  async read(account: string): Promise<Secret | undefined> {
    const value = await this.#call(account, ANSWER_LIMIT_MS, (entry) => entry.getPassword());
    return value === null ? undefined : new Secret(value);
  }

  async write(account: string, value: Secret): Promise<void> {
    await this.#call(account, ANSWER_LIMIT_MS, (entry) => entry.setPassword(value.reveal()));
  }

  async delete(account: string): Promise<void> {
    await this.#call(account, ANSWER_LIMIT_MS, (entry) => entry.deleteCredential());
  }

  /**
   * One call at a time: one that is given up holds a thread of Node's small pool until somebody answers the prompt, and
   * without this a few impatient clicks would take them all.
   */
  async #call<Result>(
    account: string,
    limitMs: number,
    work: (entry: Entry) => Promise<Result>,
  ): Promise<Result> {
    const late = Promise.withResolvers<never>();
    let givenUp = false;
    const cancel = this.foundation.after(limitMs, () => {
      givenUp = true;
      late.reject(this.failure('keychain-locked'));
    });
    const turn = this.#lastCall.then(async () => {
      if (givenUp) {
        throw this.failure('keychain-locked');
      }
      return work(await this.foundation.openEntry(account));
    });
    this.#lastCall = turn.catch(() => undefined);
    try {
      return await Promise.race([turn, late.promise]);
    } catch (error) {
      throw error instanceof WalletError ? error : this.failure(codeOf(error), error);
    } finally {
      cancel();
    }
  }

  protected failure(code: 'keychain-locked' | 'keychain-unavailable', cause?: unknown): WalletError {
    return new WalletError(code, { keychain: this.name }, { cause });
  }
}

class SecretServiceKeychain extends LibraryKeychain {
  override async probe(): Promise<'available' | 'locked' | 'unavailable'> {
    try {
      const state = await this.foundation.readDefaultKeyringState();
      await this.foundation.openEntry('probe');
      return state === 'unlocked' ? 'available' : state === 'locked' ? 'locked' : 'unavailable';
    } catch {
      return 'unavailable';
    }
  }

  override async read(account: string): Promise<Secret | undefined> {
    const value = await super.read(account);
    const state = value === undefined ? await this.probe() : 'available';
    if (state !== 'available') {
      // Not "the entry is gone": nobody could look.
      throw this.failure(state === 'locked' ? 'keychain-locked' : 'keychain-unavailable');
    }
    return value;
  }
}

/** The library has no codes, only texts: those of the Secret Service, then those of macOS. */
function codeOf(error: unknown): 'keychain-locked' | 'keychain-unavailable' {
  const locked =
    /prompt was dismissed|object locked|is locked|interaction is not allowed|user canceled|user name or passphrase/i;
  return error instanceof Error && locked.test(error.message) ? 'keychain-locked' : 'keychain-unavailable';
}
