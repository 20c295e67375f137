import { describe, expect, it } from 'vitest';
import type { LeakScan } from '../../src-main/wallet/leaks/recognise/scanned-token.ts';
import { scanSources, sourceOf } from '../support/scan-sources.ts';

const gitHubToken = ['ghp', 'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17'].join('_');
const opaque = 'kQ3vT9xLm2Zr8Wp5Yd1Nf6Hb4Gc7Js0AeUiOoPqR_tS';

/** In pieces of 37 bytes, which tears keys, values and characters apart. */
function scanReport(text: string): Promise<LeakScan> {
  return scanSources([sourceOf(text, 'report.json', 37)]);
}

function summaryOf({ tokens }: LeakScan): readonly string[] {
  return tokens.map(
    ({ masked, mark, flaw, places }) =>
      `${masked} ${flaw ?? mark} ${places.map(({ source, line, column }) => `${source}:${line}:${column}`).join(' ')}`,
  );
}

const lines = (...values: readonly object[]): string =>
  values.map((value) => JSON.stringify(value)).join('\n');

const reports: Readonly<Record<string, string>> = {
  gitleaks: JSON.stringify(
    [
      {
        RuleID: 'github-pat',
        File: 'src/a.py',
        StartLine: 4,
        StartColumn: 9,
        Match: '',
        Secret: gitHubToken,
      },
      { RuleID: 'generic-api-key', File: 'src/ж.py', StartLine: 7, StartColumn: 2, Secret: opaque },
    ],
    null,
    1,
  ),
  trufflehog: lines(
    {
      SourceMetadata: { Data: { Git: { commit: 'c0ffee', file: 'src/a.py', line: 4 } } },
      DetectorName: 'Github',
      Raw: gitHubToken,
      RawV2: '',
    },
    {
      SourceMetadata: { Data: { Filesystem: { file: 'src/ж.py', line: 7 } } },
      DetectorName: 'Box',
      Raw: opaque,
    },
  ),
  kingfisher: JSON.stringify({
    findings: [kingfisherFinding(gitHubToken, 'src/a.py', 4, 9), kingfisherFinding(opaque, 'src/ж.py', 7, 2)],
    access_map: null,
  }),
  'kingfisher, one finding a line': lines(
    kingfisherFinding(gitHubToken, 'src/a.py', 4, 9),
    kingfisherFinding(opaque, 'src/ж.py', 7, 2),
    { access_map: [] },
  ),
  sarif: JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'scanner', rules: [{ id: 'r', results: [{ message: { text: gitHubToken } }] }] },
        },
        results: [sarifResult(gitHubToken, 'src/a.py', 4, 9), sarifResult(opaque, 'src/ж.py', 7, 2)],
      },
    ],
  }),
  github: JSON.stringify([
    gitHubAlert(1, gitHubToken, 'src/a.py', 4, 9),
    gitHubAlert(2, opaque, 'src/ж.py', 7, 2),
  ]),
};

