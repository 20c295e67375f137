import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEntry, JournalVerification } from '../../../contract/journal.ts';
import type { CaseToken, LeakCase } from '../../../contract/leak.ts';
import type { Language } from '../../../contract/status.ts';
import type { OpenVault } from '../../vault/vault.ts';
import { evidenceAsPage } from './evidence-page.ts';
import { evidenceAsCsv } from './evidence-table.ts';

/** All that is known of a case, to hand on. It holds no secret: tokens are named by fingerprint and masked form. */
export interface Evidence {
  readonly madeAt: string;
  readonly wallet: string;
  readonly case: LeakCase;
  readonly tokens: readonly CaseToken[];
  /** The acts on this case, oldest first, as the journal has them. */
  readonly journal: readonly JournalEntry[];
  /** Whether the journal's chain holds, and its newest hash, which whoever keeps this can compare later. */
  readonly chain: JournalVerification & { readonly head: string | null };
}

/** Puts together what is known of a case. */
export function evidenceOf(
  opened: OpenVault,
  leak: LeakCase,
  tokens: readonly CaseToken[],
  made: { readonly at: string; readonly by: string },
): Evidence {
  const entries = opened.journalEntries({ limit: Number.MAX_SAFE_INTEGER });
  return {
    madeAt: made.at,
    wallet: made.by,
    case: leak,
    tokens,
    journal: entries.filter(({ about }) => about['case'] === String(leak.number)).reverse(),
    chain: { ...opened.verifyJournal(), head: opened.journalHead() },
  };
}

/** Writes the evidence as JSON, as a table for a spreadsheet, and as a page to print. */
export function writeEvidence(folder: string, evidence: Evidence, language: Language): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = {
    'evidence.json': `${JSON.stringify(evidence, null, 2)}\n`,
    'evidence.csv': evidenceAsCsv(evidence.tokens),
    'evidence.html': evidenceAsPage(evidence, language),
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
  }
}
