import type { ErrorValue } from '../../src-main/contract/error.ts';
import type { Language } from '../../src-main/contract/status.ts';
import { en, type Messages } from '../messages/en.ts';
import { createFormats, type Formats } from '../messages/formats.ts';
import { ru } from '../messages/ru.ts';
import { russianError } from '../messages/russian-errors.ts';

/** What happened and what to do now, in the language of the window. */
export interface ErrorText {
  readonly message: string;
  readonly hint: string;
}

/** The language of the window: its texts, numbers and times. */
export class Speech {
  language = $state<Language>('en');
  readonly text: Messages = $derived(this.language === 'ru' ? ru : en);
  readonly format: Formats = $derived(createFormats(this.language));

  constructor(language: Language) {
    this.language = language;
  }

  error(error: ErrorValue): ErrorText {
    return this.language === 'ru' ? russianError(error) : { message: error.message, hint: error.hint };
  }
}
