import { inspect } from 'node:util';

/**
 * A value that must not be seen: a token, a code, a verifier, a passphrase, a key in text form.
 *
 * It hides itself from string conversion, JSON and inspection, and is opened only by `reveal()`. A test lists the files
 * that may call it.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Keep it in as narrow a scope as you can, and out of every message. */
  reveal(): string {
    return this.#value;
  }

  /** Whether it is the same value. Both are known here, so nobody learns anything by the time that it takes. */
  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
