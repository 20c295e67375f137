import { StringDecoder } from 'node:string_decoder';
import { readFinding, type Finding } from '../read/findings.ts';
import { JsonElements } from '../read/json-elements.ts';
import type { Report } from '../read/report-format.ts';
import type { CatalogPatterns } from './catalog-patterns.ts';
import { mayBeToken } from './randomness.ts';
import { type See, type SourceScan, TextScan } from './scan-text.ts';
import type { ReportFormat } from './scanned-token.ts';
import { sighting, type Sighting } from './sighting.ts';

/** What scanners write in the place of a secret that they were told to hide. */
const HIDDEN = /\.{3}|\*{3}|…|•|^\[?redacted/i;

/** Takes the tokens out of a scanner's report, with the places that the report names. */
export class ReportScan implements SourceScan {
  readonly #name: string;
  readonly #report: Report;
  readonly #patterns: CatalogPatterns;
  readonly #see: See;
  readonly #elements: JsonElements;
  readonly #decoder = new StringDecoder('utf8');
  findings = 0;

  constructor(name: string, report: Report, patterns: CatalogPatterns, see: See) {
    this.#name = name;
    this.#report = report;
    this.#patterns = patterns;
    this.#see = see;
    this.#elements = new JsonElements(report.findings);
  }

  add(piece: Buffer): void {
    for (const json of this.#elements.add(this.#decoder.write(piece))) {
      const finding = readFinding(this.#report.format, json, this.#name);
      if (finding !== undefined) {
        this.findings++;
        this.#take(finding);
      }
    }
  }

  get format(): ReportFormat {
    return this.#report.format;
  }

  end(): void {
    // What ends in the middle of a finding has none there.
  }

  #take({ text, places }: Finding): void {
    const found = this.#tokensIn(text);
    const taken = found.length > 0 ? found : wholeTextOf(text);
    for (const one of taken) {
      for (const place of places) {
        this.#see(one, place);
      }
    }
  }

  #tokensIn(text: string): readonly Sighting[] {
    const found: Sighting[] = [];
    const scan = new TextScan('', this.#patterns, (one) => {
      found.push(one);
    });
    scan.add(Buffer.from(text));
    scan.end();
    return found.filter(({ mark }) => mark !== null);
  }
}

/** The scanner's word counts where the form says nothing; a text of several words or a private key is no token. */
function wholeTextOf(text: string): readonly Sighting[] {
  const value = text.trim();
  if (HIDDEN.test(value)) {
    return [sighting(value, 0, 'report', { flaw: 'masked' })];
  }
  return /^[\x21-\x7e]{12,4096}$/.test(value) && mayBeToken(value) ? [sighting(value, 0, 'report')] : [];
}
