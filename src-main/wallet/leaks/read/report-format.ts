import type { ReportFormat } from '../recognise/scanned-token.ts';
import type { JsonPath } from './json-elements.ts';

/** A scanner's report as its beginning shows it, and where the findings are in it. */
export interface Report {
  readonly format: ReportFormat;
  readonly findings: JsonPath;
}

/** What says that a JSON text is some report, though none that the wallet knows. */
const SOME_REPORT =
  /"(?:rules?|rule_?id|detector\w*|findings?|leaks?|secrets?|violations|vulnerabilities|matches)"\s*:/gi;

/**
 * Knows a report by the keys at its beginning; `unknown` for one of a format that the wallet does not know, undefined for
 * any other text.
 *
 * Keys as written by: gitleaks/gitleaks:report/finding.go; trufflesecurity/trufflehog:pkg/output/json.go;
 * mongodb/kingfisher:src/reporter.rs and src/reporter/json_format.rs; SARIF 2.1.0 sections 3.13, 3.14 and 3.27 (OASIS);
 * docs.github.com/en/rest/secret-scanning/secret-scanning ("List secret scanning alerts").
 */
export function reportIn(beginning: string): Report | 'unknown' | undefined {
  const text = beginning.trimStart().replace(/^\ufeff/, '');
  if (!/^(?:\[\s*)?\{/.test(text)) {
    return undefined;
  }
  const has = (...keys: readonly string[]): boolean => keys.every((key) => text.includes(`"${key}"`));
  const element = text.startsWith('[') ? ['*'] : [];
  if (has('runs') && (has('$schema') || has('version') || has('results'))) {
    return { format: 'sarif', findings: ['runs', '*', 'results', '*'] };
  }
  if (has('RuleID', 'Secret')) {
    return { format: 'gitleaks', findings: element };
  }
  if (has('DetectorName', 'Raw')) {
    return { format: 'trufflehog', findings: element };
  }
  if (has('rule', 'finding', 'snippet')) {
    return { format: 'kingfisher', findings: has('findings') ? ['findings', '*'] : element };
  }
  if (has('secret_type', 'secret')) {
    return { format: 'github', findings: element };
  }
  const hints = new Set(Array.from(text.matchAll(SOME_REPORT), ([key]) => key.toLowerCase()));
  return hints.size >= 2 ? 'unknown' : undefined;
}
