import { askAboutAccessToken, type Finding } from '../../connections/ask/ask-about-token.ts';
import type { Parties } from '../../connections/parties.ts';
import { type RevocationCallEnding, revokeToken } from '../../connections/revoke/revoke-token.ts';
import { isOutOfReach } from '../../oauth/no-answer.ts';
import type { Secret } from '../../secret.ts';
import { checkToken } from '../../services/check-token.ts';
import { callFor } from '../../services/revoke-by-call.ts';
import type { TokenKind } from '../../services/service-schema.ts';
import {
  type AskContext,
  introspectLeak,
  isCheckDocumented,
  isProvedDead,
  kindOf,
  type LeakAtHand,
} from '../ask/ask-leaked-token.ts';
import { type Ending, judgeLeaked } from './ending.ts';
import type { IntrospectionSight, Seen } from './introspection-sight.ts';

/** How often a service that carries a revocation out later is asked before it counts as not carried out. */
const MOST_ATTEMPTS = 5;

/**
 * Takes one leaked token back and asks the service about it. Nobody knows to which app it was issued, so only what is
 * said of this very token proves anything: it has to have been seen alive before its "inactive" counts, and a call that
 * was answered 200 is never taken for more than that (RFC 7009 section 2.2).
 */
export async function cutLeakedToken(
  context: AskContext,
  sight: IntrospectionSight,
  leak: LeakAtHand,
): Promise<Ending> {
  const { row, token } = leak;
  const seen = await introspectLeak(context, sight, leak);
  const kind = kindOf(row);
  const subject = await subjectFor(context, seen.parties, token, kind);
  const call = await revokeToken(context, seen.parties, { token, kind, subject });
  return judgeAfter(context, leak, seen, call);
}

/** Asks about a token after its revocation call, and says what is known of it. */
export async function judgeAfter(
  context: AskContext,
  { row, token, home }: LeakAtHand,
  seen: Seen,
  call: RevocationCallEnding,
  isBatch = false,
): Promise<Ending> {
  const found = isOutOfReach(call) ? notAsked : await askAfter(context, seen, row, token);
  const ownEnd = row.claims?.expiresAt ?? null;
  // What takes a thousand tokens at once answers before it has dealt with each.
  const isLater = isBatch || home.service?.revocation.asynchronous === true;
  return judgeLeaked(
    { call, ...found, ownEndMs: ownEnd === null ? null : Date.parse(ownEnd) },
    {
      host: new URL(home.issuer).host,
      nowMs: context.clock.now(),
      mayDieLater: isLater && row.attempts < MOST_ATTEMPTS,
    },
  );
}

async function askAfter(
  context: AskContext,
  seen: Seen,
  { asked, ...row }: LeakAtHand['row'],
  token: Secret,
): Promise<Finding & { readonly wasDead?: boolean }> {
  const kind = kindOf(row);
  const { parties } = seen;
  const tokens = { accessToken: token, refreshToken: null, kind, proofKey: null };
  const wasShownAlive = asked?.alive === true && asked.askedWith === 'userinfo';
  const introspection = seen.alive === true;
  const shown = introspection || wasShownAlive || isCheckDocumented(parties, kind);
  const found = await askAboutAccessToken(context, parties, tokens, { introspection, shown });
  if (found.alive !== null || shown) {
    return found;
  }
  // Of a place that has never taken this token, a yes proves something, and a no only together with another.
  const other = await askAboutAccessToken(context, parties, tokens, { introspection: false, shown: true });
  if (other.alive === true) {
    return other;
  }
  return isProvedDead(seen, other.alive, kind)
    ? { ...other, answer: `introspection answered inactive before it, and ${other.answer}`, wasDead: true }
    : found;
}

/** Some calls name the account, which only the service can tell. */
async function subjectFor(
  { fetch, clock }: AskContext,
  { service, client, host }: Parties,
  token: Secret,
  kind: TokenKind,
): Promise<string | null> {
  const values = {
    token,
    host: host ?? undefined,
    clientId: client.clientId === '' ? undefined : client.clientId,
    clientSecret: client.clientSecret ?? undefined,
  };
  const isWanted =
    service !== undefined &&
    callFor(service, kind, values) === undefined &&
    callFor(service, kind, { ...values, subject: 'some' }) !== undefined;
  const answer = isWanted ? await checkToken(fetch, service.check, kind, values, clock.now()) : undefined;
  return answer?.account.subject ?? null;
}

const notAsked: Finding = { alive: null, askedWith: null, answer: 'not asked about' };
