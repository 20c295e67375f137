/** The person at the demo service, and what they decide there. */
export interface DemoPerson {
  readonly login: string;
  readonly password: string;
  readonly decision: 'allow' | 'deny';
}

/** Where the person's way through the demo's pages ended. */
export type DemoEnding =
  /** The service sent the browser on to the app; nobody has gone there yet. */
  | { readonly leftTo: URL }
  /** A page of the service itself, with nothing to answer on it. */
  | { readonly page: DemoPage };

export interface DemoPage {
  readonly address: URL;
  readonly status: number;
  readonly text: string;
}

/**
 * Walks an authorization through the demo service as a person would, in a new browser session, then goes to the
 * app's loopback address and answers with the page that the app shows there.
 */
export async function approveInDemo(authorizationUrl: string | URL, person: DemoPerson): Promise<DemoPage> {
  const address = answerOf(await new DemoBrowser().walk(authorizationUrl, person));
  const response = await fetch(address, { redirect: 'manual' });
  return { address, status: response.status, text: await response.text() };
}

/** The address of the app that the service sent the browser to; fails where it kept the browser. */
export function answerOf(ending: DemoEnding): URL {
  if ('page' in ending) {
    throw new Error(`The demo service stayed at ${ending.page.address.pathname}: ${ending.page.text}`);
  }
  return ending.leftTo;
}

/** The page of the service that the browser stayed at; fails where it was sent to the app. */
export function pageOf(ending: DemoEnding): DemoPage {
  if ('leftTo' in ending) {
    throw new Error(`The demo service sent the browser to ${ending.leftTo.pathname}`);
  }
  return ending.page;
}

/** A browser without a window: it keeps cookies, follows redirects and fills in the demo service's forms. */
export class DemoBrowser {
  readonly #cookies: Cookie[] = [];

  /** Answers each page until the service sends the browser away or shows a page without a form. */
  async walk(address: string | URL, person: DemoPerson): Promise<DemoEnding> {
    let ending = await this.#follow({ address: new URL(address) });
    let signedIn = false;
    while ('page' in ending) {
      const form = formIn(ending.page.text);
      if (form === undefined || (form.asksForPassword && signedIn)) {
        break;
      }
      signedIn ||= form.asksForPassword;
      ending = await this.#follow({
        address: new URL(form.action, ending.page.address),
        form: fillIn(form, person),
      });
    }
    return ending;
  }

  /** Opens an address and answers nothing. */
  open(address: string | URL): Promise<DemoEnding> {
    return this.#follow({ address: new URL(address) });
  }

  async #follow(step: Step): Promise<DemoEnding> {
    const response = await this.#send(step);
    const location = response.headers.get('location');
    if (location === null) {
      return { page: { address: step.address, status: response.status, text: await response.text() } };
    }
    const next = new URL(location, step.address);
    return next.origin === step.address.origin ? this.#follow({ address: next }) : { leftTo: next };
  }

  async #send({ address, form }: Step): Promise<Response> {
    const response = await fetch(address, {
      method: form === undefined ? 'GET' : 'POST',
      body: form ?? null,
      redirect: 'manual',
      headers: { Accept: 'text/html', 'Accept-Language': 'en', Cookie: this.#cookiesFor(address) },
    });
    for (const header of response.headers.getSetCookie()) {
      this.#keep(cookieOf(header));
    }
    return response;
  }

  #keep(cookie: Cookie): void {
    const known = this.#cookies.findIndex(({ name, path }) => name === cookie.name && path === cookie.path);
    if (known !== -1) {
      this.#cookies.splice(known, 1);
    }
    if (cookie.value !== '') {
      this.#cookies.push(cookie);
    }
  }

  #cookiesFor(address: URL): string {
    return this.#cookies
      .filter(
        ({ path }) => path === '/' || address.pathname === path || address.pathname.startsWith(`${path}/`),
      )
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }
}

interface Step {
  readonly address: URL;
  readonly form?: URLSearchParams;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

function cookieOf(header: string): Cookie {
  const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
  const separator = pair.indexOf('=');
  const path = attributes.find((attribute) => attribute.toLowerCase().startsWith('path='))?.slice(5);
  return { name: pair.slice(0, separator), value: pair.slice(separator + 1), path: path ?? '/' };
}

interface Form {
  readonly action: string;
  readonly hidden: ReadonlyMap<string, string>;
  readonly asksForPassword: boolean;
  readonly asksForDecision: boolean;
}

function formIn(page: string): Form | undefined {
  const [, action, body] = /<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/s.exec(page) ?? [];
  if (action === undefined || body === undefined) {
    return undefined;
  }
  const hidden = [...body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  const form: Form = {
    action: unescapeText(action),
    hidden: new Map(hidden.map(([, name = '', value = '']) => [name, unescapeText(value)])),
    asksForPassword: body.includes('name="password"'),
    asksForDecision: body.includes('value="allow"'),
  };
  const answerable = form.asksForPassword || form.asksForDecision || form.hidden.has('user_code');
  return answerable ? form : undefined;
}

function fillIn({ hidden, asksForPassword, asksForDecision }: Form, person: DemoPerson): URLSearchParams {
  const form = new URLSearchParams([...hidden]);
  if (asksForPassword) {
    form.set('login', person.login);
    form.set('password', person.password);
    form.set('decision', 'sign-in');
  } else if (asksForDecision) {
    form.set('decision', person.decision);
  }
  return form;
}

function unescapeText(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}
