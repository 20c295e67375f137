import type { LeakCase } from '../../../contract/leak.ts';
import { LeakedStateSchema } from '../../../contract/leak.ts';
import type { Language } from '../../../contract/status.ts';
import type { Evidence } from './evidence.ts';
import { columns } from './evidence-table.ts';
import { evidenceWords } from './evidence-words.ts';

const STYLE = `
  body { font: 14px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 2rem; }
  h1 { font-size: 1.5rem; } dt { color: #595959; } dd { margin: 0 0 .5rem; }
  table { border-collapse: collapse; width: 100%; font-size: 12px; }
  th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid #d0d0d0; overflow-wrap: anywhere; }
  thead { display: table-header-group; } tr { break-inside: avoid; }
  @page { size: landscape; margin: 12mm; }
`;

/** The evidence as one page to print: no script, nothing from elsewhere, and whatever leaked is text and never markup. */
export function evidenceAsPage(evidence: Evidence, language: Language): string {
  const words = evidenceWords[language];
  const { case: leak, tokens, journal, chain } = evidence;
  const shown = columns.filter(({ of }) => tokens.some((token) => of(token) !== ''));
  const outcomes = columns.map(({ name }) => name).indexOf('outcome');
  const cells = tokens.map((token) =>
    shown.map(({ name, of }) => (name === columns[outcomes]?.name ? words.states[token.state] : of(token))),
  );
  const sequences = journal.map(({ sequence }) => sequence);
  const facts: readonly (readonly [string, string])[] = [
    [words.facts.openedBy, `${leak.openedBy} ${leak.openedAt}`],
    [words.facts.approvedBy, leak.approvedBy ?? ''],
    [words.facts.closedBy, `${leak.closedBy ?? ''} ${leak.closedAt ?? ''}`.trim()],
    [words.facts.note, leak.note],
    [words.facts.tokens, `${leak.tokens}: ${countsInWords(leak, language)}`],
    [words.facts.journal, `${sequences.join(', ')}. ${chain.intact ? words.intact : words.broken}`],
    [words.facts.made, `${evidence.madeAt}, Token Wallet ${evidence.wallet}`],
  ];
  return [
    '<!doctype html>',
    `<html lang="${language}"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escaped(words.title(leak.number))}</title><style>${STYLE}</style></head><body>`,
    `<h1>${escaped([words.title(leak.number), leak.title].filter((text) => text !== '').join('. '))}</h1>`,
    '<dl>',
    ...facts
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`),
    '</dl>',
    `<table><thead><tr>${shown.map(({ name }) => `<th>${escaped(words.columns[name] ?? name)}</th>`).join('')}</tr></thead><tbody>`,
    ...cells.map((row) => `<tr>${row.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`),
    '</tbody></table></body></html>',
    '',
  ].join('\n');
}

/** "confirmed 997, failed 3", in words. */
export function countsInWords({ byState }: LeakCase, language: Language): string {
  const { states } = evidenceWords[language];
  return LeakedStateSchema.options
    .filter((state) => (byState[state] ?? 0) > 0)
    .map((state) => `${states[state]} ${byState[state] ?? 0}`)
    .join(', ');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
