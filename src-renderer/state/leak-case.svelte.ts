import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { InputOf } from '../../src-main/contract/contract.ts';
import type { Answer, ErrorValue } from '../../src-main/contract/error.ts';
import type {
  CaseToken,
  LeakCase,
  LeakFilter,
  LeakedState,
  LeakPreview,
} from '../../src-main/contract/leak.ts';
import type { Language } from '../../src-main/contract/status.ts';
import { inBackground } from './in-background.ts';
import { LeakPicks } from './leak-picks.svelte.ts';
import { LeakRows } from './leak-rows.svelte.ts';

/** Long enough not to search for every letter, short enough not to be waited for. */
export const SEARCH_AFTER_MS = 200;

/** Which tokens an act is about. */
export type TokenScope = InputOf<'leaks.preview'>;

/** What a person is being asked about in a dialog; `count` tokens are meant. */
export type LeakDialog =
  | {
      readonly kind: 'revoke' | 'ask' | 'assign' | 'leave-out';
      readonly scope: TokenScope;
      readonly count: number;
    }
  | { readonly kind: 'approve' | 'notice' | 'close' };

/** The case that is open in the window: its sums, its rows, what is picked, and what is done with it. */
export class LeakCaseState {
  current = $state.raw<LeakCase | null>(null);
  /** Empty: all. */
  states = $state.raw<readonly LeakedState[]>([]);
  /** undefined: all; null: those whose service nobody knows. */
  service = $state.raw<string | null | undefined>(undefined);
  text = $state('');
  /** The row that the keyboard is at. */
  index = $state(0);
  /** The token whose details are shown. */
  detail = $state.raw<CaseToken | null>(null);
  dialog = $state.raw<LeakDialog | null>(null);
  isEvidenceShown = $state(false);
  /** Where the evidence was written. */
  evidenceFolder = $state<string | null>(null);
  isAsking = $state(false);
  isBusy = $state(false);
  /** Why the last act could not be done; in the dialog while one is open. */
  error = $state.raw<ErrorValue | null>(null);
  readonly rows: LeakRows;
  readonly picks: LeakPicks;
  readonly filter: LeakFilter = $derived.by(() => ({
    ...(this.states.length === 0 ? {} : { states: [...this.states] }),
    ...(this.service === undefined ? {} : { service: this.service }),
    ...(this.#searched === '' ? {} : { text: this.#searched }),
  }));
  readonly isFiltered: boolean = $derived(
    this.states.length > 0 || this.service !== undefined || this.text !== '',
  );
  readonly isOpen: boolean = $derived(this.current !== null && this.current.state !== 'closed');
  /** Before the second look there is nothing to revoke yet. */
  readonly isRevocable: boolean = $derived(this.isOpen && this.current?.state !== 'needs-approval');
  #searched = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.rows = new LeakRows(bridge);
    this.picks = new LeakPicks(this.rows);
  }

  async show(leakCase: LeakCase): Promise<void> {
    this.clear();
    this.current = leakCase;
    await this.rows.show(leakCase.number, {});
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.current = null;
    this.#filterBecomes({ states: [], service: undefined, text: '' });
    this.#closeWhatWasOpen();
    this.rows.clear();
  }

  /** The wallet tells that a case is different. */
  async heard(leakCase: LeakCase): Promise<void> {
    if (leakCase.number === this.current?.number) {
      this.current = leakCase;
      await Promise.all([this.rows.refresh(), this.#reloadDetail()]);
    }
  }

  filterStates(states: readonly LeakedState[]): void {
    this.#filterBecomes({ states });
    this.#search();
  }

  filterService(service: string | null | undefined): void {
    this.#filterBecomes({ service });
    this.#search();
  }

  /** Takes what was typed, and searches when the typing rests. */
  filterText(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#filterBecomes({ text });
      this.#search();
    }, SEARCH_AFTER_MS);
  }

