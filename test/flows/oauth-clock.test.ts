import { describe, expect, it } from 'vitest';
import { createProofKey } from '../../src-main/wallet/oauth/proof-key.ts';
import type { ReplayIssuer } from '../support/replay-issuer.ts';
import { secret, startReplayIssuer } from '../support/replay-issuer.ts';

const minuteMs = 60_000;

/** The Date header of a server whose clock is so many minutes ahead. */
function dateAhead(minutes: number): { readonly date: string } {
  return { date: new Date(Date.now() + minutes * minuteMs).toUTCString() };
}

/** Exchanges a code for an ID token that ended some minutes ago by our clock, at a server with that clock. */
async function exchange(
  endedMinutesAgo: number,
  headers: Readonly<Record<string, string>>,
): Promise<unknown> {
  await using issuer = await startReplayIssuer();
  const request = await issuer.authorizationRequest();
  const exp = Math.floor(Date.now() / 1000) - endedMinutesAgo * 60;
  const idToken = issuer.idToken(request, { iat: exp - 600, exp });
  issuer.server.routes['/revoke'] = { headers };
  issuer.server.routes['/token'] = {
    headers,
    body: { access_token: 'at-1', token_type: 'bearer', id_token: idToken },
  };
  const { oauth, description, client } = issuer;
  return await oauth
    .finishAuthorization(description, client, request, issuer.answerTo(request))
    .catch((error: unknown) => error);
}

/** The claims of what a request was signed with. */
function claimsOf(jwt: unknown): { readonly iat: number } {
  return JSON.parse(Buffer.from(String(jwt).split('.')[1] ?? '', 'base64url').toString()) as { iat: number };
}

describe('the clock of a service', () => {
  it('is known once it has answered, by its issuer and by its host', async () => {
    await using issuer = await startReplayIssuer();
    const { oauth, description, server } = issuer;
    expect(oauth.skewMs('https://unheard-of.example.com')).toBeUndefined();
    server.routes['/userinfo'] = { headers: dateAhead(7), body: { sub: 'alice' } };
    await oauth.userInfo(description, secret('at-1'));
    const skewMs = oauth.skewMs(description.issuer) ?? NaN;
    expect(Math.abs(skewMs - 7 * minuteMs)).toBeLessThan(5_000);
    expect(oauth.skewMs(new URL(description.issuer).host)).toBe(skewMs);
  });

  it('is seen through a cache on the way', async () => {
    await using issuer = await startReplayIssuer();
    const { oauth, description, server } = issuer;
    server.routes['/userinfo'] = { headers: { ...dateAhead(-60), age: '3600' }, body: { sub: 'alice' } };
    await oauth.userInfo(description, secret('at-1'));
    expect(Math.abs(oauth.skewMs(description.issuer) ?? NaN)).toBeLessThan(5_000);
  });

  it('may be off by almost five minutes', async () => {
    expect(await exchange(4.5, {})).toMatchObject({ identity: { subject: 'alice' } });
    expect(await exchange(4.5, dateAhead(-4.5))).toMatchObject({ identity: { subject: 'alice' } });
  });

  it('is told when it is off by more, and that made the ID token look old', async () => {
    expect(await exchange(12, dateAhead(-20))).toMatchObject({
      code: 'clock-wrong',
      detail: { minutes: '20' },
    });
  });

  it('is not blamed for an ID token that ended by its own time', async () => {
    expect(await exchange(12, dateAhead(0))).toMatchObject({ code: 'id-token-invalid' });
  });
});

describe('what the wallet dates', () => {
  const proving = { dpop_signing_alg_values_supported: ['ES256'] };

  async function refreshAt(
    issuer: ReplayIssuer,
    minutes: number,
    body: object,
    status = 200,
  ): Promise<unknown> {
    const { oauth, description, client, server } = issuer;
    server.routes['/userinfo'] = { headers: dateAhead(minutes), body: { sub: 'alice' } };
    server.routes['/token'] = { status, headers: dateAhead(minutes), body };
    await oauth.userInfo(description, secret('at-1'));
    const proofKey = await createProofKey();
    return oauth.refresh(description, client, secret('rt-1'), { proofKey }).catch((error: unknown) => error);
  }

  it('is dated by the clock of the service, which takes it for a minute only', async () => {
    await using issuer = await startReplayIssuer(proving);
    expect(await refreshAt(issuer, 4, { access_token: 'at-2', token_type: 'DPoP' })).toMatchObject({
      tokenType: 'dpop',
    });
    const { iat } = claimsOf(issuer.server.received.at(-1)?.headers.dpop);
    expect(Math.abs(iat - Date.now() / 1000 - 4 * 60)).toBeLessThan(5);
  });

  it('is refused by a clock that is further off, and then that is told', async () => {
    await using issuer = await startReplayIssuer(proving);
    expect(await refreshAt(issuer, 90, { error: 'invalid_dpop_proof' }, 400)).toMatchObject({
      code: 'clock-wrong',
      detail: { minutes: '90' },
    });
    const { iat } = claimsOf(issuer.server.received.at(-1)?.headers.dpop);
    expect(Math.abs(iat - Date.now() / 1000)).toBeLessThan(5);
  });

  it('is not to blame where a proof is refused by a clock that agrees', async () => {
    await using issuer = await startReplayIssuer(proving);
    expect(await refreshAt(issuer, 0, { error: 'invalid_dpop_proof' }, 400)).toMatchObject({
      code: 'service-refused',
    });
  });
});