describe('a report', () => {
  it.each(Object.entries(reports))('of %s gives its tokens, and the places it names', async (name, text) => {
    const scan = await scanReport(text);
    const column = name === 'trufflehog' ? [1, 1] : [9, 2];
    expect(summaryOf(scan)).toEqual([
      `ghp_…Lq17 pattern src/a.py:4:${column[0]}`,
      `kQ3v…R_tS report src/ж.py:7:${column[1]}`,
    ]);
    expect(scan.notes).toEqual([
      { kind: 'report', source: 'report.json', format: name.split(',')[0], findings: 2 },
    ]);
    expect(scan.unknown).toEqual([]);
  });

  it('may hold what is no token: a key, a password, a look-alike', async () => {
    const scan = await scanReport(
      JSON.stringify(
        ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n', 'correct horse', gitHubToken.replace('zQWB', 'zQWC')].map(
          (Secret) => ({ RuleID: 'r', File: 'a', StartLine: 1, StartColumn: 1, Secret }),
        ),
      ),
    );
    expect(scan.tokens).toEqual([]);
    expect(scan.notes).toContainEqual({ kind: 'checksum-failed', count: 1 });
  });

  it.each(['REDACTED', 'kQ3v...', '****', 'ghp_zQWB…'])('may hide its tokens, as %s', async (Secret) => {
    const { tokens } = await scanReport(JSON.stringify([{ RuleID: 'r', File: 'a', StartLine: 3, Secret }]));
    expect(tokens).toMatchObject([{ places: [{ source: 'a', line: 3, column: 1 }] }]);
    expect(tokens[0]?.flaw).not.toBeNull();
  });

  it('of a format that nobody knows is read as text, and that is said', async () => {
    const scan = await scanReport(JSON.stringify([{ rule: 'x', detector: 'y', value: gitHubToken }]));
    expect(summaryOf(scan)).toEqual(['ghp_…Lq17 pattern report.json:1:38']);
    expect(scan.notes).toEqual([{ kind: 'report-unknown', source: 'report.json' }]);
  });

  it('that breaks off gives what it has', async () => {
    const whole = reports['gitleaks'] ?? '';
    expect(summaryOf(await scanReport(whole.slice(0, -40)))).toEqual(['ghp_…Lq17 pattern src/a.py:4:9']);
  });

  it('that breaks off within a finding gives what is whole of it', async () => {
    const whole = (reports['gitleaks'] ?? '').replace(/\s*\}\s*\]$/, ', "Tags": ["a');
    expect(summaryOf(await scanReport(whole))).toEqual([
      'ghp_…Lq17 pattern src/a.py:4:9',
      'kQ3v…R_tS report src/ж.py:7:2',
    ]);
  });

  it('that breaks off before a finding can be known gives what its text has', async () => {
    const text = lines(gitHubAlert(1, `${opaque}0`, 'src/a.py', 4, 9), {
      secret_type: 'x',
      log: gitHubToken,
    });
    expect(summaryOf(await scanReport(text.slice(0, -2)))).toEqual([
      'kQ3v…_tS0 report src/a.py:4:9',
      'ghp_…Lq17 pattern report.json:1:1',
    ]);
  });

  it('may have elements that are no findings: they are read as text', async () => {
    const log = { log: `Authorization: Bearer ${opaque}` };
    const finding = gitHubAlert(1, gitHubToken, 'src/a.py', 4, 9);
    for (const text of [lines(log, finding), lines(finding, log)]) {
      const scan = await scanReport(text);
      expect(summaryOf(scan).toSorted()).toEqual([
        'ghp_…Lq17 pattern src/a.py:4:9',
        'kQ3v…R_tS authorization-header report.json:1:1',
      ]);
      expect(scan.notes).toMatchObject([{ kind: 'report', findings: 1 }]);
    }
  });

  it.each([
    ['sarif', { version: 1, runs: [{ id: 5, log: `Bearer ${gitHubToken}` }] }],
    ['github', { secret_type: 'none', secret: null, log: { say: `Bearer ${gitHubToken}` } }],
  ])('is only what has findings: any other JSON with keys of %s is read as text', async (format, value) => {
    const scan = await scanReport(`${lines(value)}\n\n${JSON.stringify({ token: opaque })}`);
    expect(scan.tokens).toMatchObject([
      { masked: 'ghp_…Lq17', placeCount: 1, places: [{ source: 'report.json', line: 1 }] },
      { masked: 'kQ3v…R_tS', places: [{ source: 'report.json', line: 3, column: 11 }] },
    ]);
    expect(scan.notes).toEqual([{ kind: 'report-as-text', source: 'report.json', format }]);
  });

  it('is none where thousands of tokens are in it and no finding, and one where all are findings', async () => {
    const summaryWith = async (of: (token: string) => object): Promise<unknown> => {
      const all = Array.from({ length: 3_000 }, (_, number) => of(`${opaque}${number}`));
      const text = lines({ secret_type: 'x', secret: null }, ...all);
      const { tokens, notes } = await scanSources([sourceOf(text, 'a.jsonl')]);
      return [tokens.length, notes.map(({ kind }) => kind)];
    };
    expect(await summaryWith((token) => ({ log: `Bearer ${token}` }))).toEqual([3_000, ['report-as-text']]);
    expect(await summaryWith((token) => gitHubAlert(1, token, 'a', 1, 1))).toEqual([3_000, ['report']]);
  });

  it('is not every JSON: a token reply is a text', async () => {
    const scan = await scanReport(
      JSON.stringify({ access_token: opaque, token_type: 'Bearer', scope: 'read' }),
    );
    expect(summaryOf(scan)).toEqual(['kQ3v…R_tS named-field report.json:1:18']);
    expect(scan.notes).toEqual([]);
  });
});

describe('a token in the name of a place', () => {
  it('is not shown where it stands there a second time, in base64', async () => {
    const basic = Buffer.from(`anna:${gitHubToken}`).toString('base64');
    const File = `a ${gitHubToken} b Authorization: Basic ${basic}`;
    const { tokens } = await scanReport(JSON.stringify([{ RuleID: 'r', File, Secret: opaque }]));
    expect(tokens[1]?.places[0]?.source).toBe('a ghp_…Lq17 b Authorization: Basic ghp_…Lq17');
  });

  it.each([
    ['its userinfo', `https://x-access-token:${gitHubToken}@github.com/a/b`, 'https://github.com/a/b', 2],
    [
      'a parameter',
      `https://a.example/x?access_token=${opaque}`,
      'https://a.example/x?access_token=kQ3v…R_tS',
      2,
    ],
    ['its path', `https://a.example/${opaque}0/x`, 'https://a.example/kQ3v…_tS0/x', 1],
    ['an escape', `x/1%2F%2F0${opaque}.txt`, 'x/1//0…R_tS', 2],
  ])('is shown in no place, and found: in %s', async (_where, link, shown, count) => {
    const { tokens } = await scanReport(
      lines({
        SourceMetadata: { Data: { Github: { link, line: 3 } } },
        DetectorName: 'Box',
        Raw: `${opaque}0`,
      }),
    );
    expect(tokens.flatMap(({ places }) => places)).toContainEqual({ source: shown, line: 3, column: 1 });
    expect(tokens).toHaveLength(count);
    expect(JSON.stringify(tokens)).not.toMatch(new RegExp(`${gitHubToken}|${opaque}`));
  });
});

function kingfisherFinding(snippet: string, path: string, line: number, column: number): object {
  return {
    rule: { name: 'A rule', id: 'kingfisher.rule.1' },
    finding: {
      snippet,
      fingerprint: '1',
      confidence: 'medium',
      line,
      column_start: column,
      column_end: 99,
      path,
    },
  };
}

function sarifResult(text: string, uri: string, startLine: number, startColumn: number): object {
  const region = { startLine, startColumn, snippet: { text } };
  return {
    message: { text: 'A secret was detected' },
    ruleId: 'r',
    locations: [{ physicalLocation: { artifactLocation: { uri }, region } }],
  };
}

function gitHubAlert(number: number, secret: string, path: string, line: number, column: number): object {
  return {
    number,
    state: 'open',
    secret_type: 'some_token',
    secret,
    html_url: `https://github.com/anna/photos/security/secret-scanning/${number}`,
    first_location_detected: { path, start_line: line, end_line: line, start_column: column },
  };
}
