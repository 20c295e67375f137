/** Where a command's result goes: one JSON document, or words for a person. */
export interface Output {
  /** `document` with `--json`, `words` without. */
  result(document: unknown, words: string): void;
  /** Something the person has to do before the result comes: a line of JSON, or words on standard error. */
  step(document: unknown, words: string): void;
  /** One line of JSON whatever was asked for: for `--print-url`, which scripts read line by line. */
  line(document: unknown): void;
}

export function createOutput(
  json: boolean,
  write: (text: string) => void,
  writeError: (text: string) => void,
): Output {
  return {
    result: (document, words) => {
      write(json ? `${JSON.stringify(document)}\n` : `${words}\n`);
    },
    step: (document, words) => {
      if (json) {
        write(`${JSON.stringify(document)}\n`);
      } else {
        writeError(`${words}\n`);
      }
    },
    line: (document) => {
      write(`${JSON.stringify(document)}\n`);
    },
  };
}
