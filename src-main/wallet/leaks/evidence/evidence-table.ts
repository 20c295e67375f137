import type { CaseToken } from '../../../contract/leak.ts';

/** The columns of the evidence that a person reads, and what stands in them. */
export const columns: readonly { readonly name: string; readonly of: (token: CaseToken) => string }[] = [
  { name: 'token', of: ({ masked }) => masked },
  { name: 'fingerprint', of: ({ fingerprint }) => fingerprint },
  { name: 'service', of: ({ serviceName, service }) => serviceName ?? service ?? '' },
  { name: 'kind', of: ({ kind }) => kind ?? '' },
  { name: 'account', of: ({ asked, claims }) => asked?.account ?? claims?.subject ?? '' },
  { name: 'scopes', of: ({ asked, claims }) => scopesOf(asked?.scopes, claims?.scopes).join(' ') },
  { name: 'outcome', of: ({ state }) => state },
  { name: 'cuts', of: ({ cuts }) => cuts },
  { name: 'askedWith', of: ({ askedWith }) => askedWith ?? '' },
  { name: 'endedAt', of: ({ endedAt }) => endedAt ?? '' },
  {
    name: 'livesUntil',
    of: ({ livesUntil, asked, claims }) => livesUntil ?? asked?.expiresAt ?? claims?.expiresAt ?? '',
  },
  {
    name: 'detail',
    of: ({ detail, reason }) => [detail, reason].filter((text) => text !== null && text !== '').join(' '),
  },
  { name: 'page', of: ({ byHand }) => byHand?.page ?? '' },
  { name: 'found', of: ({ places, placeCount }) => placesOf(places, placeCount) },
];

/** RFC 4180. A cell that a spreadsheet would take for a formula is kept from being one by an apostrophe. */
export function evidenceAsCsv(tokens: readonly CaseToken[]): string {
  const rows = [
    columns.map(({ name }) => name),
    ...tokens.map((token) => columns.map(({ of }) => of(token))),
  ];
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

function scopesOf(
  told: readonly string[] | undefined,
  claimed: readonly string[] | undefined,
): readonly string[] {
  return told !== undefined && told.length > 0 ? told : (claimed ?? []);
}

function placesOf(places: CaseToken['places'], count: number): string {
  const [first] = places;
  if (first === undefined) {
    return '';
  }
  return `${first.source}:${first.line}${count > 1 ? ` and ${count - 1} more` : ''}`;
}
