import type { ConnectionRecord } from '../../src-main/wallet/vault/records.ts';

const connectedAtMs = Date.parse('2026-11-22T11:00:00Z');

/** A connection as the vault keeps it, with what a test cares about changed. */
export function connectionRecord(changes: Partial<ConnectionRecord>): ConnectionRecord {
  return {
    id: '0c6f2f5c-4f0e-4e6b-9a57-0f6a4c1f1a01',
    issuer: 'https://login.example.com',
    serviceId: null,
    serviceHost: null,
    serviceName: 'login.example.com',
    label: null,
    origin: 'authorized',
    appName: 'Photo uploader',
    clientId: 'photo-uploader',
    registeredByWallet: false,
    account: { subject: 'anna', name: 'Anna', email: 'anna@example.com' },
    scopesRequested: ['openid', 'photos.write'],
    scopesGranted: ['openid', 'photos.write'],
    scopesStated: true,
    connectedAtMs,
    issuedAtMs: connectedAtMs,
    expiresAtMs: connectedAtMs + 2 * 60 * 60 * 1000,
    expiry: 'at',
    refreshable: false,
    refreshExpiresAtMs: null,
    refreshIssuedAtMs: connectedAtMs,
    boundToComputer: false,
    resource: null,
    details: null,
    notes: [],
    generation: 1,
    revokedAtMs: null,
    attention: null,
    lastCheck: null,
    revocation: null,
    pending: null,
    refreshBegunAtMs: null,
    usedAtMs: connectedAtMs,
    toldOfEndAtMs: null,
    forgottenAtMs: null,
    ...changes,
  };
}
