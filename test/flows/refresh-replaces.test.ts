import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../support/fake-clock.ts';
import { keepConnection } from '../support/keep-connection.ts';
import { readConnections, readTokenSet } from '../support/read-token-set.ts';
import { replay } from '../support/replay-server.ts';
import { startReplayedHosts } from '../support/replayed-hosts.ts';
import { createWalletUnderTest, type WalletUnderTest } from '../support/wallet-under-test.ts';

/* What becomes of that which a refresh replaces, at a service that ends exactly the token that it is told to end. */

const HOUR_MS = 60 * 60_000;
const HOUR_SECONDS = 60 * 60;
const ISSUER = 'https://login.example.com';

interface Scene extends AsyncDisposable {
  readonly wallet: WalletUnderTest;
  readonly id: string;
  readonly clock: ReturnType<typeof createFakeClock>;
  /** The tokens that the service honours. */
  readonly alive: ReadonlySet<string>;
  /** What its next replies say besides. */
  further: Readonly<Record<string, unknown>>;
  /** What its revocation endpoint answers with instead of ending anything. */
  refusal: 'refused' | 'out of order' | undefined;
  /** How many revocation calls it has had. */
  asked: number;
  /** Holds up what it says when it has ended a token. */
  untilEnded: Promise<unknown>;
  /** Holds up its replies to refreshes; `lost` for those that never arrive. */
  until: Promise<unknown> | 'lost';
  /** What its token endpoint does with a refresh token that it has seen before. */
  seenBefore: 'refused' | 'answered again' | 'out of order';
  refresh(): Promise<unknown>;
  revoke(): Promise<string | undefined>;
}

async function enter(): Promise<Scene> {
  const clock = createFakeClock(new Date().toISOString());
  const alive = new Set(['access-0', 'refresh-0']);
  let issued = 0;
  const shown = (body: string, name: string): string => new URLSearchParams(body).get(name) ?? '';
  const scene: Pick<Scene, 'further' | 'refusal' | 'until' | 'untilEnded' | 'asked' | 'seenBefore'> = {
    further: {},
    asked: 0,
    refusal: undefined,
    untilEnded: Promise.resolve(),
    until: Promise.resolve(),
    seenBefore: 'refused',
  };
  let last: object = {};
  const hosts = await startReplayedHosts({
    [`GET ${ISSUER}/.well-known/openid-configuration`]: {
      body: {
        issuer: ISSUER,
        authorization_endpoint: `${ISSUER}/authorize`,
        token_endpoint: `${ISSUER}/token`,
        revocation_endpoint: `${ISSUER}/revoke`,
        introspection_endpoint: `${ISSUER}/introspect`,
      },
    },
    [`POST ${ISSUER}/token`]: (request, response) => {
      if (!alive.delete(shown(request.body, 'refresh_token'))) {
        const answers = {
          refused: { status: 400, body: { error: 'invalid_grant' } },
          'answered again': { body: last },
          'out of order': { status: 503, headers: { 'retry-after': '3600' }, body: {} },
        };
        replay(answers[scene.seenBefore], request, response);
        return;
      }
      issued += 1;
      const tokens = { access_token: `access-${issued}`, refresh_token: `refresh-${issued}` };
      Object.values(tokens).forEach((token) => alive.add(token));
      const body = { ...tokens, token_type: 'bearer', expires_in: HOUR_SECONDS, ...scene.further };
      last = body;
      if (scene.until === 'lost') {
        response.destroy();
        return;
      }
      scene.until.then(
        () => {
          replay({ body }, request, response);
        },
        () => undefined,
      );
    },
    [`POST ${ISSUER}/revoke`]: (request, response) => {
      scene.asked += 1;
      if (scene.refusal === undefined) {
        alive.delete(shown(request.body, 'token'));
      }
      const status = scene.refusal === 'out of order' ? 503 : scene.refusal === 'refused' ? 400 : 200;
      scene.untilEnded.then(
        () => {
          replay({ status, body: status === 400 ? { error: 'invalid_request' } : {} }, request, response);
        },
        () => undefined,
      );
    },
    [`POST ${ISSUER}/introspect`]: (request, response) => {
      replay({ body: { active: alive.has(shown(request.body, 'token')) } }, request, response);
    },
  });
  const wallet = await createWalletUnderTest({ fetch: hosts.fetch, clock });
  const id = await keepConnection(wallet, {
    ...{ service: 'none', issuer: ISSUER, token: 'access-0', refreshToken: 'refresh-0' },
    ...{ client: { id: 'app-1' }, expiresAtMs: clock.now() + HOUR_MS },
  });
  return Object.assign(scene, {
    ...{ wallet, id, clock, alive },
    refresh: () => wallet.do['connections.refresh']({ id }),
    revoke: async () => (await wallet.do['connections.revoke']({ ids: [id] }))[0]?.outcome,
    [Symbol.asyncDispose]: async () => {
      await wallet[Symbol.asyncDispose]();
      await hosts[Symbol.asyncDispose]();
    },
  });
}

