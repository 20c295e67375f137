import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Connection } from './connections.ts';
import type { ReceivedHeaders } from './whole-response.ts';

/** A body of at most so many bytes is read at once: it is no danger to the memory, and a stream of its own costs more. */
const SMALL_BYTES = 64 * 1024;

export interface OutgoingRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Ends the request, or the reading of its answer. */
  readonly signal: AbortSignal | undefined;
}

export interface IncomingAnswer {
  readonly status: number;
  readonly headers: ReceivedHeaders;
  /** All of a small body; a larger one as it comes. */
  readonly body: Buffer<ArrayBuffer> | Readable;
}

/** Sends one request; resolves when its answer has begun, or is here already. Rejects with the signal's reason too. */
export function exchange(
  { client, release }: Connection,
  { method, path, headers, body, signal }: OutgoingRequest,
): Promise<IncomingAnswer> {
  const incoming = new Incoming(signal, release);
  client.dispatch({ method, path, headers, body: body.length === 0 ? null : body }, incoming);
  return incoming.answer;
}

/** What undici tells of the answer. Its own `request` makes a stream of each, which takes longer than all the rest. */
class Incoming implements Dispatcher.DispatchHandler {
  readonly answer: Promise<IncomingAnswer>;
  readonly #settle: PromiseWithResolvers<IncomingAnswer>;
  readonly #signal: AbortSignal | undefined;
  readonly #release: () => void;
  #controller: Dispatcher.DispatchController | undefined;
  #head: Omit<IncomingAnswer, 'body'> = { status: 0, headers: {} };
  #chunks: Buffer[] = [];
  #length = 0;
  #stream: Readable | undefined;

  constructor(signal: AbortSignal | undefined, release: () => void) {
    this.#settle = Promise.withResolvers<IncomingAnswer>();
    this.answer = this.#settle.promise;
    this.#signal = signal;
    this.#release = release;
    signal?.addEventListener('abort', this.#abort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal?.aborted === true) {
      this.#abort();
    }
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingAnswer['headers'],
  ): void {
    this.#head = { status, headers };
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#stream === undefined && this.#length > SMALL_BYTES) {
      this.#stream = new Readable({
        read: () => {
          controller.resume();
        },
        destroy: (error, done) => {
          controller.abort(error ?? new Error('Nobody reads the answer any more.'));
          done(error);
        },
      });
      this.#chunks.forEach((earlier) => this.#stream?.push(earlier));
      this.#settle.resolve({ ...this.#head, body: this.#stream });
    }
    if (this.#stream === undefined) {
      this.#chunks.push(chunk);
    } else if (!this.#stream.push(chunk)) {
      controller.pause();
    }
  }

  onResponseEnd(): void {
    this.#leave();
    if (this.#stream === undefined) {
      this.#settle.resolve({ ...this.#head, body: Buffer.concat(this.#chunks) });
    } else {
      this.#stream.push(null);
    }
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#leave();
    this.#stream?.destroy(error);
    this.#settle.reject(error);
  }

  #leave(): void {
    this.#signal?.removeEventListener('abort', this.#abort);
    this.#release();
  }

  /** A request that still waits for a connection hears of it first; undici tells of the end of those under way. */
  readonly #abort = (): void => {
    const reason = this.#signal?.reason as Error;
    this.#settle.reject(reason);
    this.#controller?.abort(reason);
  };
}