  showAll(): void {
    clearTimeout(this.#timer);
    this.#filterBecomes({ states: [], service: undefined, text: '' });
    this.#search();
  }

  /** Moves to a row; the details follow where they are shown. */
  moveTo(index: number): void {
    this.index = Math.max(0, Math.min((this.rows.total ?? 1) - 1, index));
    if (this.detail !== null) {
      this.openDetail();
    }
  }

  openDetail(): void {
    this.detail = this.rows.at(this.index) ?? this.detail;
  }

  /** The picked ones; where none are, all that the filter leaves. */
  scope(): TokenScope {
    const { fingerprints } = this.picks;
    const isNamed = fingerprints !== undefined && fingerprints.length > 0;
    return {
      case: this.#number,
      ...(isNamed ? { fingerprints: [...fingerprints] } : { filter: this.filter }),
    };
  }

  scopeCount(): number {
    return this.picks.count > 0 ? this.picks.count : (this.rows.total ?? 0);
  }

  ask(kind: 'revoke' | 'ask' | 'assign' | 'leave-out', states?: readonly LeakedState[]): void {
    this.error = null;
    if (states === undefined) {
      this.dialog = { kind, scope: this.scope(), count: this.scopeCount() };
    } else {
      const count = states.reduce((sum, state) => sum + (this.current?.byState[state] ?? 0), 0);
      this.dialog = { kind, scope: { case: this.#number, filter: { states: [...states] } }, count };
    }
  }

  open(kind: 'approve' | 'notice' | 'close'): void {
    this.error = null;
    this.dialog = { kind };
  }

  closeDialog(): void {
    this.dialog = null;
    this.error = null;
  }

  async preview(scope: TokenScope): Promise<LeakPreview | undefined> {
    const answer = await this.#bridge.invoke('leaks.preview', scope);
    this.error = answer.ok ? null : answer.error;
    return answer.ok ? answer.value : undefined;
  }

  async revoke(scope: TokenScope, typedCount: number | undefined): Promise<void> {
    const typed = typedCount === undefined ? {} : { typedCount };
    if (await this.#act(() => this.#bridge.invoke('leaks.revoke', { ...scope, ...typed }))) {
      this.picks.none();
    }
  }

  /** Nothing else waits for it: services answer one after another, and the rows tell. */
  async askServices(scope: TokenScope): Promise<void> {
    const asked = this.#number;
    this.closeDialog();
    this.isAsking = true;
    const answer = await this.#bridge.invoke('leaks.ask', scope);
    if (asked !== this.#number) {
      return;
    }
    this.isAsking = false;
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) {
      await this.heard(answer.value);
    }
  }

  assign(scope: TokenScope, service: string): Promise<boolean> {
    return this.#act(() => this.#bridge.invoke('leaks.assign', { ...scope, service }));
  }

  async leaveOut(scope: TokenScope, reason: string): Promise<void> {
    if (await this.#act(() => this.#bridge.invoke('leaks.leaveOut', { ...scope, reason }))) {
      this.picks.none();
    }
  }

  approve(by: string): Promise<boolean> {
    return this.#act(() => this.#bridge.invoke('leaks.approve', { case: this.#number, by }));
  }

  stop(): Promise<boolean> {
    return this.#act(() => this.#bridge.invoke('leaks.stop', { case: this.#number }));
  }

  resume(): Promise<boolean> {
    return this.#act(() => this.#bridge.invoke('leaks.resume', { case: this.#number }));
  }

  close(by: string, force: boolean): Promise<boolean> {
    return this.#act(() => this.#bridge.invoke('leaks.close', { case: this.#number, by, force }));
  }

  async export(): Promise<void> {
    const answer = await this.#wait(() => this.#bridge.invoke('leaks.export', { case: this.#number }));
    this.evidenceFolder = answer.ok ? answer.value.folder : null;
  }

  async notice(language: Language): Promise<string> {
    const answer = await this.#wait(() =>
      this.#bridge.invoke('leaks.notice', { case: this.#number, language }),
    );
    return answer.ok ? answer.value.text : '';
  }

  /** The first rows of the whole case, whatever the filter shows. */
  async readAll(limit: number): Promise<readonly CaseToken[]> {
    const all = new LeakRows(this.#bridge);
    await all.show(this.#number, {});
    return all.read(0, Math.min(limit, all.total ?? 0) - 1);
  }

  async openPage(fingerprint: string): Promise<void> {
    await this.#wait(() => this.#bridge.invoke('leaks.openPage', { case: this.#number, fingerprint }));
  }

  get #number(): number {
    return this.current?.number ?? 0;
  }

  /** Does something that changes the case, and closes the dialog it was asked in. */
  async #act(act: () => Promise<Answer<LeakCase>>): Promise<boolean> {
    const answer = await this.#wait(act);
    if (answer.ok) {
      this.dialog = null;
      await this.heard(answer.value);
    }
    return answer.ok;
  }

  async #wait<Result>(act: () => Promise<Answer<Result>>): Promise<Answer<Result>> {
    this.isBusy = true;
    this.error = null;
    const answer = await act();
    this.isBusy = false;
    this.error = answer.ok ? null : answer.error;
    return answer;
  }

  #filterBecomes(filter: {
    readonly states?: readonly LeakedState[];
    readonly service?: string | null | undefined;
    readonly text?: string;
  }): void {
    this.states = filter.states ?? this.states;
    this.service = 'service' in filter ? filter.service : this.service;
    this.text = filter.text ?? this.text;
    this.#searched = this.text.trim();
    // Nothing is done to a row that cannot be seen.
    this.picks.none();
    this.index = 0;
  }

  #search(): void {
    inBackground(this.rows.show(this.#number, this.filter));
  }

  #closeWhatWasOpen(): void {
    this.detail = null;
    this.dialog = null;
    this.isEvidenceShown = false;
    this.evidenceFolder = null;
    this.isAsking = false;
    this.error = null;
  }

  async #reloadDetail(): Promise<void> {
    const shown = this.detail;
    if (shown === null) {
      return;
    }
    const answer = await this.#bridge.invoke('leaks.rows', {
      ...{ case: this.#number, filter: { text: shown.fingerprint }, offset: 0, limit: 1 },
    });
    if (answer.ok && this.detail === shown) {
      this.detail = answer.value.rows[0] ?? shown;
    }
  }
}
