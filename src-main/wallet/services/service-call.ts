import { basicCredentials } from '../oauth/basic-credentials.ts';
import type { Fetch } from '../ports.ts';
import type { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import type { ServiceAnswer, ServiceCall } from './service-schema.ts';

/** What stands for the placeholders of a described call. */
export interface CallValues {
  readonly token: Secret;
  readonly host?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: Secret | undefined;
  readonly subject?: string | undefined;
  readonly lookedUp?: string | undefined;
  /** More tokens, for a call that takes several at once. */
  readonly others?: readonly Secret[];
}

/** An answer as far as a described call is interested in it. Its values may be personal, and are never logged. */
export interface CallAnswer {
  readonly status: number;
  /** undefined where the body is no JSON. */
  readonly json: unknown;
  /** A page for people (HTML), which no call is documented to answer with. */
  readonly isPage: boolean;
  header(name: string): string | null;
}

/** Whether everything that a call needs is known, so that it can be made at all. */
export function canPerform(call: ServiceCall, values: CallValues): boolean {
  const written = JSON.stringify([call.url, call.headers, call.fields]);
  const named = [...written.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
  const credentials = authenticatesClient(call) ? ['clientId', 'clientSecret'] : [];
  return [...named, ...credentials].every((name) => valueOf(values, name) !== undefined);
}

/** Whether the token is part of a call, in whatever place. */
export function showsToken({ authorization, url, headers, fields }: ServiceCall): boolean {
  const isAuthorization = authorization === 'bearer' || authorization === 'oauth';
  return isAuthorization || JSON.stringify([url, headers, fields]).includes('{token}');
}

/**
 * Makes one described call. The token goes to the address of the description and nowhere else: `fetch` has to be the
 * bounded one, which follows no redirect.
 */
export async function performCall(fetch: Fetch, call: ServiceCall, values: CallValues): Promise<CallAnswer> {
  const address = new URL(fill(call.url, values, encodeURIComponent));
  const headers = headersOf(call, values);
  const fields = Object.entries(call.fields ?? {}).map(([name, value]): [string, string | string[]] => [
    name,
    typeof value === 'string' ? fill(value, values) : value.flatMap((one) => fillEach(one, values)),
  ]);
  let body: string | undefined;
  switch (call.body) {
    case 'json':
      headers.set('content-type', 'application/json');
      body = JSON.stringify(Object.fromEntries(fields));
      break;
    case 'form':
      headers.set('content-type', 'application/x-www-form-urlencoded');
      body = formOf(fields);
      break;
    case 'query':
      for (const [name, value] of fields) {
        address.searchParams.set(name, String(value));
      }
      break;
    case undefined:
      break;
  }
  const response = await fetch(address.href, {
    method: call.method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  return {
    status: response.status,
    json: parseJson(await response.text()),
    isPage: response.headers.get('content-type')?.startsWith('text/html') === true,
    header: (name) => response.headers.get(name),
  };
}

/** Whether an answer is one of those described. */
export function isOneOf(answer: CallAnswer, described: readonly ServiceAnswer[] | undefined): boolean {
  return (described ?? []).some(
    ({ status, where }) =>
      answer.status === status && (where === undefined || valueAt(answer.json, where.path) === where.is),
  );
}

/** The value at a path with dots, such as `user.id`; undefined where there is none. */
export function valueAt(json: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Readonly<Record<string, unknown>>)[name]
          : undefined,
      json,
    );
}

function headersOf(call: ServiceCall, values: CallValues): Headers {
  const headers = new Headers({ accept: 'application/json' });
  const wanted = { ...authorizationOf(call, values), ...call.headers };
  for (const [name, text] of Object.entries(wanted)) {
    const value = name === 'authorization' ? text : fill(text, values);
    if (!/^[\x20-\x7e]*$/.test(value)) {
      // Headers would refuse it with an error that quotes it, and it holds the token.
      throw new WalletError('bad-input', { problem: 'the token holds characters that no token has' });
    }
    headers.set(name, value);
  }
  return headers;
}

function authorizationOf(call: ServiceCall, values: CallValues): Readonly<Record<string, string>> {
  switch (call.authorization) {
    case 'bearer':
      return { authorization: `Bearer ${values.token.reveal()}` };
    case 'oauth':
      return { authorization: `OAuth ${values.token.reveal()}` };
    case 'basic':
    case 'client': {
      const { clientId = '', clientSecret } = values;
      return { authorization: basicCredentials(clientId, clientSecret?.reveal() ?? '') };
    }
    case 'none':
      return {};
  }
}

function authenticatesClient({ authorization }: ServiceCall): boolean {
  return authorization === 'basic' || authorization === 'client';
}

function fill(text: string, values: CallValues, encode = (value: string): string => value): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = valueOf(values, name) ?? '';
    // A host may bring a path of its own, such as the realm of a Keycloak; it was checked when it was entered.
    return name === 'host' ? value : encode(value);
  });
}

/** A place for tokens in a list is filled once for each. */
function fillEach(text: string, values: CallValues): readonly string[] {
  const tokens = text.includes('{token}') ? [values.token, ...(values.others ?? [])] : [values.token];
  return tokens.map((token) => fill(text, { ...values, token }));
}

function valueOf(values: CallValues, name: string): string | undefined {
  switch (name) {
    case 'token':
    case 'clientSecret':
      return values[name]?.reveal();
    case 'host':
    case 'clientId':
    case 'subject':
    case 'lookedUp':
      return values[name];
    default:
      return undefined;
  }
}

function formOf(fields: readonly (readonly [string, string | readonly string[]])[]): string {
  return new URLSearchParams(
    fields.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
