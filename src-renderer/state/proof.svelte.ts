import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { ErrorValue } from '../../src-main/contract/error.ts';
import type { Proof } from '../../src-main/contract/revocation.ts';

/** The proof that is on its page, to be printed or handed on. */
export class ProofState {
  isOpen = $state(false);
  /** null until it has been read. */
  current = $state.raw<Proof | null>(null);
  error = $state.raw<ErrorValue | null>(null);
  readonly #bridge: Bridge;
  #readings = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Opens the page for these connections; of those that were never revoked it says nothing. */
  async open(ids: readonly string[]): Promise<void> {
    this.close();
    const reading = this.#readings;
    this.isOpen = true;
    const answer = await this.#bridge.invoke('revocations.proof', { ids: [...ids] });
    if (reading !== this.#readings) {
      return;
    }
    if (answer.ok) {
      this.current = answer.value;
    } else {
      this.error = answer.error;
    }
  }

  close(): void {
    this.#readings += 1;
    this.isOpen = false;
    this.current = null;
    this.error = null;
  }
}