async function endOfRefreshToken({ wallet, clock }: Scene): Promise<(number | null)[]> {
  const [connection] = await readConnections(wallet);
  const { refreshExpiresAtMs = null, refreshIssuedAtMs = 0 } = connection ?? {};
  const hours = (atMs: number): number => (atMs - clock.now()) / HOUR_MS;
  return [hours(refreshIssuedAtMs), refreshExpiresAtMs === null ? null : hours(refreshExpiresAtMs)];
}

describe('an access token that was replaced before its end', () => {
  it('is cut with its connection, which is not confirmed while it works', async () => {
    await using scene = await enter();
    await scene.refresh();
    expect([...scene.alive].sort()).toEqual(['access-0', 'access-1', 'refresh-1']);
    expect(await scene.revoke()).toBe('confirmed');
    expect([...scene.alive]).toEqual([]);
  });

  it('is forgotten once it has run out', async () => {
    await using scene = await enter();
    await scene.refresh();
    scene.clock.advance(HOUR_MS);
    await scene.refresh();
    scene.clock.advance(HOUR_MS / 2);
    // What the wallet remembers it would cut: access-0 and access-1 are over, as far as it was told.
    await scene.revoke();
    expect([...scene.alive]).toEqual(['access-0', 'access-1']);
  });
});

describe('the end of a refresh token', () => {
  it('is not handed down to the one that replaces it', async () => {
    await using scene = await enter();
    scene.further = { refresh_expires_in: 2 * HOUR_SECONDS };
    await scene.refresh();
    expect(await endOfRefreshToken(scene)).toEqual([0, 2]);
    scene.further = {};
    scene.clock.advance(HOUR_MS);
    await scene.refresh();
    expect(await endOfRefreshToken(scene)).toEqual([0, null]);
  });

  it('counts from when it was first told, where each reply tells the same one', async () => {
    await using scene = await enter();
    scene.further = { refresh_expires_in: 10 * HOUR_SECONDS };
    await scene.refresh();
    scene.clock.advance(HOUR_MS);
    scene.further = { refresh_expires_in: 9 * HOUR_SECONDS };
    await scene.refresh();
    expect(await endOfRefreshToken(scene)).toEqual([-1, 9]);
    scene.further = { refresh_expires_in: 10 * HOUR_SECONDS };
    await scene.refresh();
    expect(await endOfRefreshToken(scene)).toEqual([0, 10]);
  });

  it('stays what it was where the refresh token stays', async () => {
    await using scene = await enter();
    scene.further = { refresh_expires_in: 10 * HOUR_SECONDS };
    await scene.refresh();
    scene.further = { refresh_token: undefined };
    scene.clock.advance(HOUR_MS);
    await scene.refresh();
    expect(await endOfRefreshToken(scene)).toEqual([-1, 9]);
  });
});

