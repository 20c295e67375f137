import type { RevocationAnswer } from '../oauth/oauth.ts';
import { refusal, refusesClient } from '../oauth/protocol-error.ts';
import type { Fetch } from '../ports.ts';
import type { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import {
  type CallAnswer,
  type CallValues,
  canPerform,
  isOneOf,
  performCall,
  valueAt,
} from './service-call.ts';
import { withHost } from './service-host.ts';
import type { RevocationCall, Service, ServiceCall, TokenKind } from './service-schema.ts';

/** What a call is made with. */
interface Revoking {
  readonly fetch: Fetch;
  readonly values: CallValues;
  /** For the words of an error. */
  readonly host: string;
}

/**
 * Takes a token back by the first call that the catalog knows of its service, that takes such a token, and that can be
 * made with what is known. There is no second try with another: one that cuts more would end more than the person was
 * told.
 *
 * Rejects with `client-refused`, `service-refused`, `service-answer-invalid`, and the network failures.
 */
export async function revokeByCall(
  revoking: Revoking,
  service: Service,
  kind: TokenKind,
): Promise<RevocationAnswer> {
  const call = callFor(service, kind, revoking.values);
  return call === undefined ? 'unsupported' : perform(revoking, service, kind, call);
}

/** How many tokens of a kind `revokeManyByCall` may be given at once; 1 where each needs a call of its own. */
export function batchSize(service: Service, kind: TokenKind, values: CallValues): number {
  return callFor(service, kind, values)?.batch ?? 1;
}

/**
 * Takes several tokens back with one call, at most `batchSize` of them. What the service answers speaks of all; whether
 * each is dead is asked afterwards.
 */
export async function revokeManyByCall(
  revoking: Omit<Revoking, 'values'> & { readonly values: Omit<CallValues, 'token'> },
  service: Service,
  kind: TokenKind,
  tokens: readonly Secret[],
): Promise<RevocationAnswer> {
  const [token, ...others] = tokens;
  if (token === undefined) {
    return 'done';
  }
  const values = { ...revoking.values, token, others };
  if (tokens.length > batchSize(service, kind, values)) {
    throw new WalletError('internal');
  }
  return revokeByCall({ ...revoking, values }, service, kind);
}

/** The call that takes such a token and can be made with what is known; the catalog names the mildest first. */
export function callFor(
  { revocation }: Pick<Service, 'revocation'>,
  kind: TokenKind,
  values: CallValues,
): RevocationCall | undefined {
  return revocation.calls?.find(({ who, takes, call, lookUp }) => {
    // What a look-up would find counts as known.
    const known = lookUp === undefined ? values : { ...values, lookedUp: 'looked up' };
    return who !== 'admin' && takes.includes(kind) && canPerform(call, known);
  });
}

async function perform(
  { fetch, values, host }: Revoking,
  service: Service,
  kind: TokenKind,
  call: RevocationCall,
): Promise<RevocationAnswer> {
  let all = values;
  if (call.lookUp !== undefined) {
    const answer = await ask(call.lookUp.call, values);
    // RFC 6750 section 3.1: a token that may not even be shown any more needs no revocation.
    if (answer.status === 401 || saysDead(answer, call)) {
      return 'done';
    }
    const lookedUp = lookedUpIn(answer, call.lookUp, values);
    if (lookedUp === undefined) {
      throw answer.status === 200
        ? new WalletError('service-refused', { host, problem: 'it does not tell the id of this token' })
        : failure(answer, call, host);
    }
    all = { ...values, lookedUp };
  }
  const answer = await ask(call.call, all);
  if (isOneOf(answer, call.done)) {
    // RFC 9110 section 15.3.3: taken on, and not carried out yet.
    return answer.status === 202 ? 'later' : 'done';
  }
  if (saysDead(answer, call) || isGone(answer, service, kind)) {
    return 'done';
  }
  if (valueAt(answer.json, 'error') === 'unsupported_token_type') {
    return 'unsupported';
  }
  throw failure(answer, call, host);

  async function ask(described: ServiceCall, known: CallValues): Promise<CallAnswer> {
    const given = await performCall(fetch, described, known);
    if (given.status >= 300 && given.status < 400) {
      throw redirected(given, withHost(described.url, known.host ?? null), host);
    }
    return given;
  }
}

/**
 * RFC 9110 section 15.4: an answer that only names another place says nothing of the token, whatever its body holds. Of
 * that place the host alone is told, because the rest may repeat the token.
 */
function redirected(answer: CallAnswer, asked: string, host: string): WalletError {
  const location = answer.header('location');
  const target = location === null ? '' : (URL.parse(location, asked)?.host ?? '');
  const place = target === '' ? 'without saying where to' : `to ${target}`;
  return new WalletError('service-answer-invalid', {
    host,
    problem: `it redirects the call ${place} (status ${answer.status})`,
  });
}

/** RFC 7009 section 2.2.1 knows no such error, because a dead token is none; some services use it all the same. */
function saysDead(answer: CallAnswer, { dead }: RevocationCall): boolean {
  const isRefused = answer.status === 400 || answer.status === 401;
  return isOneOf(answer, dead) || (isRefused && valueAt(answer.json, 'error') === 'invalid_token');
}

/** A 404 may also mean that the call itself is gone, so it counts only where the service can be asked afterwards. */
function isGone(answer: CallAnswer, { check }: Service, kind: TokenKind): boolean {
  return answer.status === 404 && check?.dead !== undefined && check.takes.includes(kind);
}

function lookedUpIn(
  answer: CallAnswer,
  { path, among }: NonNullable<RevocationCall['lookUp']>,
  values: CallValues,
): string | undefined {
  const place = among === undefined ? answer.json : entryOf(answer, among, values);
  const found = valueAt(place, path);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}

/** The element of a list that speaks of this token; undefined where none or more than one does. */
function entryOf(
  answer: CallAnswer,
  among: NonNullable<NonNullable<RevocationCall['lookUp']>['among']>,
  { token }: CallValues,
): unknown {
  const list = among.list === undefined ? answer.json : valueAt(answer.json, among.list);
  const own = token.reveal();
  const fitting = (Array.isArray(list) ? (list as unknown[]) : []).filter((entry) => {
    const shown = valueAt(entry, among.token);
    return typeof shown === 'string' && (among.shows === 'whole' ? shown === own : showsEnds(shown, own));
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** `npm_aB3d...9zQk`, with whatever stands for the middle. */
function showsEnds(shown: string, token: string): boolean {
  const [begin = '', end = ''] = shown.split(/[.…*]+/);
  return begin.length + end.length >= 8 && token.startsWith(begin) && token.endsWith(end);
}

/** Only a client can be refused as one; a call that the token alone allows is refused by itself. */
function failure(answer: CallAnswer, { who }: RevocationCall, host: string): WalletError {
  const [error, description] = ['error', 'error_description'].map((name) => valueAt(answer.json, name));
  const no = refusal(
    answer.status,
    typeof error === 'string' ? error : null,
    typeof description === 'string' ? description : null,
  );
  if (isNoAnswer(answer) && no.error === null) {
    return new WalletError('service-answer-invalid', { host, problem: no.problem });
  }
  const code = who !== 'holder' && refusesClient(no) ? 'client-refused' : 'service-refused';
  return new WalletError(code, { host, problem: no.problem, status: String(answer.status) });
}

/** Neither the documented yes nor a no. A page for people comes from something before the service. */
function isNoAnswer({ status, isPage }: CallAnswer): boolean {
  return status < 400 || (isPage && ![401, 403, 404].includes(status));
}
