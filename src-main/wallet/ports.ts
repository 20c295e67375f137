import type { Demo, Language, Status } from '../contract/status.ts';
import type { Tell } from '../contract/contract.ts';
import type { Secret } from './secret.ts';

/**
 * The operating system's keychain, one entry per account of the service "Token Wallet".
 *
 * Every function rejects with the WalletError `keychain-unavailable` or `keychain-locked` where that is the case.
 */
export interface Keychain {
  /** What people call it on this system: `Keychain`, `Credential Manager`, `Secret Service`. */
  readonly name: string;
  /** Never asks the person for anything. */
  probe(): Promise<'available' | 'locked' | 'unavailable'>;
  /** The entry, or undefined when the keychain works and holds none. */
  read(account: string): Promise<Secret | undefined>;
  write(account: string, value: Secret): Promise<void>;
  delete(account: string): Promise<void>;
}

/** The person's own browser; never a window of ours (RFC 8252 section 8.12). */
export interface Browser {
  /** Rejects with the WalletError `browser-failed`. */
  open(address: URL): Promise<void>;
}

export interface Clock {
  /** Milliseconds since 1970, as `Date.now()`. */
  now(): number;
  /** Calls back after a time; returns the function that prevents it. */
  after(delayMs: number, work: () => void): () => void;
}

export type Fetch = (address: string, init?: RequestInit) => Promise<Response>;

export interface Clipboard {
  write(text: string): Promise<void>;
}

export interface Notification {
  readonly title: string;
  readonly text: string;
  /** The person clicked it. */
  readonly onClick: () => void;
}

/** Notifications of the desktop. Where there are none, nothing happens. */
export interface Notifier {
  notify(notification: Notification): void;
}

/** Starts the demo service within this process, or answers with the one that runs already. */
export interface DemoHost {
  start(): Promise<Demo>;
  running(): Demo | null;
}

/** What the wallet needs from the world. Fakes of these are all that a unit test needs. */
export interface Ports {
  /** The data folder of the wallet; made with mode 0700 when it is not there. */
  readonly folder: string;
  readonly keychain: Keychain;
  readonly browser: Browser;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** From now on also trusts a certificate authority (PEM) at these hosts (with port), and only there. */
  readonly trustAuthority: (hosts: readonly string[], certificate: string) => void;
  readonly clipboard: Clipboard;
  readonly notifier: Notifier;
  /** Where evidence packs are written, such as the folder for downloads. */
  readonly evidenceFolder: string;
  readonly demo: DemoHost;
  readonly tell: Tell;
  readonly about: {
    readonly version: string;
    readonly host: Status['host'];
    readonly systemLanguage: Language;
  };
}
