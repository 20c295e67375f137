/** An answer whose body is here already, all of it. */
export class WholeResponse extends Response {
  readonly content: Buffer<ArrayBuffer>;

  constructor(content: Buffer<ArrayBuffer>, init: ResponseInit) {
    // A Response of status 204 or 304 cannot be constructed with a body, not even with an empty one.
    super(content.length === 0 ? null : content, init);
    this.content = content;
  }
}
