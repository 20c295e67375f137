export type Language = 'en' | 'ru';

export const languages: readonly Language[] = ['en', 'ru'];

/** The part of a Koa context that tells what the browser reads. */
export interface AcceptsLanguages {
  acceptsLanguages(languages: string[]): string | false;
}

export function languageOf(context: AcceptsLanguages): Language {
  return context.acceptsLanguages([...languages]) === 'ru' ? 'ru' : 'en';
}
