import type { Language } from '../../contract/status.ts';
import type { Tell } from '../../contract/contract.ts';
import type { OAuth } from '../oauth/oauth.ts';
import type { Browser, Clock, Fetch, Ports } from '../ports.ts';
import type { ServiceDirectory } from '../services/service-directory.ts';
import type { Vault, VaultReader } from '../vault/vault.ts';
import type { ConnectionRecord } from '../vault/records.ts';
import { WalletError } from '../wallet-error.ts';
import type { Activities } from './activities.ts';
import type { IntrospectionTrust } from './ask/introspection-trust.ts';

/** What the life of a connection needs around it. */
export interface ConnectionContext {
  readonly vault: Vault;
  readonly oauth: OAuth;
  readonly services: ServiceDirectory;
  readonly introspectionTrust: IntrospectionTrust;
  readonly clock: Clock;
  /** Bounded in time and size, as everything that is asked of a service. */
  readonly fetch: Fetch;
  readonly trustAuthority: Ports['trustAuthority'];
  readonly browser: Browser;
  readonly tell: Tell;
  readonly activities: Activities;
  readonly language: () => Language;
  /** Of the wallet. */
  readonly version: string;
  /** Cuts the late tokens of a connection, which are in the vault by now; resolves when that has been tried once. */
  readonly cutLateTokens: (connectionId: string) => Promise<void>;
}

/** The record of a connection that is in the list; throws `connection-not-found` for any other. */
export function findConnection(vault: VaultReader, id: string): ConnectionRecord {
  const record = vault.read('connection', id);
  if (record === undefined || record.forgottenAtMs !== null) {
    throw new WalletError('connection-not-found', { id });
  }
  return record;
}

/** Throws `connection-revoked` or `revocation-pending` where the tokens must not be used for anything but revocation. */
export function requireUsable(record: ConnectionRecord): void {
  if (record.revokedAtMs !== null) {
    throw new WalletError('connection-revoked');
  }
  if (record.pending !== null) {
    throw new WalletError('revocation-pending');
  }
}

/** What the journal says of a connection: names only. */
export function namesOf(
  record: Pick<ConnectionRecord, 'account' | 'serviceName' | 'appName'>,
): Record<string, string> {
  const account = record.account.email ?? record.account.name ?? record.account.subject;
  return {
    service: record.serviceName,
    app: record.appName,
    ...(account === null ? {} : { account }),
  };
}
