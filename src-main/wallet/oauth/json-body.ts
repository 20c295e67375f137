import { WholeResponse } from '../network/whole-response.ts';
import { Secret } from '../secret.ts';

/** The body as a JSON object, or undefined where it is none. The response itself stays readable. */
export async function jsonObjectOf(response: Response): Promise<Record<string, unknown> | undefined> {
  try {
    const body: unknown = JSON.parse(
      response instanceof WholeResponse ? response.peek() : await response.clone().text(),
    );
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** The value, when it is a text with something in it. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The same for a value that must not be seen. */
export function secretOf(value: unknown): Secret | null {
  const text = textOf(value);
  return text === null ? null : new Secret(text);
}

/** Scopes are separated by blanks (RFC 6749 section 3.3); some services give a list. */
export function scopesOf(value: unknown): string[] {
  const texts = Array.isArray(value)
    ? value.filter((item) => typeof item === 'string')
    : [textOf(value) ?? ''];
  return texts.flatMap((text) => text.split(/\s+/)).filter((scope) => scope !== '');
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
