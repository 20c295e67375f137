import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { ConnectionSchema } from '../../src-main/contract/connection.ts';
import { viewConnection } from '../../src-main/wallet/connections/connection-view.ts';
import { toErrorValue, WalletError } from '../../src-main/wallet/wallet-error.ts';
import { connectionRecord } from '../support/connection-record.ts';

const nowMs = Date.parse('2026-11-22T12:00:00Z');

function stateWhen(changes: Parameters<typeof connectionRecord>[0]): string {
  return viewConnection(connectionRecord(changes), null, nowMs).state;
}

describe('the view of a connection', () => {
  it('fits the contract and holds nothing else', () => {
    const view = viewConnection(connectionRecord({}), 'checking', nowMs);
    expect(v.safeParse(ConnectionSchema, view).success).toBe(true);
    expect(view.activity).toBe('checking');
  });

  it('is expired when its access token has run out and nothing can renew it', () => {
    expect(stateWhen({ expiresAtMs: nowMs, refreshable: false })).toBe('expired');
  });

  it('is active when its access token has run out but a refresh token can renew it', () => {
    expect(stateWhen({ expiresAtMs: nowMs - 1, refreshable: true })).toBe('active');
  });

  it('needs attention before it is merely expired', () => {
    const attention = toErrorValue(new WalletError('refresh-refused', { host: 'a', problem: 'b' }));
    expect(stateWhen({ attention, expiresAtMs: nowMs, refreshable: false })).toBe('needs-attention');
  });

  it('is revoked whatever else holds', () => {
    expect(stateWhen({ revokedAtMs: nowMs, expiresAtMs: nowMs - 1 })).toBe('revoked');
  });
});
