import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { Answer, ErrorValue } from '../../src-main/contract/error.ts';
import type { Settings, Status, UnlockMethod, VaultStatus } from '../../src-main/contract/status.ts';

/** How the wallet stands: its vault, its language, its version. */
export class StatusState {
  current = $state.raw<Status | null>(null);
  /** What went wrong with the last thing that was asked here. */
  error = $state.raw<ErrorValue | null>(null);
  isBusy = $state(false);
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  async load(): Promise<void> {
    const answer = await this.#bridge.invoke('app.status', {});
    if (answer.ok) {
      this.current = answer.value;
    } else {
      this.error = answer.error;
    }
  }

  async changeSettings(settings: Settings): Promise<void> {
    const answer = await this.#ask(() => this.#bridge.invoke('settings.change', settings));
    if (answer.ok) {
      this.current = answer.value;
    }
  }

  /** Each of these answers whether it was done. A passphrase is handed on and never kept. */
  createVault(method: UnlockMethod, passphrase?: string): Promise<boolean> {
    return this.#changeVault(() => this.#bridge.invoke('vault.create', lockWith(method, passphrase)));
  }

  unlock(passphrase?: string): Promise<boolean> {
    const input = passphrase === undefined ? {} : { passphrase };
    return this.#changeVault(() => this.#bridge.invoke('vault.unlock', input));
  }

  lock(): Promise<boolean> {
    return this.#changeVault(() => this.#bridge.invoke('vault.lock', {}));
  }

  changeMethod(method: UnlockMethod, passphrase?: string): Promise<boolean> {
    return this.#changeVault(() => this.#bridge.invoke('vault.changeMethod', lockWith(method, passphrase)));
  }

  async #changeVault(ask: () => Promise<Answer<VaultStatus>>): Promise<boolean> {
    const answer = await this.#ask(ask);
    if (answer.ok && this.current !== null) {
      this.current = { ...this.current, vault: answer.value };
    }
    return answer.ok;
  }

  async #ask<Result>(ask: () => Promise<Answer<Result>>): Promise<Answer<Result>> {
    this.isBusy = true;
    this.error = null;
    const answer = await ask();
    this.isBusy = false;
    this.error = answer.ok ? null : answer.error;
    return answer;
  }
}

function lockWith(
  method: UnlockMethod,
  passphrase: string | undefined,
): { method: UnlockMethod; passphrase?: string } {
  return passphrase === undefined ? { method } : { method, passphrase };
}
