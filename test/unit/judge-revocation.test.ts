import { describe, expect, it } from 'vitest';
import {
  judgeFailure,
  judgeRevocation as judge,
  type TokenEvidence,
  type Verdict,
} from '../../src-main/wallet/connections/revoke/judge-revocation.ts';
import type { RevocationPlan } from '../../src-main/wallet/connections/revoke/preview-for.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';

const nowMs = Date.parse('2026-11-22T12:00:00Z');
const inTenMinutes = { nowMs, expiresAtMs: nowMs + 600_000 };
const noStatedEnd = { nowMs, expiresAtMs: null };

const page = 'https://login.example.com/apps';
const plan: RevocationPlan = {
  cuts: 'grant',
  byHand: null,
  place: { page, lookFor: null },
  accessLivesOn: false,
  lifetimeSeconds: null,
};

const refused = new WalletError('service-refused', { host: 'login.example.com', problem: 'no' });

function token(kind: TokenEvidence['kind'], evidence: Partial<TokenEvidence>): TokenEvidence {
  return { kind, call: 'done', alive: null, askedWith: null, answer: 'nothing to ask with', ...evidence };
}

function judgeRevocation(
  evidence: readonly TokenEvidence[],
  term: Parameters<typeof judge>[1],
  known: Partial<RevocationPlan> = {},
): Verdict {
  return judge(evidence, term, { ...plan, ...known });
}

const dead = { alive: false, askedWith: 'introspection' } as const;
const alive = { alive: true, askedWith: 'introspection' } as const;

