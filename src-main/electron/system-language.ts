import type { Language } from '../contract/status.ts';

/** The first language of the person's list that the wallet speaks; English where it speaks none of them. */
export function systemLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split(/[-_]/)[0];
    if (language === 'ru' || language === 'en') {
      return language;
    }
  }
  return 'en';
}
