import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { ErrorValue } from '../../src-main/contract/error.ts';
import type { ServiceSummary } from '../../src-main/contract/service.ts';

/** The demo service is offered by a button of its own, because it has to be started first. */
const DEMO_ID = 'demo';

/** The services that the wallet knows. They change only with the wallet itself, so they are read once. */
export class ServicesState {
  all = $state.raw<readonly ServiceSummary[]>([]);
  isLoaded = $state(false);
  error = $state.raw<ErrorValue | null>(null);
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  async load(): Promise<void> {
    if (this.isLoaded) {
      return;
    }
    const answer = await this.#bridge.invoke('services.list', {});
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) {
      this.all = answer.value.filter(({ id }) => id !== DEMO_ID);
      this.isLoaded = true;
    }
  }

  find(id: string | null | undefined): ServiceSummary | undefined {
    return this.all.find((service) => service.id === id);
  }

  /** Those in whose name each word is found. */
  matching(query: string): readonly ServiceSummary[] {
    const words = query.trim().toLocaleLowerCase().split(/\s+/);
    return this.all.filter(({ name }) => words.every((word) => name.toLocaleLowerCase().includes(word)));
  }
}
