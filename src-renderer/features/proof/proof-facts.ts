import type { Proof } from '../../../src-main/contract/revocation.ts';
import type { Speech } from '../../state/speech.svelte.ts';
import { standingAfter } from '../connections/standing.ts';

type ProvenRevocation = Proof['revocations'][number];

/** One line of a proof. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** What is proved of one revocation, line by line, on the page and as text. */
export function factsOf(proven: ProvenRevocation, speech: Speech): Fact[] {
  const { format } = speech;
  const text = speech.text.proof;
  const { revocation } = proven;
  const page = revocation.byHand?.page ?? null;
  // Told from long ago, so that no time stands there without its day.
  const outcome = standingAfter(revocation, speech, 0);
  return [
    { label: text.service, value: `${proven.service}, ${proven.issuer}` },
    { label: text.app, value: proven.clientId === '' ? proven.app : `${proven.app}, ${proven.clientId}` },
    { label: text.account, value: proven.account ?? text.accountNotKnown },
    { label: text.rights, value: proven.scopes.join(' ') || text.rightsNotNamed },
    { label: text.outcome, value: `${outcome.title}. ${outcome.text}` },
    { label: text.askedAt, value: momentWithCode(revocation.revokedAt, speech) },
    { label: text.askedWith, value: text.proofs[revocation.askedWith ?? 'nothing'] },
    ...(revocation.livesUntil === null
      ? []
      : [{ label: text.livesUntil, value: momentWithCode(revocation.livesUntil, speech) }]),
    { label: text.attempts, value: format.number(revocation.attempts) },
    { label: text.answer, value: revocation.detail },
    ...(page === null ? [] : [{ label: text.byHand, value: page }]),
  ];
}

/** As people read it, and as machines compare it. */
export function momentWithCode(moment: string, { format }: Speech): string {
  return `${format.moment(moment)} (${moment})`;
}

/** Only what the service said to be dead is proved. */
export function proofTitle({ revocations }: Proof, { text }: Speech): string {
  const confirmed = revocations.filter(({ revocation }) => revocation.outcome === 'confirmed').length;
  return confirmed === revocations.length
    ? text.proof.title(confirmed)
    : text.proof.titleUnproved(revocations.length, confirmed);
}

/** The whole proof as plain text, for a ticket or a letter. */
export function proofText(proof: Proof, speech: Speech): string {
  const text = speech.text.proof;
  const blocks = proof.revocations.map((proven) => [
    ...factsOf(proven, speech).map(({ label, value }) => `${label}: ${value}`),
    ...proven.journal.map(({ sequence, at, hash }) => `${text.entry(sequence)}: ${at} ${hash}`),
  ]);
  const chain = [
    `${text.chain}: ${proof.chain.intact ? text.intact(proof.chain.entries) : text.broken}`,
    ...(proof.chain.head === null ? [] : [`${text.head}: ${proof.chain.head}`]),
  ];
  const head = [proofTitle(proof, speech), text.made(momentWithCode(proof.madeAt, speech), proof.wallet)];
  return [head, ...blocks, chain].map((lines) => lines.join('\n')).join('\n\n');
}
