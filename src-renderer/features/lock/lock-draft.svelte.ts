import type { UnlockMethod } from '../../../src-main/contract/status.ts';
import type { Messages } from '../../messages/en.ts';

type SetLock = (method: UnlockMethod, passphrase?: string) => Promise<boolean>;

/** The choice of how the vault is locked, while somebody makes it. */
export class LockDraft {
  passphrase = $state('');
  repeated = $state('');
  problem = $state<string>();

  #chosen = $state<UnlockMethod>();
  readonly #usual: () => UnlockMethod;

  /** `usual` is the method until one is chosen. */
  constructor(usual: () => UnlockMethod) {
    this.#usual = usual;
  }

  get method(): UnlockMethod {
    return this.#chosen ?? this.#usual();
  }

  set method(method: UnlockMethod) {
    this.#chosen = method;
  }

  /** Locks the vault so, and answers whether that is done. What was typed is kept no longer than it is needed. */
  async send(setLock: SetLock, text: Messages['lock']): Promise<boolean> {
    const { method, passphrase, repeated } = this;
    this.problem = method === 'passphrase' ? passphraseProblem(passphrase, repeated, text) : undefined;
    if (this.problem !== undefined) {
      return false;
    }
    this.passphrase = '';
    this.repeated = '';
    return method === 'passphrase' ? setLock(method, passphrase) : setLock(method);
  }
}

/** Why the two fields cannot be used as they are; undefined when they can. Its length is judged by the vault. */
function passphraseProblem(passphrase: string, repeated: string, text: Messages['lock']): string | undefined {
  if (passphrase === '') {
    return text.missing;
  }
  return passphrase === repeated ? undefined : text.different;
}
