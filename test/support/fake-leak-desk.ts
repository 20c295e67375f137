import { randomUUID } from 'node:crypto';
import type { InputOf, Tell, UseCases } from '../../src-main/contract/contract.ts';
import {
  type CaseToken,
  type LeakCase,
  type LeakedState,
  type LeakedToken,
  type LeakFilter,
  type LeakScanSummary,
  unfinishedLeakStates,
} from '../../src-main/contract/leak.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';
import { caseToken, leakCase, tenTokens } from './leak-scenes.ts';
import { SCENE_NOW } from './scenes.ts';

/** Tokens that are not revoked with the others. */
const finished: readonly LeakedState[] = [
  'confirmed',
  'accepted',
  'alive-until',
  'unsupported',
  'already-dead',
  'left-out',
  'not-whole',
];

type SomeTokens = InputOf<'leaks.preview'>;

/** The rows of a case; a function makes them when they are asked for, so that there can be very many. */
interface Rows {
  readonly length: number;
  at(index: number): CaseToken | undefined;
}

/** The leak desk as the contract describes it, without a service, a vault or a scanner behind it. */
export interface FakeLeakDesk {
  readonly useCases: Partial<UseCases>;
  /** What the window handed over to be read, by source. */
  readonly read: ReadonlyMap<string, string>;
  /** Sources that the window handed over as skipped, and why. */
  readonly skipped: ReadonlyMap<string, string>;
  /** From now on events are told by this. */
  attach(tell: Tell): void;
  /** Lets the services answer: whatever was being revoked gets its outcome. */
  settle(): void;
  /** Shows the case as it would be in the middle of a revocation. */
  become(different: Partial<LeakCase>): void;
}