describe('a refresh whose answer comes while its connection is being revoked', () => {
  /** Revokes while the answer is on its way; resolves when the answer has come. */
  async function revokeDuringRefresh(scene: Scene, refusal: NonNullable<Scene['refusal']>): Promise<string> {
    const answer = Promise.withResolvers<undefined>();
    scene.until = answer.promise;
    const refreshed = scene.refresh().catch(() => undefined);
    await expect.poll(() => scene.alive.has('refresh-1')).toBe(true);
    scene.refusal = refusal;
    const outcome = await scene.revoke();
    answer.resolve(undefined);
    await refreshed;
    scene.until = Promise.resolve();
    return outcome ?? '';
  }

  async function isOfUse(scene: Scene): Promise<boolean> {
    const { refreshToken } = await readTokenSet(scene.wallet, scene.id);
    expect([...scene.alive]).toContain(refreshToken?.reveal());
    await scene.refresh();
    return scene.alive.has('refresh-2');
  }

  it('is kept where the revocation was refused meanwhile', async () => {
    await using scene = await enter();
    expect(await revokeDuringRefresh(scene, 'refused')).toBe('failed');
    expect(await isOfUse(scene)).toBe(true);
  });

  it('is of use again where the revocation is refused later', async () => {
    await using scene = await enter();
    expect(await revokeDuringRefresh(scene, 'out of order')).toBe('queued');
    scene.refusal = 'refused';
    expect(await scene.revoke()).toBe('failed');
    expect(await isOfUse(scene)).toBe(true);
  });

  it('is of use again where the revocation is given up', async () => {
    await using scene = await enter();
    expect(await revokeDuringRefresh(scene, 'out of order')).toBe('queued');
    await scene.wallet.do['revocations.giveUp']({ ids: [scene.id] });
    expect(await isOfUse(scene)).toBe(true);
  });
});

describe('what a service has ended by the time that its revocation is given up', () => {
  it('is said to be dead', async () => {
    await using scene = await enter();
    const answer = Promise.withResolvers<undefined>();
    scene.untilEnded = answer.promise;
    const revoked = scene.revoke();
    await expect.poll(() => scene.alive.has('refresh-0')).toBe(false);
    await scene.wallet.do['revocations.giveUp']({ ids: [scene.id] });
    answer.resolve(undefined);
    expect(await revoked).toBe('confirmed');
    const [connection] = await readConnections(scene.wallet);
    expect(connection).toMatchObject({ pending: null, revocation: { outcome: 'confirmed' } });
    expect(connection?.revokedAtMs).not.toBeNull();
  });

  it('is left as it was where the service refuses', async () => {
    await using scene = await enter();
    const answer = Promise.withResolvers<undefined>();
    scene.untilEnded = answer.promise;
    scene.refusal = 'refused';
    const revoked = scene.revoke();
    await expect.poll(() => scene.asked).toBe(1);
    await scene.wallet.do['revocations.giveUp']({ ids: [scene.id] });
    answer.resolve(undefined);
    await revoked;
    const [connection] = await readConnections(scene.wallet);
    expect(connection).toMatchObject({ pending: null, revokedAtMs: null, revocation: { outcome: 'failed' } });
    expect(connection?.revocation?.detail).toContain('Given up');
  });
});

describe('tokens in an answer to a refresh that was lost', () => {
  async function loseAnswer(scene: Scene, seenBefore: Scene['seenBefore']): Promise<void> {
    scene.seenBefore = seenBefore;
    scene.until = 'lost';
    const ended = Promise.allSettled([scene.refresh()]);
    await expect
      .poll(() => {
        scene.clock.advance(500);
        return Promise.race([ended, Promise.resolve('under way')]);
      })
      .toMatchObject([{ status: 'rejected' }]);
    expect([...scene.alive].sort()).toEqual(['access-0', 'access-1', 'refresh-1']);
  }

  it('keep a revocation from being confirmed where nobody gets them any more', async () => {
    await using scene = await enter();
    await loseAnswer(scene, 'refused');
    expect(await scene.revoke()).toBe('accepted');
    const [connection] = await readConnections(scene.wallet);
    expect(connection?.revocation?.detail).toContain('was lost before');
  });

  it('are asked for once more, and cut with the rest', async () => {
    await using scene = await enter();
    await loseAnswer(scene, 'out of order');
    expect(await scene.revoke()).toBe('queued');
    expect([...scene.alive].sort()).toEqual(['access-0', 'access-1', 'refresh-1']);
    scene.seenBefore = 'answered again';
    expect(await scene.revoke()).toBe('confirmed');
    expect([...scene.alive]).toEqual([]);
  });

  it('hold up the revocation of the others for a while only', async () => {
    await using scene = await enter();
    await loseAnswer(scene, 'out of order');
    for (const left of [3, 3, 3, 2]) {
      expect(await scene.revoke()).toBe('queued');
      expect(scene.alive.size).toBe(left);
    }
    expect([...scene.alive].sort()).toEqual(['access-1', 'refresh-1']);
  });
});
