/** Named values, perhaps nested. Made without a prototype, so that no name in a file means anything to JavaScript. */
export type Mapping = Readonly<Record<string, unknown>>;

interface Level {
  readonly indent: number;
  readonly mapping: Record<string, unknown>;
}

/**
 * Reads the part of YAML that the configuration files of gh and glab are written in: mappings in block style, and
 * values of one line. Lines of any other kind are passed over, since they hold no token.
 *
 * glab tags secrets with `!!null` so that they look empty to who loads the file; tags are therefore taken off.
 */
export function readBlockMapping(text: string): Mapping {
  const root = emptyMapping();
  const levels: Level[] = [{ indent: -1, mapping: root }];
  for (const line of text.split(/\r?\n/)) {
    const [, indent = '', name, value = ''] =
      /^( *)("[^"]*"|'[^']*'|[^\s#'"-].*?):(?: +(.*))?$/.exec(line) ?? [];
    if (name === undefined) {
      continue;
    }
    const parent = levels.findLast((level) => level.indent < indent.length)?.mapping ?? root;
    const scalar = scalarOf(value);
    const nested = emptyMapping();
    parent[scalarOf(name)] = scalar === '' ? nested : scalar;
    levels.splice(levels.findIndex(({ mapping }) => mapping === parent) + 1);
    if (scalar === '') {
      levels.push({ indent: indent.length, mapping: nested });
    }
  }
  return root;
}

function scalarOf(written: string): string {
  const value = written.trim().replace(/^!!\w+ +/, '');
  const quoted = /^"([^"\\]*)"|^'([^']*)'/.exec(value);
  return quoted === null ? value.replace(/(?:^|\s+)#.*$/, '') : (quoted[1] ?? quoted[2] ?? '');
}

function emptyMapping(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}