/** Whatever is read holds these tokens; a text without the word "token" holds none. */
export function createFakeLeakDesk(
  found: readonly LeakedToken[] = tenTokens(),
  many?: { readonly leakCase: LeakCase; readonly rowAt: (index: number) => CaseToken },
): FakeLeakDesk {
  const read = new Map<string, string>();
  const skipped = new Map<string, string>();
  let tell: Tell = () => undefined;
  let tokens: CaseToken[] = [];
  let current: LeakCase | undefined = many?.leakCase;

  const rows = (): Rows =>
    many === undefined
      ? { length: tokens.length, at: (index) => tokens[index] }
      : { length: many.leakCase.tokens, at: many.rowAt };

  function theCase(): LeakCase {
    if (current === undefined) {
      throw new WalletError('case-not-found', { case: '1' });
    }
    return current;
  }

  function change(different: Partial<LeakCase> = {}): LeakCase {
    const { byState, byService } = many?.leakCase ?? leakCase(tokens);
    current = { ...theCase(), byState, byService, ...different };
    tell('leaksChanged', current);
    return current;
  }

  function meant({ fingerprints, filter = {} }: SomeTokens): CaseToken[] {
    return tokens.filter(
      (token) =>
        (fingerprints === undefined || fingerprints.includes(token.fingerprint)) && fits(token, filter),
    );
  }

  function set(scope: SomeTokens, next: (token: CaseToken) => Partial<CaseToken>): LeakCase {
    const chosen = new Set(meant(scope));
    tokens = tokens.map((token) => (chosen.has(token) ? { ...token, ...next(token) } : token));
    return change();
  }

  /** What is revoked of the ones that are meant. */
  function revocable(scope: SomeTokens): CaseToken[] {
    return meant(scope).filter(({ state }) => !finished.includes(state) && state !== 'needs-service');
  }

  function scanned(): LeakScanSummary {
    const holdsTokens = [...read.values()].some((text) => text.includes('token'));
    const all = holdsTokens ? found : [];
    return {
      ...{ tokens: all.slice(0, 200), tokenCount: all.length, unknown: [], unknownCount: 0 },
      notWhole: all.filter(({ flaw }) => flaw !== null).length,
      byService: leakCase(all.map((token) => caseToken(token))).byService.map(
        ({ service, name, tokens: count }) => ({ service, name, tokens: count }),
      ),
      files: {
        read: read.size,
        binary: [...skipped].flatMap(([name, why]) => (why === 'binary' ? [name] : [])),
        unreadable: [...skipped].flatMap(([name, why]) => (why === 'unreadable' ? [name] : [])),
      },
      ...{ bytes: [...read.values()].join('').length, notes: [] },
    };
  }

  const useCases: Partial<UseCases> = {
    'leaks.begin': async () => ({ draft: randomUUID() }),
    'leaks.feed': async ({ source, text, skipped: why }) => {
      if (why === undefined) {
        read.set(source, (read.get(source) ?? '') + text);
      } else {
        skipped.set(source, why);
      }
      return { bytes: [...read.values()].join('').length, tokens: scanned().tokenCount };
    },
    'leaks.scanned': async () => scanned(),
    'leaks.drop': async () => {
      read.clear();
      skipped.clear();
      return {};
    },
    'leaks.open': async ({ title, note, by, service, needsApproval }) => {
      tokens = found.map((token) =>
        caseToken(token.service === null && service !== undefined ? { ...token, service } : token),
      );
      current = leakCase(tokens, {
        ...{ title, note, openedBy: by, state: needsApproval ? 'needs-approval' : 'open' },
        openedAt: SCENE_NOW,
      });
      return current;
    },
    'leaks.list': async () => (current === undefined ? [] : [current]),
    'leaks.show': async () => theCase(),
    'leaks.rows': async ({ filter, offset, limit }) => {
      const all = rows();
      if (Object.keys(filter).length === 0) {
        const length = Math.max(0, Math.min(limit, all.length - offset));
        const page = Array.from({ length }, (_, index) => all.at(offset + index));
        return { rows: page.filter((row) => row !== undefined), total: all.length };
      }
      const fitting = Array.from({ length: all.length }, (_, index) => all.at(index)).filter(
        (row) => row !== undefined && fits(row, filter),
      ) as CaseToken[];
      return { rows: fitting.slice(offset, offset + limit), total: fitting.length };
    },
    'leaks.assign': async ({ service, ...scope }) =>
      set(scope, (token) =>
        token.state === 'needs-service'
          ? {
              ...{ service, serviceName: service, state: 'found', way: 'endpoint', revocable: true },
              cuts: 'family',
            }
          : {},
      ),
    'leaks.leaveOut': async ({ reason, ...scope }) =>
      set(scope, () => ({ state: 'left-out', reason, endedAt: SCENE_NOW })),
    'leaks.ask': async (scope) =>
      set(scope, (token) =>
        token.service === null || token.flaw !== null
          ? {}
          : {
              asked: {
                ...{ alive: true, account: 'anna', scopes: ['repo', 'workflow'], expiresAt: null },
                ...{ askedWith: 'service-call', askedAt: SCENE_NOW },
              },
            },
      ),
    'leaks.approve': async ({ by }) => change({ state: 'open', approvedBy: by }),
    'leaks.preview': async (scope) => {
      const taken = many === undefined ? revocable(scope) : [];
      const byCuts: Record<string, number> = {};
      const byWay: Record<string, number> = {};
      for (const { cuts, way } of taken) {
        byCuts[cuts] = (byCuts[cuts] ?? 0) + 1;
        byWay[way] = (byWay[way] ?? 0) + 1;
      }
      return {
        count: many === undefined ? taken.length : (many.leakCase.byState.found ?? 0),
        byService: leakCase(taken).byService.map(({ service, name, tokens: count }) => ({
          ...{ service, name, tokens: count },
        })),
        ...{ byCuts, byWay },
        passedOver: meant(scope).length - taken.length,
      };
    },
    'leaks.revoke': async ({ typedCount, ...scope }) => {
      const taken = revocable(scope).map(({ fingerprint }) => fingerprint);
      if (taken.length > 20 && typedCount !== taken.length) {
        throw new WalletError('count-not-typed', { count: String(taken.length) });
      }
      set({ case: scope.case, fingerprints: taken }, () => ({ state: 'waiting' }));
      return change({ state: 'revoking', run: run('running', 0, taken.length) });
    },
    'leaks.stop': async () => change({ state: 'stopped', run: run('stopped', 0, theCase().run?.total ?? 0) }),
    'leaks.resume': async () =>
      change({ state: 'revoking', run: run('running', 0, theCase().run?.total ?? 0) }),
    'leaks.openPage': async () => ({ page: 'https://registry.example/settings/tokens' }),
    'leaks.notice': async ({ language }) => ({
      text: language === 'en' ? 'Some of your tokens were found…' : 'Найдены ваши токены…',
    }),
    'leaks.export': async () => ({ folder: '/home/anna/Documents/case-1' }),
    'leaks.close': async ({ by, force }) => {
      const left = tokens.filter(({ state }) => unfinishedLeakStates.has(state)).length;
      if (left > 0 && !force) {
        throw new WalletError('case-unfinished', { case: '1', count: String(left) });
      }
      return change({ state: 'closed', closedBy: by, closedAt: SCENE_NOW });
    },
  };

  return {
    ...{ useCases, read, skipped },
    attach: (told) => {
      tell = told;
    },
    settle: () => {
      tokens = tokens.map((token) =>
        token.state === 'waiting'
          ? {
              ...token,
              state: token.way === 'by-hand' ? 'unsupported' : 'confirmed',
              ...{ attempts: 1, askedWith: 'service-call', endedAt: SCENE_NOW },
              detail: 'the token was revoked; the service says that it is dead',
            }
          : token,
      );
      const total = theCase().run?.total ?? 0;
      change({ state: 'open', run: run('idle', total, total) });
    },
    become: (different) => {
      change(different);
    },
  };
}

/** How a revocation stands, with nothing in it that waits. */
export function run(
  state: 'idle' | 'running' | 'stopped',
  done: number,
  total: number,
): NonNullable<LeakCase['run']> {
  return {
    ...{ state, done, total, startedAt: SCENE_NOW, perSecond: 12.5, waiting: 0, nextAttemptAt: null },
    looking: null,
    secondsLeft: (total - done) / 12.5,
    byOutcome: { confirmed: done, accepted: 0, 'alive-until': 0, unsupported: 0, queued: 0, failed: 0 },
  };
}

function fits(token: CaseToken, { states, service, text }: LeakFilter): boolean {
  const words = [
    token.masked,
    token.fingerprint,
    token.serviceName,
    ...token.places.map(({ source }) => source),
  ];
  return (
    (states === undefined || states.includes(token.state)) &&
    (service === undefined || token.service === service) &&
    (text === undefined || words.join(' ').toLocaleLowerCase().includes(text.toLocaleLowerCase()))
  );
}
