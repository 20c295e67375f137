import { describe, expect, it } from 'vitest';
import type { CaseToken, LeakCase } from '../../src-main/contract/leak.ts';
import type { Evidence } from '../../src-main/wallet/leaks/evidence/evidence.ts';
import { evidenceAsPage } from '../../src-main/wallet/leaks/evidence/evidence-page.ts';
import { columns, evidenceAsCsv } from '../../src-main/wallet/leaks/evidence/evidence-table.ts';
import { evidenceWords } from '../../src-main/wallet/leaks/evidence/evidence-words.ts';
import { noticeToOwner } from '../../src-main/wallet/leaks/evidence/notice.ts';

function token(of: Partial<CaseToken> = {}): CaseToken {
  return {
    fingerprint: '00112233445566778899aabbccddeeff',
    masked: 'ghp_…9zQk',
    kind: 'personal',
    service: 'github-oauth-app',
    serviceName: 'GitHub (OAuth app)',
    candidates: [],
    checksum: 'fits',
    mark: 'pattern',
    flaw: null,
    claims: null,
    places: [{ source: 'app.log', line: 3, column: 7 }],
    placeCount: 2,
    connectionId: null,
    revocable: true,
    way: 'call',
    cuts: 'token',
    byHand: null,
    state: 'confirmed',
    asked: null,
    attempts: 1,
    askedWith: 'service-call',
    detail: 'The token: revocation accepted; GET /user answered 401.',
    livesUntil: null,
    nextAttemptAt: null,
    endedAt: '2026-11-22T12:00:00.000Z',
    error: null,
    reason: null,
    ...of,
  };
}

function leak(of: Partial<LeakCase> = {}): LeakCase {
  return {
    number: 7,
    title: 'Build log',
    note: '',
    openedBy: 'Vera',
    openedAt: '2026-11-22T11:00:00.000Z',
    state: 'closed',
    approvedBy: null,
    closedBy: 'Vera',
    closedAt: '2026-11-22T13:00:00.000Z',
    tokens: 1,
    unknown: 0,
    byState: { confirmed: 1 },
    byService: [
      {
        service: 'github-oauth-app',
        name: 'GitHub (OAuth app)',
        tokens: 1,
        waiting: 0,
        nextAttemptAt: null,
        limit: null,
      },
    ],
    files: { read: 1, binary: [], unreadable: [] },
    bytes: 100,
    notes: [],
    run: null,
    ...of,
  };
}

function evidence(of: Partial<Evidence> = {}): Evidence {
  return {
    madeAt: '2026-11-22T13:00:00.000Z',
    wallet: '1.0.0',
    case: leak(),
    tokens: [token()],
    journal: [],
    chain: { intact: true, entries: 5, brokenAt: null, head: 'ab' },
    ...of,
  };
}

describe('The evidence as a table', () => {
  it('has one line for each token, under the names of its columns', () => {
    const [head, row, end] = evidenceAsCsv([token()]).split('\r\n');
    expect(head).toBe(columns.map(({ name }) => `"${name}"`).join(','));
    expect(row).toContain('"ghp_…9zQk","00112233445566778899aabbccddeeff","GitHub (OAuth app)"');
    expect(end).toBe('');
  });

  it.each(['=HYPERLINK("https://evil.example")', '+1+1', '-2', '@SUM(A1)', '\tcmd'])(
    'does not let a spreadsheet calculate %j, which somebody planted in a file name',
    (planted) => {
      const csv = evidenceAsCsv([token({ serviceName: planted })]);
      expect(csv).toContain(`"'${planted.replaceAll('"', '""')}"`);
    },
  );
});

describe('The evidence as a page', () => {
  it('holds no script, loads nothing, and shows what was planted as text', () => {
    const page = evidenceAsPage(
      evidence({ tokens: [token({ detail: '<img src=x onerror=alert(1)>' })] }),
      'en',
    );
    expect(page).not.toMatch(/<script|<img|<link|<a /i);
    expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;');
    expect(page).toContain("default-src 'none'");
  });

  it('says in both languages who did what and how it ended', () => {
    for (const language of ['en', 'ru'] as const) {
      const page = evidenceAsPage(evidence(), language);
      expect(page).toContain(evidenceWords[language].title(7));
      expect(page).toContain(evidenceWords[language].states.confirmed);
      expect(page).toContain('Vera');
    }
    expect(Object.keys(evidenceWords.ru.columns)).toEqual(Object.keys(evidenceWords.en.columns));
    expect(Object.keys(evidenceWords.en.columns)).toEqual(columns.map(({ name }) => name));
  });
});

describe('The notice to the owner', () => {
  it('is ready to send in both languages, and names tokens in their masked form', () => {
    for (const language of ['en', 'ru'] as const) {
      const text = noticeToOwner(leak(), [token()], language);
      expect(text).toContain('GitHub (OAuth app): 1 (ghp_…9zQk)');
      expect(text).toContain(evidenceWords[language].states.confirmed);
    }
  });
});
