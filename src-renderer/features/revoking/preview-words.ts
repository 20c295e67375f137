import type { RevocationPreview } from '../../../src-main/contract/revocation.ts';
import type { Speech } from '../../state/speech.svelte.ts';

/** What a revocation would do, in sentences; undefined where there is nothing to say. */
export interface PreviewWords {
  readonly dies: string;
  readonly livesOn: string | undefined;
  readonly byHand: string | undefined;
  readonly warnings: readonly string[];
  readonly after: string;
}

export function previewWords(preview: RevocationPreview, speech: Speech, nowMs: number): PreviewWords {
  const { text, language } = speech;
  const warnings = preview.warnings.map((words) => words[language]);
  return {
    dies: text.preview.dies[preview.cuts],
    livesOn: livesOnWords(preview, speech, nowMs),
    byHand: byHandWords(preview, speech),
    warnings: preview.isAsynchronous ? [text.preview.slow, ...warnings] : warnings,
    after: text.preview.after[preview.outcome],
  };
}

/** The same in one line, for the moment before the click. */
export function previewLine(preview: RevocationPreview, speech: Speech, nowMs: number): string {
  const { dies, livesOn, byHand, warnings } = previewWords(preview, speech, nowMs);
  return [dies, livesOn, byHand, ...warnings].filter((sentence) => sentence !== undefined).join(' ');
}

/** Of several together: how many will end in each way. */
export function previewSum(previews: readonly RevocationPreview[], { text }: Speech): string {
  const outcomes = ['confirmed', 'accepted', 'alive-until', 'unsupported'] as const;
  return outcomes
    .map((outcome) => ({ outcome, count: previews.filter((one) => one.outcome === outcome).length }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => text.preview.sum[outcome](count))
    .join(' · ');
}

function livesOnWords(
  { livesOn, tokens }: RevocationPreview,
  speech: Speech,
  nowMs: number,
): string | undefined {
  if (livesOn === null) {
    return undefined;
  }
  const { text, format, language } = speech;
  const isCertain = tokens.some(({ fate }) => fate === 'lives-on');
  const words = livesOn.words?.[language] ?? (isCertain ? text.preview.livesOn : text.preview.accessNotKnown);
  return livesOn.until === null
    ? words
    : `${words} ${text.preview.livesOnUntil(format.timeOrMoment(livesOn.until, nowMs))}`;
}

function byHandWords({ byHand, cuts }: RevocationPreview, { text }: Speech): string | undefined {
  if (byHand === null) {
    return undefined;
  }
  const isAll = cuts === 'nothing' && byHand.reason === 'no-call';
  return isAll ? text.preview.allByHand : text.preview.byHand[byHand.reason];
}
