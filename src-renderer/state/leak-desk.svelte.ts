import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { ErrorValue } from '../../src-main/contract/error.ts';
import type { LeakCase } from '../../src-main/contract/leak.ts';
import { inBackground } from './in-background.ts';
import { LeakCaseState } from './leak-case.svelte.ts';
import { LeakDraftState, type CaseWish } from './leak-draft.svelte.ts';

/** The leak desk: what is being read, the cases, and the one that is open. */
export class LeakDeskState {
  /** Newest first; null until they have been read. */
  cases = $state.raw<readonly LeakCase[] | null>(null);
  error = $state.raw<ErrorValue | null>(null);
  /** Who works here. Kept until the vault is locked, so that it is typed once. */
  person = $state('');
  isOpening = $state(false);
  /** How many cases wait for the second look of another person. */
  readonly attentionCount: number = $derived.by(
    () => this.cases?.filter(({ state }) => state === 'needs-approval').length ?? 0,
  );
  readonly draft: LeakDraftState;
  readonly case: LeakCaseState;
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.draft = new LeakDraftState(bridge);
    this.case = new LeakCaseState(bridge);
  }

  async load(): Promise<void> {
    const answer = await this.#bridge.invoke('leaks.list', {});
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) {
      this.cases = answer.value.toSorted((one, other) => other.number - one.number);
    }
  }

  /** Makes a case of what was found, and shows it. */
  async open(wish: CaseWish): Promise<void> {
    const opened = await this.draft.open(wish);
    if (opened !== undefined) {
      this.isOpening = false;
      this.person = wish.by;
      this.heard(opened);
      await this.case.show(opened);
    }
  }

  async show(leakCase: LeakCase): Promise<void> {
    await this.case.show(leakCase);
  }

  leaveCase(): void {
    this.case.clear();
  }

  /** The wallet tells that a case is different, or new. */
  heard(leakCase: LeakCase): void {
    const others = this.cases?.filter(({ number }) => number !== leakCase.number) ?? [];
    this.cases = [leakCase, ...others].toSorted((one, other) => other.number - one.number);
    inBackground(this.case.heard(leakCase));
  }

  /** What Escape does: closes the details, else unpicks, else shows all, else goes back to the desk. */
  stepBack(): void {
    const open = this.case;
    if (open.current === null) {
      return;
    }
    if (open.isEvidenceShown) {
      open.isEvidenceShown = false;
    } else if (open.detail !== null) {
      open.detail = null;
    } else if (open.picks.count > 0) {
      open.picks.none();
    } else if (open.isFiltered) {
      open.showAll();
    } else {
      this.leaveCase();
    }
  }

  /** Shows nothing any more: the vault has been locked. */
  clear(): void {
    this.draft.clear();
    this.case.clear();
    this.cases = null;
    this.error = null;
    this.person = '';
    this.isOpening = false;
  }
}
