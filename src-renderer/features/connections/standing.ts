import type { Connection, Revocation } from '../../../src-main/contract/connection.ts';
import type { Activity } from '../../../src-main/contract/connection.ts';
import type { ErrorValue } from '../../../src-main/contract/error.ts';
import { isLeftByHand } from '../../state/revocation-facts.ts';
import type { Speech } from '../../state/speech.svelte.ts';
import type { IconName } from '../../ui/icons.ts';

/** What a row says about its connection besides its rights and its end: a shape, a word, a sentence. */
export interface Standing {
  readonly icon: IconName;
  readonly tone: 'plain' | 'good' | 'warning' | 'danger';
  readonly title: string;
  readonly text: string;
}

const outcomeLooks = {
  confirmed: { icon: 'check', tone: 'good' },
  accepted: { icon: 'said', tone: 'plain' },
  'alive-until': { icon: 'clock', tone: 'warning' },
  unsupported: { icon: 'forbidden', tone: 'warning' },
  queued: { icon: 'queued', tone: 'warning' },
  failed: { icon: 'warning', tone: 'danger' },
} as const;

/** The outcome of a revocation in words and with its own shape. The tick belongs to `confirmed` alone. */
export function standingAfter(revocation: Revocation, speech: Speech, nowMs: number): Standing {
  return {
    ...outcomeLooks[revocation.outcome],
    title: outcomeTitle(revocation, speech, nowMs),
    text: outcomeSentence(revocation, speech),
  };
}

/** What a revocation that is not finished waits for, and until when. */
export function standingWhile(
  connection: Connection,
  { step, attempts, nextAttemptAt, isStopped }: NonNullable<Connection['pending']>,
  speech: Speech,
  nowMs: number,
): Standing {
  const { waiting } = speech.text;
  if (isStopped) {
    return { icon: 'hand', tone: 'warning', title: waiting.titles.stopped, text: waiting.stopped };
  }
  const isDue = Date.parse(nextAttemptAt) <= nowMs;
  const when = speech.format.relative(nextAttemptAt, nowMs);
  if (step === 'revoke') {
    const isFirst = attempts === 0;
    const next = isDue ? waiting.tryingNow : waiting.nextTry(when);
    return {
      icon: 'queued',
      tone: isFirst ? 'plain' : 'warning',
      title: isFirst ? waiting.titles.turn : waiting.titles.queued,
      text: isFirst ? waiting.turn : next,
    };
  }
  if (isLeftByHand(connection)) {
    return { icon: 'person', tone: 'warning', title: waiting.titles.byHand, text: waiting.byHand };
  }
  const asked = isDue ? waiting.askingNow : waiting.asked(when);
  return { icon: 'said', tone: 'plain', title: waiting.titles.asking, text: asked };
}

/** How a connection stands: what failed last, a revocation under way or its outcome, else its state. */
export function standingOf(
  connection: Connection,
  problem: ErrorValue | undefined,
  speech: Speech,
  nowMs: number,
): Standing {
  const { text } = speech;
  const isOutcome = connection.pending !== null || connection.state === 'revoked';
  if (problem !== undefined && !isOutcome) {
    return {
      icon: 'warning',
      tone: 'danger',
      title: text.problem.check,
      text: speech.error(problem).message,
    };
  }
  if (connection.pending !== null) {
    return standingWhile(connection, connection.pending, speech, nowMs);
  }
  if (connection.revocation !== null) {
    return standingAfter(connection.revocation, speech, nowMs);
  }
  const title = text.state[connection.state];
  const checked =
    connection.lastCheck === null
      ? text.neverChecked
      : text.checked(speech.format.relative(connection.lastCheck.checkedAt, nowMs));
  switch (connection.state) {
    case 'active':
      return { icon: 'alive', tone: 'good', title, text: checked };
    case 'expiring': {
      const because = connection.end === null ? checked : text.ending.because[connection.end.because];
      return { icon: 'clock', tone: 'warning', title, text: because };
    }
    case 'revoking':
      return { icon: 'queued', tone: 'warning', title, text: '' };
    case 'expired':
      return { icon: 'ended', tone: 'plain', title, text: checked };
    case 'revoked':
      return { icon: 'ended', tone: 'plain', title, text: '' };
    case 'needs-attention': {
      const reason = connection.attention === null ? checked : speech.error(connection.attention).message;
      return { icon: 'warning', tone: 'warning', title, text: reason };
    }
  }
}

/** The word for what is being done just now. */
export function activityText(activity: NonNullable<Activity>, speech: Speech): string {
  return speech.text.activity[activity];
}

function outcomeTitle({ outcome, livesUntil }: Revocation, speech: Speech, nowMs: number): string {
  return outcome === 'alive-until' && livesUntil !== null
    ? speech.text.outcome.aliveUntil(speech.format.timeOrMoment(livesUntil, nowMs))
    : speech.text.outcome.titles[outcome];
}

function outcomeSentence(revocation: Revocation, speech: Speech): string {
  const { outcome } = speech.text;
  switch (revocation.outcome) {
    case 'confirmed':
      return outcome.confirmed;
    case 'accepted':
      return outcome.accepted;
    case 'alive-until':
      return outcome.alive;
    case 'unsupported':
      return outcome.unsupported((revocation.byHand?.page ?? null) !== null);
    case 'queued':
      return outcome.queued;
    case 'failed':
      return revocation.error === null ? outcome.failed : speech.error(revocation.error).message;
  }
}
