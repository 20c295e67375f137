import type { Language } from '../../src-main/contract/status.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MONTH_MS = 30.44 * DAY_MS;
const YEAR_MS = 365.25 * DAY_MS;

/** Each unit is used from this many of the smaller one on, so that "in 1 hr" never stands for 1 hour and 50 minutes. */
const units: readonly { unit: Intl.RelativeTimeFormatUnit; sizeMs: number; fromMs: number }[] = [
  { unit: 'year', sizeMs: YEAR_MS, fromMs: 2 * YEAR_MS },
  { unit: 'month', sizeMs: MONTH_MS, fromMs: 2 * MONTH_MS },
  { unit: 'day', sizeMs: DAY_MS, fromMs: 2 * DAY_MS },
  { unit: 'hour', sizeMs: HOUR_MS, fromMs: 2 * HOUR_MS },
  { unit: 'minute', sizeMs: MINUTE_MS, fromMs: MINUTE_MS },
  { unit: 'second', sizeMs: SECOND_MS, fromMs: 0 },
];

/** The greatest unit that it is a whole number of; at most days, for a month has no fixed length. */
const shortest = { unit: 'second', sizeMs: SECOND_MS };
const durations = [
  { unit: 'day', sizeMs: DAY_MS },
  { unit: 'hour', sizeMs: HOUR_MS },
  { unit: 'minute', sizeMs: MINUTE_MS },
  shortest,
] as const;

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Times, sizes and lists as people write them. */
export interface Formats {
  /** `in 2 hr`, `5 min ago`; whole units that have passed or are still to come, never more than there are. */
  relative(moment: string, nowMs: number): string;
  /** `22 Nov 2026, 16:00`. */
  moment(moment: string): string;
  /** `16:00` today, otherwise with its date. */
  timeOrMoment(moment: string, nowMs: number): string;
  /** `9:05`, for a time that runs out. */
  countdown(leftMs: number): string;
  /** `1 hour`, `60 days`. */
  duration(seconds: number): string;
  /** `12.5`, with at most one decimal. */
  number(value: number): string;
  /** `1.2 MB`; a thousand of a unit is one of the next. */
  bytes(count: number): string;
  list(items: readonly string[]): string;
}

export function createFormats(language: Language): Formats {
  // British English: a day before its month and 24 hours, which is read without doubt everywhere.
  const locale = language === 'en' ? 'en-GB' : language;
  const short = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' });
  const whole = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    relative: (at, nowMs) => {
      const distanceMs = Date.parse(at) - nowMs;
      const { unit, sizeMs } = unitOf(Math.abs(distanceMs));
      // Months and years have short forms that nobody reads with ease: in 5 mo, через 5 л.
      const format = unit === 'month' || unit === 'year' ? whole : short;
      return format.format(Math.trunc(distanceMs / sizeMs), unit);
    },
    moment: (at) => moment.format(Date.parse(at)),
    timeOrMoment: (at, nowMs) => {
      const isToday = new Date(at).toDateString() === new Date(nowMs).toDateString();
      return (isToday ? time : moment).format(Date.parse(at));
    },
    countdown: (leftMs) => {
      const seconds = Math.max(0, Math.ceil(leftMs / SECOND_MS));
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    },
    duration: (seconds) => {
      const { unit, sizeMs } = durations.find((one) => (seconds * SECOND_MS) % one.sizeMs === 0) ?? shortest;
      const count = (seconds * SECOND_MS) / sizeMs;
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
    },
    number: (value) => number.format(value),
    bytes: (count) => {
      const power = count < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(count) / 3));
      const unit = byteUnits[power] ?? 'byte';
      return new Intl.NumberFormat(locale, {
        ...{ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 },
      }).format(count / 1000 ** power);
    },
    list: (items) => list.format(items),
  };
}

function unitOf(distanceMs: number): { unit: Intl.RelativeTimeFormatUnit; sizeMs: number } {
  return units.find(({ fromMs }) => distanceMs >= fromMs) ?? { unit: 'second', sizeMs: SECOND_MS };
}
