import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { Connection } from '../../src-main/contract/connection.ts';
import type { ErrorValue } from '../../src-main/contract/error.ts';
import type { RecognisedToken } from '../../src-main/contract/service.ts';
import { inBackground } from './in-background.ts';

/** Long enough not to look at every letter, short enough not to be waited for. */
export const LOOK_AFTER_MS = 250;

/** The dialog for a token that was made elsewhere. The text is kept only until it has been handed over. */
export class AddTokenState {
  isOpen = $state(false);
  text = $state('');
  /** null until the text has been looked at. */
  recognised = $state.raw<RecognisedToken | null>(null);
  isLooking = $state(false);
  /** Of the catalog; empty where nobody knows. */
  serviceId = $state('');
  host = $state('');
  label = $state('');
  wantsCheck = $state(false);
  isBusy = $state(false);
  error = $state.raw<ErrorValue | null>(null);
  readonly hasWrongChecksum: boolean = $derived(
    this.recognised?.candidates.some(({ checksum }) => checksum === 'fails') ?? false,
  );
  readonly #bridge: Bridge;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looks = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  open(serviceId = ''): void {
    this.#clear();
    this.serviceId = serviceId;
    this.isOpen = true;
  }

  close(): void {
    this.isOpen = false;
    this.#clear();
  }

  /** Takes what was typed or pasted, and looks at it when the typing rests. */
  type(text: string): void {
    this.text = text;
    this.error = null;
    this.#looks += 1;
    clearTimeout(this.#timer);
    this.isLooking = text.trim() !== '';
    if (this.isLooking) {
      this.#timer = setTimeout(() => {
        inBackground(this.#look());
      }, LOOK_AFTER_MS);
    } else {
      this.recognised = null;
    }
  }

  /** Puts the token in; answers what became of it, or undefined where it could not be put in. */
  async add(): Promise<readonly Connection[] | undefined> {
    const host = this.host.trim() === '' || this.serviceId === '' ? {} : { host: this.host.trim() };
    const label = this.label.trim() === '' ? {} : { label: this.label.trim() };
    const check = this.wantsCheck && this.serviceId !== '' && !this.hasWrongChecksum;
    this.isBusy = true;
    this.error = null;
    const answer = await this.#bridge.invoke('tokens.add', {
      // An empty service is an answer too: the person does not know, and keeps the token unchecked.
      ...{ text: this.text, service: this.serviceId, check },
      ...{ ...host, ...label },
    });
    this.isBusy = false;
    if (!answer.ok) {
      this.error = answer.error;
      return undefined;
    }
    this.close();
    return answer.value;
  }

  async #look(): Promise<void> {
    const look = this.#looks;
    const answer = await this.#bridge.invoke('tokens.recognise', { text: this.text });
    if (look !== this.#looks) {
      return;
    }
    this.isLooking = false;
    this.recognised = answer.ok ? answer.value : null;
    this.error = answer.ok ? null : answer.error;
    this.#pickService();
  }

  /** Picks the service where the form of the token leaves no doubt. */
  #pickService(): void {
    const [first, ...others] = this.recognised?.candidates ?? [];
    if (first !== undefined && others.every(({ serviceId }) => serviceId === first.serviceId)) {
      this.serviceId = first.serviceId;
    }
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#looks += 1;
    this.text = '';
    this.recognised = null;
    this.isLooking = false;
    this.serviceId = '';
    this.host = '';
    this.label = '';
    this.wantsCheck = false;
    this.isBusy = false;
    this.error = null;
  }
}
