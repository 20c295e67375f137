import type { ReportFormat, ScanNote } from './recognise/scanned-token.ts';

const formats: Readonly<Record<ReportFormat, string>> = {
  gitleaks: 'gitleaks',
  trufflehog: 'trufflehog',
  kingfisher: 'kingfisher',
  sarif: 'SARIF',
  github: 'GitHub secret scanning',
};

/** What a person should know of how the sources were read, in words. */
export function noteInWords(note: ScanNote): string {
  switch (note.kind) {
    case 'report':
      return `${note.source} is a report of ${formats[note.format]}; ${note.findings} findings were taken from it.`;
    case 'report-as-text':
      return `${note.source} looks like a report of ${formats[note.format]}, but no finding could be taken from it; it was read as text.`;
    case 'report-unknown':
      return `${note.source} looks like a report of a format that the wallet does not know; it was read as text.`;
    case 'checksum-failed':
      return `Look like tokens and are none, since their checksums fail: ${note.count}.`;
    case 'unknown-cut-off':
      return `Of ${note.found} strings of unknown form the first ${note.listed} are listed.`;
  }
}
