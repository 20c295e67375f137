import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { type Connection, ConnectionSchema } from '../../src-main/contract/connection.ts';
import { viewConnection } from '../../src-main/wallet/connections/connection-view.ts';
import { toErrorValue, WalletError } from '../../src-main/wallet/wallet-error.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import { createServiceDirectory } from '../../src-main/wallet/services/service-directory.ts';
import { connectionRecord } from '../support/connection-record.ts';

const services = createServiceDirectory(loadCatalog());
const nowMs = Date.parse('2026-11-22T12:00:00Z');

function view(changes: Parameters<typeof connectionRecord>[0]): Connection {
  return viewConnection(connectionRecord(changes), { services, activity: null, nowMs });
}

function stateWhen(changes: Parameters<typeof connectionRecord>[0]): string {
  return view(changes).state;
}

describe('the view of a connection', () => {
  it('fits the contract and holds nothing else', () => {
    const view = viewConnection(connectionRecord({}), { services, activity: 'checking', nowMs });
    expect(v.safeParse(ConnectionSchema, view).success).toBe(true);
    expect(view.activity).toBe('checking');
  });

  it('is expired when its access token has run out and nothing can renew it', () => {
    expect(stateWhen({ expiresAtMs: nowMs, refreshable: false })).toBe('expired');
  });

  it('is active when its access token has run out but a refresh token can renew it', () => {
    expect(stateWhen({ expiresAtMs: nowMs - 1, refreshable: true })).toBe('active');
  });

  it('is expiring when its end is near and nothing can prevent it', () => {
    const nearEnd = { expiresAtMs: nowMs + 5 * 60_000, refreshable: false };
    expect(stateWhen(nearEnd)).toBe('expiring');
    expect(view(nearEnd).end).toEqual({
      at: '2026-11-22T12:05:00.000Z',
      because: 'access-expires',
      isPreventable: false,
    });
    expect(stateWhen({ ...nearEnd, refreshable: true })).toBe('active');
    expect(stateWhen({ expiresAtMs: nowMs + 90 * 60_000, refreshable: false })).toBe('active');
  });

  it('is expired when its refresh token has ended too', () => {
    const ended = { expiresAtMs: nowMs - 1, refreshable: true, refreshExpiresAtMs: nowMs - 1 };
    expect(stateWhen(ended)).toBe('expired');
    expect(stateWhen({ ...ended, refreshExpiresAtMs: nowMs + 30 * 60_000, issuedAtMs: 0 })).toBe('expiring');
  });

  it('needs attention before it is merely expired', () => {
    const attention = toErrorValue(new WalletError('refresh-refused', { host: 'a', problem: 'b' }));
    expect(stateWhen({ attention, expiresAtMs: nowMs, refreshable: false })).toBe('needs-attention');
  });

  it('explains the scopes that are known, and never guesses the others', () => {
    const { scopes, risk } = view({
      serviceId: 'demo',
      scopesGranted: ['openid', 'photos.write', 'mystery'],
    });
    expect(scopes.known.map(({ scope }) => scope)).toEqual(['openid', 'photos.write']);
    expect(scopes.known[1]?.means).toEqual({ en: 'upload photos', ru: 'загружать фотографии' });
    expect(risk).toBe('write');
  });

  it('is as risky as the worst of what was granted, not of what was asked', () => {
    const asked = ['openid', 'account.delete'];
    expect(view({ serviceId: 'demo', scopesRequested: asked, scopesGranted: ['openid'] }).risk).toBe(
      'identity',
    );
    expect(view({ scopesGranted: ['mystery'] }).risk).toBeNull();
  });

  it('is revoked whatever else holds', () => {
    expect(stateWhen({ revokedAtMs: nowMs, expiresAtMs: nowMs - 1 })).toBe('revoked');
  });
});
