import { describe, expect, it } from 'vitest';
import {
  judgeRevocation,
  type TokenEvidence,
} from '../../src-main/wallet/connections/revoke/judge-revocation.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';

const nowMs = Date.parse('2026-11-22T12:00:00Z');
const inTenMinutes = { nowMs, expiresAtMs: nowMs + 600_000 };
const noStatedEnd = { nowMs, expiresAtMs: null };

const refused = new WalletError('service-refused', { host: 'login.example.com', problem: 'no' });

function token(kind: TokenEvidence['kind'], evidence: Partial<TokenEvidence>): TokenEvidence {
  return { kind, call: 'done', alive: null, askedWith: null, answer: 'nothing to ask with', ...evidence };
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