describe('judging a revocation', () => {
  it('confirms only when every token was asked about and found dead', () => {
    const verdict = judgeRevocation(
      [token('refresh token', dead), token('access token', dead)],
      inTenMinutes,
    );
    expect(verdict).toMatchObject({ outcome: 'confirmed', askedWith: 'introspection', reason: null });
  });

  it('never confirms a token that nobody asked about, whatever the call answered', () => {
    const verdict = judgeRevocation([token('refresh token', dead), token('access token', {})], inTenMinutes);
    expect(verdict.outcome).toBe('accepted');
  });

  it('confirms a token that is dead although its call was refused', () => {
    expect(judgeRevocation([token('access token', { call: refused, ...dead })], inTenMinutes).outcome).toBe(
      'confirmed',
    );
  });

  it('says until when an access token outlives its refresh token', () => {
    const verdict = judgeRevocation(
      [token('refresh token', dead), token('access token', alive)],
      inTenMinutes,
    );
    expect(verdict).toMatchObject({ outcome: 'alive-until', livesUntilMs: inTenMinutes.expiresAtMs });
  });

  it('fails when such an access token has no stated end', () => {
    const verdict = judgeRevocation(
      [token('refresh token', dead), token('access token', alive)],
      noStatedEnd,
    );
    expect(verdict).toMatchObject({ outcome: 'failed', reason: 'still-alive' });
  });

  it('fails when a service says yes and leaves the token alive', () => {
    expect(judgeRevocation([token('access token', alive)], inTenMinutes)).toMatchObject({
      outcome: 'failed',
      reason: 'still-alive',
    });
    expect(
      judgeRevocation([token('refresh token', alive), token('access token', dead)], inTenMinutes).outcome,
    ).toBe('failed');
  });

  it('fails with the reason of the call when nothing proves the token dead', () => {
    const verdict = judgeRevocation([token('access token', { call: refused })], inTenMinutes);
    expect(verdict).toMatchObject({ outcome: 'failed', reason: refused, askedWith: null });
  });

  it('says unsupported when the service has no call and the token is not dead', () => {
    const evidence = [token('access token', { call: 'unsupported', ...alive })];
    expect(judgeRevocation(evidence, inTenMinutes)).toMatchObject({
      outcome: 'unsupported',
      reason: 'revocation-unsupported',
    });
  });

  it('says that a self-contained token, which nobody can be asked about, lives to its end', () => {
    const jwt = token('access token', { call: 'unsupported', isSelfContained: true });
    expect(judgeRevocation([token('refresh token', dead), jwt], inTenMinutes)).toMatchObject({
      outcome: 'alive-until',
      livesUntilMs: inTenMinutes.expiresAtMs,
    });
    expect(judgeRevocation([jwt], inTenMinutes).outcome).toBe('unsupported');
  });

  it('waits for a service that carries revocations out later, instead of calling them failed', () => {
    const verdict = judgeRevocation([token('access token', alive)], { ...inTenMinutes, asynchronous: true });
    expect(verdict.outcome).toBe('accepted');
  });

  it('asks such a service again, and no other that has nothing more to tell', () => {
    const later = { ...inTenMinutes, asynchronous: true };
    expect(judgeRevocation([token('access token', alive)], later).askLater).toBe(true);
    expect(judgeRevocation([token('access token', {})], later).askLater).toBe(false);
    const takenOn = [token('access token', { ...alive, call: 'later' })];
    expect(judgeRevocation(takenOn, inTenMinutes)).toMatchObject({ outcome: 'accepted', askLater: true });
  });

  it('does not call accepted what could be asked about, had the service been in reach', () => {
    const verdict = judgeRevocation([token('access token', { mayTellLater: true })], inTenMinutes);
    expect(verdict).toMatchObject({ outcome: 'queued', reason: null });
  });

  it.each([
    new WalletError('service-unreachable', { host: 'login.example.com' }),
    new WalletError('service-timeout', { host: 'login.example.com' }),
    new WalletError('service-busy', { host: 'login.example.com', status: '503' }),
    new WalletError('service-answer-invalid', { host: 'login.example.com', problem: 'it is too large' }),
  ])('queues what nobody refused: $code', (call) => {
    const verdict = judgeRevocation([token('access token', { call })], inTenMinutes);
    expect(verdict).toMatchObject({
      outcome: 'queued',
      cuts: 'grant',
      reason: call,
      retryAfterSeconds: null,
    });
    expect(judgeFailure(call, plan)).toMatchObject({ outcome: 'queued', cuts: 'grant', reason: call });
  });

  it('hands on when a busy service wants to be tried again', () => {
    const call = new WalletError('service-busy', { status: '429', retryAfterSeconds: '90' });
    expect(judgeRevocation([token('access token', { call })], inTenMinutes).retryAfterSeconds).toBe(90);
  });

  it('fails where one token was refused, however busy the service was with the other', () => {
    const busy = new WalletError('service-busy', { status: '503' });
    const verdict = judgeRevocation(
      [token('refresh token', { call: busy }), token('access token', { call: refused })],
      inTenMinutes,
    );
    expect(verdict).toMatchObject({ outcome: 'failed', reason: refused });
  });

  it('sends a person to the page of a service that did not do it, and says why', () => {
    const notKnown = new WalletError('client-refused', { host: 'login.example.com', problem: 'no' });
    const byHandAfter = (call: TokenEvidence['call'], more: Partial<TokenEvidence> = {}): Verdict['byHand'] =>
      judgeRevocation([token('access token', { call, ...more })], inTenMinutes).byHand;
    expect(byHandAfter(notKnown)).toEqual({ reason: 'needs-client', page, lookFor: null });
    expect(byHandAfter(refused)).toEqual({ reason: 'refused', page, lookFor: null });
    expect(byHandAfter('done', alive)).toEqual({ reason: 'refused', page, lookFor: null });
    expect(byHandAfter('unsupported')).toEqual({ reason: 'no-call', page, lookFor: null });
    expect(byHandAfter('done', dead)).toBeNull();
  });

  it('says what was cut: nothing, where nothing was', () => {
    expect(judgeRevocation([token('access token', dead)], inTenMinutes).cuts).toBe('grant');
    expect(judgeRevocation([token('access token', { call: refused })], inTenMinutes).cuts).toBe('nothing');
    expect(judgeRevocation([token('access token', { call: 'unsupported' })], inTenMinutes).cuts).toBe(
      'nothing',
    );
  });

  it('expects an access token to live on where that is documented, until its end or at most so long', () => {
    const known = { accessLivesOn: true, lifetimeSeconds: 1800 };
    const evidence = [token('refresh token', dead), token('access token', { call: 'unsupported' })];
    expect(judgeRevocation(evidence, inTenMinutes, known)).toMatchObject({
      outcome: 'alive-until',
      livesUntilMs: inTenMinutes.expiresAtMs,
    });
    expect(judgeRevocation(evidence, noStatedEnd, known)).toMatchObject({
      outcome: 'alive-until',
      livesUntilMs: nowMs + 1_800_000,
    });
    const notProven = [token('refresh token', {}), token('access token', { call: 'unsupported' })];
    expect(judgeRevocation(notProven, inTenMinutes, known)).toMatchObject({
      outcome: 'accepted',
      livesUntilMs: inTenMinutes.expiresAtMs,
    });
  });

  it('counts the end of the refresh token that an access token came with, although that is judged elsewhere', () => {
    const evidence = [token('access token', { call: 'unsupported', isSelfContained: true })];
    const outcome = (grant?: Pick<TokenEvidence, 'call' | 'alive'>): string =>
      judgeRevocation(evidence, { ...inTenMinutes, grant }).outcome;
    expect(outcome({ call: 'done', alive: false })).toBe('alive-until');
    expect(outcome({ call: 'done', alive: true })).toBe('unsupported');
    expect(outcome()).toBe('unsupported');
  });

  it('takes the end of a self-contained token from the token itself where the service stated none', () => {
    const jwt = token('access token', { isSelfContained: true, statedEndMs: nowMs + 60_000 });
    expect(judgeRevocation([token('refresh token', dead), jwt], noStatedEnd)).toMatchObject({
      outcome: 'alive-until',
      livesUntilMs: nowMs + 60_000,
    });
  });

  it('tells every step in its detail', () => {
    const { detail } = judgeRevocation(
      [token('refresh token', { ...dead, answer: 'introspection says inactive' }), token('access token', {})],
      inTenMinutes,
    );
    expect(detail).toBe(
      'The refresh token: revocation accepted; introspection says inactive. ' +
        'The access token: revocation accepted; nothing to ask with.',
    );
  });
});
