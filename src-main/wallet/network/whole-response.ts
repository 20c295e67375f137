/** Fetch section 2.2.3, "null body status". */
const bodyless: ReadonlySet<number> = new Set([204, 205, 304]);

const decoder = new TextDecoder();

/** A Response as far as nothing is done differently here. Nobody sends the wallet a form. */
const Unchanged = Response as new () => Pick<
  Response,
  'formData' | 'redirected' | 'statusText' | 'type' | 'url'
>;

/** As they were received, by their names in lower case; those that came several times in a list. */
export type ReceivedHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * An answer whose body is here already, all of it.
 *
 * A Response makes a stream of every body, and reads its headers one by one, which takes longer than the rest of a
 * request. Of ten thousand answers hardly one is read in another way than as text or JSON, so whatever else may be asked
 * of a Response is made when it is asked for.
 */
export class WholeResponse extends Unchanged implements Response {
  readonly content: Buffer<ArrayBuffer>;
  readonly status: number;
  readonly #received: ReceivedHeaders | Headers;
  #headers: Headers | undefined;
  #isRead = false;
  #made: Response | undefined;

  /** Throws a RangeError for a status that a Response cannot have. */
  constructor(
    content: Buffer<ArrayBuffer>,
    { status, headers }: { readonly status: number; readonly headers: ReceivedHeaders | Headers },
  ) {
    super();
    if (status < 200 || status > 599) {
      throw new RangeError(`A service cannot end a request with the status ${status}.`);
    }
    this.content = content;
    this.status = status;
    this.#received = headers;
  }

  get headers(): Headers {
    const received = this.#received;
    return (this.#headers ??= received instanceof Headers ? received : headersFrom(received));
  }

  get ok(): boolean {
    return this.status < 300;
  }

  get body(): Response['body'] {
    return this.#whole().body;
  }

  get bodyUsed(): boolean {
    return this.#isRead || this.#made?.bodyUsed === true;
  }

  async text(): Promise<string> {
    if (this.#made !== undefined) {
      return this.#made.text();
    }
    const text = this.peek();
    this.#isRead = true;
    return text;
  }

  /** The text, which stays to be read. */
  peek(): string {
    this.#requireUnread();
    return decoder.decode(this.content);
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#whole().arrayBuffer();
  }

  blob(): Promise<Blob> {
    return this.#whole().blob();
  }

  bytes(): ReturnType<Response['bytes']> {
    return this.#whole().bytes();
  }

  clone(): WholeResponse {
    this.#requireUnread();
    return new WholeResponse(this.content, {
      status: this.status,
      headers: this.#headers === undefined ? this.#received : new Headers(this.#headers),
    });
  }

  /** What `headers.get` answers, without making headers. */
  header(name: string): string | null {
    const received = this.#received;
    if (this.#headers !== undefined || received instanceof Headers) {
      return this.headers.get(name);
    }
    const value = received[name];
    return typeof value === 'string' ? value : Array.isArray(value) ? this.headers.get(name) : null;
  }

  #requireUnread(): void {
    if (this.bodyUsed) {
      throw new TypeError('The answer has been read already.');
    }
  }

  /** The same as a Response of the platform. */
  #whole(): Response {
    if (this.#made === undefined) {
      // Of some statuses it cannot be constructed with a body, not even with an empty one.
      const body =
        this.#isRead || this.content.length === 0 || bodyless.has(this.status) ? null : this.content;
      this.#made = new Response(body, { status: this.status, headers: this.headers });
    }
    return this.#made;
  }
}

/** Makes one, as what it is to whoever reads it. */
export function wholeResponse(...parts: ConstructorParameters<typeof WholeResponse>): Response {
  const response: unknown = new WholeResponse(...parts);
  return response as Response;
}

export function isWhole(response: Response): boolean {
  return response instanceof WholeResponse;
}

/** A header of an answer; the name in lower case. */
export function headerOf(response: Response, name: string): string | null {
  return response instanceof WholeResponse ? response.header(name) : response.headers.get(name);
}

export function headersFrom(received: ReceivedHeaders): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(received)) {
    for (const value of typeof values === 'string' ? [values] : (values ?? [])) {
      headers.append(name, inBytes(value));
    }
  }
  return headers;
}

/** undici reads headers as UTF-8, and Headers take nothing but bytes (RFC 9110 section 5.5, obs-text). */
function inBytes(value: string): string {
  return /[^\0-\u00ff]/.test(value) ? Buffer.from(value).toString('latin1') : value;
}
