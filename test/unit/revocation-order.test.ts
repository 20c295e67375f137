import { describe, expect, it } from 'vitest';
import { newlyPending } from '../../src-main/wallet/vault/pending-revocation.ts';
import { itemOfConnection, type QueueItem } from '../../src-main/wallet/connections/revoke/queue-item.ts';
import { mostUrgentFirst } from '../../src-main/wallet/connections/revoke/waiting-items.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import { createServiceDirectory } from '../../src-main/wallet/services/service-directory.ts';
import type { ConnectionRecord } from '../../src-main/wallet/vault/records.ts';
import { connectionRecord } from '../support/connection-record.ts';

const services = createServiceDirectory(loadCatalog());

function item(changes: Partial<ConnectionRecord>): QueueItem {
  const record = connectionRecord({ serviceId: 'github-oauth-app', ...changes });
  return itemOfConnection(services, record, newlyPending(0));
}

function order(...all: readonly [id: string, changes: Partial<ConnectionRecord>][]): readonly string[] {
  return mostUrgentFirst(all.map(([id, changes]) => item({ id, ...changes }))).map(({ id }) => id);
}

describe('what is revoked first', () => {
  it('is what could do the worst, and a right that nobody explained counts as one to write', () => {
    expect(
      order(
        ['knows who', { scopesGranted: ['profile'] }],
        ['may anything', { scopesGranted: ['nobody-knows'] }],
        ['deletes', { scopesGranted: ['read:user', 'delete_repo'] }],
        ['told nothing', { scopesGranted: [] }],
        ['reads', { scopesGranted: ['read:org'] }],
      ),
    ).toEqual(['deletes', 'may anything', 'told nothing', 'reads', 'knows who']);
  });

  it('is, of two that could do the same, the one without an end', () => {
    const scopesGranted = ['read:user'];
    expect(
      order(
        ['ends', { scopesGranted }],
        ['never ends', { scopesGranted, expiresAtMs: null, expiry: 'never' }],
        ['ends too', { scopesGranted }],
        ['is renewed', { scopesGranted, refreshable: true }],
      ),
    ).toEqual(['never ends', 'is renewed', 'ends', 'ends too']);
  });
});
