import { expect, it } from 'vitest';
import type { JournalAction } from '../../src-main/contract/journal.ts';
import { makeProof } from '../../src-main/wallet/connections/revoke/make-proof.ts';
import { markedForRevocation, newlyPending } from '../../src-main/wallet/vault/pending-revocation.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { vaultAtHand } from '../support/vault-folder.ts';

it('a proof tells nothing of what was revoked before the app was connected again', async () => {
  const { vault, clock } = vaultAtHand();
  await vault.create('keychain');
  const record = connectionRecord({});
  const story: readonly JournalAction[] = [
    ...(['connected', 'revocation-begun', 'revoked'] as const),
    ...(['reconnected', 'checked', 'revocation-begun', 'revoked'] as const),
  ];
  vault.opened().write((writer) => {
    writer.put('connection', markedForRevocation(record, newlyPending(clock.now())));
    for (const action of story) {
      writer.note({ action, connectionId: record.id, about: {} });
    }
  });
  const [revocation] = makeProof({ vault, clock, version: '1' }, [record.id]).revocations;
  const links = vault.opened().journalLinks(record.id);
  expect(revocation?.journal.map(({ hash }) => hash)).toEqual(links.slice(-2).map(({ hash }) => hash));
});
