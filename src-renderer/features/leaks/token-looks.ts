import type { CaseToken, LeakedState, LeakedToken, LeakPlace } from '../../../src-main/contract/leak.ts';
import type { Speech } from '../../state/speech.svelte.ts';
import type { IconName } from '../../ui/icons.ts';

/** A row of the table: of a case, or of a scan that is not a case yet. */
export type AnyToken = LeakedToken | CaseToken;

/** How a state is drawn: a shape first, a colour second. The tick belongs to `confirmed` alone. */
export const stateLooks: Readonly<
  Record<LeakedState, { icon: IconName; tone: 'plain' | 'good' | 'warning' | 'danger' }>
> = {
  found: { icon: 'alive', tone: 'plain' },
  'needs-service': { icon: 'unknown', tone: 'warning' },
  'not-whole': { icon: 'part', tone: 'warning' },
  waiting: { icon: 'turn', tone: 'plain' },
  revoking: { icon: 'renew', tone: 'plain' },
  confirmed: { icon: 'check', tone: 'good' },
  accepted: { icon: 'said', tone: 'plain' },
  'alive-until': { icon: 'clock', tone: 'warning' },
  unsupported: { icon: 'hand', tone: 'warning' },
  queued: { icon: 'queued', tone: 'warning' },
  failed: { icon: 'warning', tone: 'danger' },
  'already-dead': { icon: 'ended', tone: 'plain' },
  'left-out': { icon: 'close', tone: 'plain' },
};

export function stateOf(token: AnyToken): LeakedState {
  if ('state' in token) {
    return token.state;
  }
  if (token.flaw !== null) {
    return 'not-whole';
  }
  return token.service === null ? 'needs-service' : 'found';
}

export function stateText(token: AnyToken, speech: Speech, nowMs: number): string {
  const { leaks } = speech.text;
  if ('asked' in token && token.state === 'found' && token.asked?.alive === true) {
    return leaks.foundAlive;
  }
  return 'livesUntil' in token && token.state === 'alive-until' && token.livesUntil !== null
    ? leaks.aliveUntil(speech.format.timeOrMoment(token.livesUntil, nowMs))
    : leaks.states[stateOf(token)];
}

/** The service; where several could be meant, all of them with a question mark. */
export function serviceText(token: AnyToken, speech: Speech): string {
  if (token.service !== null) {
    return token.serviceName ?? token.service;
  }
  const names = [...new Set(token.candidates.map(({ serviceName }) => serviceName))];
  return names.length === 0 ? speech.text.leaks.unknownService : `${names.join(' / ')}?`;
}

/** What the service calls this kind of token, else the general word. */
export function kindText(token: AnyToken, speech: Speech): string {
  const names = token.candidates
    .filter(({ serviceId }) => serviceId === token.service)
    .map(({ name }) => name);
  const [name] = names;
  if (names.length === 1 && name !== undefined) {
    return name;
  }
  return token.kind === null ? '' : speech.text.leaks.kinds[token.kind];
}

/** Whose it is and what it may do: what the service said, else what the token says of itself. */
export function whoText(token: AnyToken, speech: Speech): string {
  const asked = 'asked' in token ? token.asked : null;
  if (asked !== null) {
    return [asked.account, asked.scopes.join(' ')].filter(Boolean).join(' · ');
  }
  const said = [token.claims?.subject, token.claims?.scopes.join(' ')].filter(Boolean).join(' · ');
  return said === '' ? '' : `${said} (${speech.text.leaks.saysItself})`;
}

/** Until when it works: what the service said, else what the token says of itself. A dead one works no more. */
export function untilOf(token: AnyToken): string | null {
  if (isDead(token)) {
    return null;
  }
  const asked = 'asked' in token ? token.asked : null;
  return asked?.expiresAt ?? token.claims?.expiresAt ?? null;
}

/** Whether its service has said so. */
export function isDead(token: AnyToken): boolean {
  const state = stateOf(token);
  return state === 'confirmed' || state === 'already-dead';
}

export function placeText({ source, line, column }: LeakPlace): string {
  return `${source}:${line}:${column}`;
}

/** The name alone, without the folders it is in. */
export function fileOf({ source }: LeakPlace): string {
  return source.split(/[\\/]/).at(-1) ?? source;
}
