import type { Mapping } from './read-block-mapping.ts';

/** Whether a value of a file holds named values itself. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text that a value is; null for an empty one and for anything else. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Scopes as a list, or as a text with blanks or commas between them. */
export function scopesOf(value: unknown): readonly string[] | null {
  const list: readonly unknown[] | null = Array.isArray(value)
    ? value
    : (textOf(value)?.split(/[\s,]+/) ?? null);
  return list?.filter((scope): scope is string => textOf(scope) !== null) ?? null;
}

/** A moment as a date in words, in seconds or in milliseconds since 1970; null for one that no calendar holds. */
export function momentOf(value: unknown): number | null {
  const number = typeof value === 'number' || /^\d+$/.test(textOf(value) ?? '') ? Number(value) : Number.NaN;
  const atMs = Number.isNaN(number)
    ? Date.parse(textOf(value) ?? '')
    : number > 1e11
      ? number
      : number * 1000;
  return Number.isNaN(new Date(atMs).getTime()) || atMs === 0 ? null : atMs;
}
