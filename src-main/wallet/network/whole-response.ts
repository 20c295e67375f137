/** Fetch section 2.2.3, "null body status". */
const bodyless: ReadonlySet<number | undefined> = new Set([204, 205, 304]);

/** An answer whose body is here already, all of it. */
export class WholeResponse extends Response {
  readonly content: Buffer<ArrayBuffer>;

  constructor(content: Buffer<ArrayBuffer>, init: ResponseInit) {
    // Of some statuses a Response cannot be constructed with a body, not even with an empty one.
    super(content.length === 0 || bodyless.has(init.status) ? null : content, init);
    this.content = content;
  }
}
