/** The forms of a Russian noun after a number: 1 разрешение, 2 разрешения, 5 разрешений. */
export interface RussianForms {
  readonly one: string;
  readonly few: string;
  readonly many: string;
}

const english = new Intl.PluralRules('en');
const russian = new Intl.PluralRules('ru');

/** `1 app`, `2 apps`. */
export function countEnglish(count: number, one: string, other: string): string {
  return `${count} ${english.select(count) === 'one' ? one : other}`;
}

/** `1 приложение`, `2 приложения`, `5 приложений`. */
export function countRussian(count: number, forms: RussianForms): string {
  return `${count} ${pickRussian(count, forms)}`;
}

/** The form alone, where the number stands elsewhere. */
export function pickRussian(count: number, forms: RussianForms): string {
  const form = russian.select(count);
  return form === 'one' || form === 'few' ? forms[form] : forms.many;
}
