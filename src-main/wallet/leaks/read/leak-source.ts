/** Something to look for leaked tokens in. It is read once, from its beginning to its end. */
export interface LeakSource {
  /** What a person calls it: the path of a file, "the pasted text", "standard input". */
  readonly name: string;
  /** The bytes of a text in UTF-8 or UTF-16. A rejection counts the source as unreadable. */
  open(): AsyncIterable<Uint8Array>;
}
