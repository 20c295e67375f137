import { StringDecoder } from 'node:string_decoder';
import { readFinding, type Finding } from '../read/findings.ts';
import { JsonElements } from '../read/json-elements.ts';
import type { Report } from '../read/report-format.ts';
import type { CatalogPatterns } from './catalog-patterns.ts';
import { mayBeToken } from './randomness.ts';
import { type See, type SourceScan, TextScan } from './scan-text.ts';
import type { ScanNote } from './scanned-token.ts';
import { sighting, type Sighting } from './sighting.ts';

/** What scanners write in the place of a secret that they were told to hide. */
const HIDDEN = /\.{3}|\*{3}|…|•|^\[?redacted/i;

/** What is found in a text before the first finding waits; with so much of it, and no finding, it is no report. */
const MOST_WAITING = 1_000;

/**
 * Takes the tokens out of a scanner's report, with the places that the report names. What gives no token as a finding is
 * read as text, and so is the whole where it has no finding: any JSON can have the keys of a report.
 */
export class ReportScan implements SourceScan {
  readonly #name: string;
  readonly #report: Report;
  readonly #patterns: CatalogPatterns;
  readonly #see: See;
  readonly #elements: JsonElements;
  readonly #decoder = new StringDecoder('utf8');
  /** Reads the same as text until there is a finding: it comes only once. */
  readonly #text: TextScan;
  #inText: Parameters<See>[] = [];
  /** From elements that are no findings, if it is a report after all. */
  #inElements: Parameters<See>[] = [];
  #isText = false;
  #findings = 0;

  constructor(name: string, report: Report, patterns: CatalogPatterns, see: See) {
    this.#name = name;
    this.#report = report;
    this.#patterns = patterns;
    this.#see = see;
    this.#elements = new JsonElements(report.findings);
    this.#text = new TextScan(name, patterns, (...seen) => {
      this.#inText.push(seen);
    });
  }

  add(piece: Buffer): void {
    for (const json of this.#isText ? [] : this.#elements.add(this.#decoder.write(piece))) {
      this.#read(json, json);
    }
    if (this.#findings === 0) {
      this.#text.add(piece);
      if (this.#isText || this.#inText.length > MOST_WAITING) {
        this.#takeAsText();
      }
    }
  }

  end(): void {
    const unfinished = this.#isText ? undefined : this.#elements.unfinished();
    if (unfinished !== undefined) {
      this.#read(unfinished.json, unfinished.text);
    }
    if (this.#findings === 0) {
      this.#text.end();
      this.#takeAsText();
    }
  }

  /** How it was read in the end. `source`: its name as it may be shown. */
  note(source: string): ScanNote {
    const { format } = this.#report;
    return this.#isText
      ? { kind: 'report-as-text', source, format }
      : { kind: 'report', source, format, findings: this.#findings };
  }

  /** `text`: of which `json` is what can be parsed. */
  #read(json: string, text: string): void {
    const finding = readFinding(this.#report.format, json, this.#name);
    if (finding !== undefined) {
      this.#findings++;
      this.#inText = [];
    }
    const places = finding?.places ?? [{ source: this.#name, line: 1, column: 1 }];
    const inFinding = finding === undefined ? [] : this.#tokensOf(finding);
    const found = inFinding.length > 0 ? inFinding : this.#tokensIn(text);
    this.#inElements.push(...found.flatMap((one) => places.map((place): Parameters<See> => [one, place])));
    if (this.#findings > 0) {
      this.#inElements = this.#pass(this.#inElements);
    }
  }

  #takeAsText(): void {
    this.#isText ||= this.#inText.length > 0;
    this.#inText = this.#pass(this.#inText);
    this.#inElements = [];
  }

  #pass(seen: readonly Parameters<See>[]): [] {
    for (const [one, place] of seen) {
      this.#see(one, place);
    }
    return [];
  }

  #tokensOf({ text }: Finding): readonly Sighting[] {
    const found = this.#tokensIn(text);
    return found.length > 0 ? found : wholeTextOf(text);
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
