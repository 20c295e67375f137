import type { ByHand, Connection, RevocationOutcome } from '../../src-main/contract/connection.ts';
import type { Proof, RevocationPreview, RevocationRun } from '../../src-main/contract/revocation.ts';
import { after, makeConnection, SCENE_NOW, type Scene, fullScene } from './scenes.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A run of revocations, but for what the test says otherwise. */
export function makeRun(different: Partial<RevocationRun> = {}): RevocationRun {
  return {
    state: 'idle',
    total: 0,
    done: 0,
    byOutcome: { confirmed: 0, accepted: 0, 'alive-until': 0, unsupported: 0, queued: 0, failed: 0 },
    startedAt: null,
    perSecond: null,
    secondsLeft: null,
    waiting: 0,
    nextAttemptAt: null,
    ...different,
  };
}

/** Where a person ends what the wallet cannot. */
export const byHandAtNotes: ByHand = {
  reason: 'no-call',
  page: 'https://notes.example/my-integrations',
  lookFor: { en: 'The app in the list there.', ru: 'Приложение в списке на этой странице.' },
};

/** What the catalog might say of a service; most end the token and what was issued with it. */
export function previewOf({ id, service, refreshable, expiresAt }: Connection): RevocationPreview {
  const dies = { kind: 'access', by: 'endpoint', fate: 'dies' } as const;
  const usual: RevocationPreview = {
    id,
    cuts: refreshable ? 'family' : 'token',
    tokens: [dies],
    livesOn: null,
    byHand: null,
    warnings: [],
    isAsynchronous: false,
    outcome: 'confirmed',
  };
  switch (service.name) {
    case 'Git Forge':
      return {
        ...usual,
        cuts: 'grant',
        tokens: [{ ...dies, by: 'call' }],
        outcome: 'accepted',
        isAsynchronous: true,
        warnings: [
          { en: 'Git Forge tells the owner by e-mail.', ru: 'Git Forge сообщит владельцу по почте.' },
        ],
      };
    case 'Mail':
      return {
        ...usual,
        tokens: [{ ...dies, fate: 'lives-on' }],
        livesOn: { words: null, until: expiresAt ?? after(30 * MINUTE) },
        outcome: 'alive-until',
      };
    case 'Work SSO':
      return {
        ...usual,
        cuts: 'not-known',
        tokens: [{ ...dies, fate: 'not-known' }],
        livesOn: { words: null, until: null },
        byHand: { ...byHandAtNotes, reason: 'needs-client' },
        outcome: 'unsupported',
      };
    case 'Notes':
      return {
        ...usual,
        cuts: 'nothing',
        tokens: [{ ...dies, by: 'nobody', fate: 'lives-on' }],
        livesOn: { words: null, until: null },
        byHand: byHandAtNotes,
        outcome: 'unsupported',
      };
    default:
      return usual;
  }
}

/** What is known after a revocation that went as it should. */
export function revocationOf(
  id: string,
  different: Partial<NonNullable<Connection['revocation']>> = {},
): NonNullable<Connection['revocation']> {
  return {
    id,
    outcome: 'confirmed',
    cuts: 'family',
    askedWith: 'introspection',
    attempts: 1,
    nextAttemptAt: null,
    byHand: null,
    detail: 'the token was revoked; introspection says that it is not active',
    livesUntil: null,
    revokedAt: SCENE_NOW,
    error: null,
    ...different,
  };
}

/** A connection whose revocation has begun and is not finished. */
export function pendingConnection(
  name: string,
  pending: Partial<NonNullable<Connection['pending']>> = {},
  outcome: RevocationOutcome | null = 'queued',
  byHand: ByHand | null = null,
): Connection {
  const connection = makeConnection({
    app: { name, clientId: 'c-1', registeredByWallet: false },
    connectedAt: SCENE_NOW,
    state: 'revoking',
    pending: { step: 'revoke', attempts: 2, nextAttemptAt: after(40 * SECOND), isStopped: false, ...pending },
  });
  const revocation =
    outcome === null
      ? null
      : revocationOf(connection.id, {
          outcome,
          byHand,
          askedWith: null,
          detail: 'the service was not reached',
        });
  return { ...connection, revocation };
}

/** A connection that only a person can end, on the page of its service. */
export function connectionByHand(different: Partial<Connection> = {}): Connection {
  const connection = makeConnection({
    service: { id: 'notes', name: 'Notes', issuer: 'https://notes.example' },
    app: { name: 'Notes Exporter', clientId: '', registeredByWallet: false },
    refreshable: false,
    expiresAt: null,
    expiry: 'never',
    connectedAt: SCENE_NOW,
    ...different,
  });
  return {
    ...connection,
    revocation: revocationOf(connection.id, {
      outcome: 'unsupported',
      cuts: 'nothing',
      askedWith: null,
      detail: 'the service offers no way to revoke a token',
      byHand: byHandAtNotes,
    }),
  };
}

/** Ways in which an access ends that the wallet cannot prevent, or can. */
export function endingConnections(): Connection[] {
  const DAY = 24 * 60 * MINUTE;
  return [
    makeConnection({
      connectedAt: SCENE_NOW,
      state: 'expiring',
      end: { at: after(2 * DAY), because: 'refresh-expires', isPreventable: false },
    }),
    makeConnection({
      app: { name: 'Release Robot', clientId: 'r', registeredByWallet: false },
      connectedAt: SCENE_NOW,
      end: { at: after(5 * DAY), because: 'unused', isPreventable: true },
    }),
  ];
}

/** Everything that a revocation can be waiting for, beside the usual rows. */
export function queueScene(): Scene {
  return {
    ...fullScene(),
    connections: [
      pendingConnection('Photo Frame'),
      pendingConnection('Print Shop', { attempts: 0 }, null),
      pendingConnection('Album Maker', { step: 'ask', attempts: 1 }, 'accepted'),
      pendingConnection('Old Notes', { step: 'ask', attempts: 1 }, 'unsupported', byHandAtNotes),
      ...fullScene().connections,
    ],
    run: makeRun({ waiting: 3, nextAttemptAt: after(40 * SECOND) }),
  };
}

/** What a wallet would print of these connections. */
export function proofOf(connections: readonly Connection[]): Proof {
  return {
    madeAt: SCENE_NOW,
    wallet: 'Token Wallet 0.1.0',
    revocations: connections.flatMap(({ id, service, app, account, scopes, revocation }, index) =>
      revocation === null
        ? []
        : [
            {
              id,
              service: service.name,
              issuer: service.issuer,
              app: app.name,
              clientId: app.clientId,
              account: account.email,
              scopes: scopes.granted,
              revocation: { ...revocation, id },
              journal: [{ sequence: 40 + index, at: revocation.revokedAt, hash: '9f2c'.repeat(16) }],
            },
          ],
    ),
    chain: { intact: true, entries: 60, head: '07d1'.repeat(16) },
  };
}
