import { clientRecordId } from '../../src-main/wallet/connections/parties.ts';
import type { ClientRecord } from '../../src-main/wallet/vault/records.ts';

/** A public app at a server as the vault keeps it, with what a test cares about changed. */
export function clientRecord(
  changes: Partial<ClientRecord> & Pick<ClientRecord, 'issuer' | 'clientId'>,
): ClientRecord {
  return {
    id: clientRecordId(changes.issuer, changes.clientId),
    appName: 'Photo uploader',
    clientSecret: null,
    clientKey: null,
    authMethod: 'none',
    registeredByWallet: false,
    registeredScopes: [],
    registrationClientUri: null,
    registrationAccessToken: null,
    believedIntrospection: [],
    ...changes,
  };
}
