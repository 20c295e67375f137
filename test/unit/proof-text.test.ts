import { describe, expect, it } from 'vitest';
import type { Proof } from '../../src-main/contract/revocation.ts';
import { proofText } from '../../src-main/wallet/connections/revoke/proof-text.ts';

const id = '0b7f9c1e-5a1d-4a57-9d7f-2f8a9a4d1c11';
const at = '2026-11-22T12:00:00.000Z';
const hash = 'ab'.repeat(32);
const proof: Proof = {
  madeAt: at,
  wallet: 'Token Wallet 1.2.3',
  revocations: [
    {
      id,
      service: 'GitHub',
      issuer: 'https://github.com',
      app: 'Photo uploader',
      clientId: 'app-1',
      account: 'anna',
      scopes: ['repo'],
      revocation: {
        id,
        outcome: 'alive-until',
        cuts: 'grant',
        askedWith: 'service-call',
        attempts: 2,
        nextAttemptAt: null,
        byHand: null,
        detail: 'The access token: revocation accepted; GET /user answered 401.',
        livesUntil: '2026-11-22T13:00:00.000Z',
        revokedAt: at,
        error: null,
      },
      journal: [{ sequence: 7, at, hash }],
    },
  ],
  chain: { intact: false, entries: 9, head: hash },
};

describe('a proof as text', () => {
  it.each([
    ['en', /everything that the account had allowed this app/, /their chain does not hold/],
    ['ru', /всё, что учётная запись разрешила приложению/, /цепочка нарушена/],
  ] as const)('says all of it in %s', (language, cut, broken) => {
    const text = proofText(proof, language);
    for (const said of ['Photo uploader', 'anna', 'app-1', 'GET /user answered 401', '13:00:00', hash]) {
      expect(text).toContain(said);
    }
    expect(text).toMatch(cut);
    expect(text).toMatch(broken);
  });
});
