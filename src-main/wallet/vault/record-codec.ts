import { Secret } from '../secret.ts';
import { upgradeRecord } from './record-upgrade.ts';
import type { StoredKind, Records } from './records.ts';

type SecretFieldOf<Kind extends StoredKind> = {
  [Field in keyof Records[Kind]]: Secret extends Records[Kind][Field] ? Field : never;
}[keyof Records[Kind]];

/** The fields that hold secrets. The compiler sees to it that none is left out: a secret must be opened to be sealed. */
const secretFields: { readonly [Kind in StoredKind]: Readonly<Record<SecretFieldOf<Kind>, true>> } = {
  connection: {},
  tokenSet: { accessToken: true, refreshToken: true, idToken: true, proofKey: true },
  client: { clientSecret: true, clientKey: true, registrationAccessToken: true },
  server: {},
  revocationBatch: {},
  lateTokens: { accessToken: true, refreshToken: true, proofKey: true },
  leakCase: {},
  leakedToken: {},
  leakedSecret: { token: true },
};

/** A record as the bytes that are sealed. */
export function encodeRecord<Kind extends StoredKind>(kind: Kind, record: Records[Kind]): Buffer {
  const fields = Object.keys(secretFields[kind]);
  if (fields.length === 0) {
    return Buffer.from(JSON.stringify(record));
  }
  const opened: Record<string, unknown> = { ...record };
  for (const field of fields) {
    const value = opened[field];
    opened[field] = value instanceof Secret ? value.reveal() : null;
  }
  return Buffer.from(JSON.stringify(opened));
}

/** The record that `encodeRecord` was given. What was unsealed is ours, so its shape is trusted. */
export function decodeRecord<Kind extends StoredKind>(kind: Kind, bytes: Buffer): Records[Kind] {
  const opened = JSON.parse(bytes.toString()) as Record<string, unknown>;
  for (const field of Object.keys(secretFields[kind])) {
    const value = opened[field];
    opened[field] = typeof value === 'string' ? new Secret(value) : null;
  }
  return upgradeRecord(kind, opened) as unknown as Records[Kind];
}
