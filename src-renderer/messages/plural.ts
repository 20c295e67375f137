/** The forms of a Russian noun after a number: 1 разрешение, 2 разрешения, 5 разрешений. */
export interface RussianForms {
  readonly one: string;
  readonly few: string;
  readonly many: string;
}

const english = new Intl.PluralRules('en');
const russian = new Intl.PluralRules('ru');

const englishDigits = new Intl.NumberFormat('en-GB');
const russianDigits = new Intl.NumberFormat('ru');

/** `100,000`. */
export function englishNumber(count: number): string {
  return englishDigits.format(count);
}

/** `100 000`. */
export function russianNumber(count: number): string {
  return russianDigits.format(count);
}

/** `1 app`, `2 apps`. */
export function countEnglish(count: number, one: string, other: string): string {
  return `${englishNumber(count)} ${english.select(count) === 'one' ? one : other}`;
}

/** `1 приложение`, `2 приложения`, `5 приложений`. */
export function countRussian(count: number, forms: RussianForms): string {
  return `${russianNumber(count)} ${pickRussian(count, forms)}`;
}

/** The form alone, where the number stands elsewhere. */
export function pickRussian(count: number, forms: RussianForms): string {
  const form = russian.select(count);
  return form === 'one' || form === 'few' ? forms[form] : forms.many;
}
