/** How an attempt ended, for the page that the browser shows. */
export type LoopbackEnding = 'done' | 'denied' | 'failed' | 'too-late';

/**
 * The one-shot web server that receives the browser's answer (RFC 8252 section 7.3).
 *
 * It listens on 127.0.0.1, on a port chosen by the system.
 */
export interface LoopbackRedirect {
  /** `http://127.0.0.1:PORT/callback` */
  readonly redirectUri: string;
  /**
   * The first GET to the callback address that carries `code` or `error`; whether its `state` is the right one is
   * checked by who awaits this. The browser's page stays open until `conclude` is called, so that it can tell the truth.
   */
  readonly answer: Promise<URL>;
  /** Shows the ending in the browser, then stops listening. Without an answer it only stops. */
  conclude(ending: LoopbackEnding, text: { readonly title: string; readonly message: string }): Promise<void>;
}
