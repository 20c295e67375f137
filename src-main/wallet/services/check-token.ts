import type { TokenAnswer } from '../oauth/oauth.ts';
import type { Fetch } from '../ports.ts';
import {
  type CallAnswer,
  type CallValues,
  canPerform,
  isOneOf,
  performCall,
  valueAt,
} from './service-call.ts';
import type { ServiceCheck, TokenKind } from './service-schema.ts';

/** What a check is made with. */
export interface CheckValues extends CallValues {
  /** The scopes that the token is known to have. */
  readonly scopes?: readonly string[] | undefined;
}

/** What a service's own call tells. `identity` is there only where the service names a subject. */
export interface ServiceCallAnswer extends TokenAnswer {
  readonly askedWith: 'service-call';
  /** Whatever the service tells of the account; some tell only its name. */
  readonly account: {
    readonly subject: string | null;
    readonly name: string | null;
    readonly email: string | null;
  };
}

/**
 * Asks a service about a token with its own call. Answers undefined where the call does not take this kind of token,
 * cannot be made, or was answered in a way that says nothing of the token's life.
 */
export async function checkToken(
  fetch: Fetch,
  check: ServiceCheck | undefined,
  kind: TokenKind,
  values: CheckValues,
  nowMs: number,
): Promise<ServiceCallAnswer | undefined> {
  if (check === undefined || !check.takes.includes(kind) || !canPerform(check.call, values)) {
    return undefined;
  }
  const answer = await performCall(fetch, check.call, values);
  // Some services say with the status of a success that a token is none.
  const alive = isOneOf(answer, check.alive) && !isOneOf(answer, check.dead);
  if (!alive && !provesDeath(answer, check, values)) {
    return undefined;
  }
  const account = alive ? accountIn(answer, check) : { subject: null, name: null, email: null };
  return {
    askedWith: 'service-call',
    alive,
    identity: account.subject === null ? null : { ...account, subject: account.subject },
    account,
    scopes: alive ? scopesIn(answer, check.scopes) : [],
    expiresAtMs: alive ? expiryIn(answer, check, nowMs) : null,
    detail: `${check.call.method} ${pathOf(check)} answered ${answer.status}`,
  };
}

/** A right that is lacking would be answered as a dead token is, where the call needs one. */
function provesDeath(answer: CallAnswer, { dead, needs }: ServiceCheck, { scopes }: CheckValues): boolean {
  return isOneOf(answer, dead) && (needs === undefined || scopes?.includes(needs) === true);
}

/** Of the description and not of the address that was called, which may hold the token. */
function pathOf({ call }: ServiceCheck): string {
  return new URL(call.url.replace('{host}', 'host')).pathname;
}

function accountIn(answer: CallAnswer, check: ServiceCheck): ServiceCallAnswer['account'] {
  const textAt = (path: string | undefined): string | null => {
    const value = path === undefined ? undefined : valueAt(answer.json, path);
    return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null;
  };
  return { subject: textAt(check.subject), name: textAt(check.name), email: textAt(check.email) };
}

function scopesIn(answer: CallAnswer, where: ServiceCheck['scopes']): readonly string[] {
  if (where === undefined) {
    return [];
  }
  const told = 'header' in where ? answer.header(where.header) : valueAt(answer.json, where.path);
  if (Array.isArray(told)) {
    return told.filter((scope): scope is string => typeof scope === 'string');
  }
  const separator = 'header' in where ? where.separator : /[ ,]+/;
  return typeof told === 'string'
    ? told
        .split(separator)
        .map((scope) => scope.trim())
        .filter((scope) => scope !== '')
    : [];
}

/** Seconds that are left, seconds since 1970, or a moment in words. What no calendar holds counts as not told. */
function expiryIn(answer: CallAnswer, { expiresIn, expiresAt }: ServiceCheck, nowMs: number): number | null {
  const left = expiresIn === undefined ? Number.NaN : secondsOf(valueAt(answer.json, expiresIn));
  const told = expiresAt === undefined ? undefined : valueAt(answer.json, expiresAt);
  const at = secondsOf(told);
  const moments = [
    left > 0 ? nowMs + left * 1000 : Number.NaN,
    at > 0 ? at * 1000 : Number.NaN,
    typeof told === 'string' && Number.isNaN(at) ? Date.parse(told) : Number.NaN,
  ];
  return moments.find((momentMs) => !Number.isNaN(new Date(momentMs).getTime())) ?? null;
}

function secondsOf(value: unknown): number {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}
