import type { Place, ReportFormat } from '../recognise/scanned-token.ts';

/** One finding of a report: what was found, which may be a line with a token in it, and where. */
export interface Finding {
  readonly text: string;
  readonly places: readonly Place[];
}

type Json = Readonly<Record<string, unknown>>;

/** Reads a finding from its JSON; undefined where it has no text. `report`: its name, for what names no file. */
export function readFinding(format: ReportFormat, json: string, report: string): Finding | undefined {
  const value = parse(json);
  const text = textOf(format, value);
  if (text === undefined) {
    return undefined;
  }
  const places = placesOf(format, value).map(({ source, line, column }) => ({
    source: source ?? report,
    line: line ?? 1,
    column: column ?? 1,
  }));
  return { text, places: places.length > 0 ? places : [{ source: report, line: 1, column: 1 }] };
}

function textOf(format: ReportFormat, value: Json): string | undefined {
  switch (format) {
    case 'gitleaks':
      return string(value['Secret']) ?? string(value['Match']);
    case 'trufflehog':
      return string(value['Raw']) ?? string(value['RawV2']) ?? string(value['Redacted']);
    case 'kingfisher':
      return string(at(value, 'finding')['snippet']);
    case 'sarif':
      return (
        string(at(regionOf(first(value['locations'])), 'snippet')['text']) ??
        string(at(value, 'message')['text'])
      );
    case 'github':
      return string(value['secret']);
  }
}

interface NamedPlace {
  readonly source: string | undefined;
  readonly line: number | undefined;
  readonly column?: number | undefined;
}

function placesOf(format: ReportFormat, value: Json): readonly NamedPlace[] {
  switch (format) {
    case 'gitleaks':
      return [
        {
          source: string(value['File']),
          line: number(value['StartLine']),
          column: number(value['StartColumn']),
        },
      ];
    case 'trufflehog': {
      // One key, named for where it looked: Git, Filesystem, Github ...
      const where = object(Object.values(at(at(value, 'SourceMetadata'), 'Data'))[0]);
      return [{ source: string(where['file']) ?? string(where['link']), line: number(where['line']) }];
    }
    case 'kingfisher': {
      const found = at(value, 'finding');
      return [
        { source: string(found['path']), line: number(found['line']), column: number(found['column_start']) },
      ];
    }
    case 'sarif':
      return list(value['locations']).map((location) => ({
        source: string(at(at(location, 'physicalLocation'), 'artifactLocation')['uri']),
        line: number(regionOf(location)['startLine']),
        column: number(regionOf(location)['startColumn']),
      }));
    case 'github': {
      const where = at(value, 'first_location_detected');
      return [
        {
          source: string(where['path']) ?? string(value['html_url']),
          line: number(where['start_line']),
          column: number(where['start_column']),
        },
      ];
    }
  }
}

function regionOf(location: Json): Json {
  return at(at(location, 'physicalLocation'), 'region');
}

function parse(json: string): Json {
  try {
    return object(JSON.parse(json));
  } catch {
    return {};
  }
}

function at(value: Json, key: string): Json {
  return object(value[key]);
}

function first(value: unknown): Json {
  return list(value)[0] ?? {};
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}
