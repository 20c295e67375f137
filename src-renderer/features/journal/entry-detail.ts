import type { JournalEntry } from '../../../src-main/contract/journal.ts';
import type { Messages } from '../../messages/en.ts';
import { isErrorCode } from '../../messages/russian-errors.ts';
import type { Speech } from '../../state/speech.svelte.ts';

/** How an act ended, beneath the sentence that tells of it; undefined where the sentence has told all. */
export function entryDetail({ about }: JournalEntry, speech: Speech): string | undefined {
  const { outcome, error, detail } = about;
  if (error !== undefined && isErrorCode(error)) {
    return speech.error({ code: error, message: detail ?? error, hint: '', detail: about }).message;
  }
  if (outcome !== undefined) {
    return outcomeWord(outcome, speech.text);
  }
  return undefined;
}

function outcomeWord(outcome: string, text: Messages): string | undefined {
  const { titles } = text.outcome;
  if (isOneOf(outcome, titles)) {
    return titles[outcome];
  }
  const { answers } = text.journal;
  return isOneOf(outcome, answers) ? answers[outcome] : undefined;
}

function isOneOf<Key extends string>(value: string, table: Readonly<Record<Key, string>>): value is Key {
  return Object.hasOwn(table, value);
}
