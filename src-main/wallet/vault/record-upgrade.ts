import type { StoredKind } from './records.ts';

type Opened = Readonly<Record<string, unknown>>;

/** Completes a record that was written before some of its fields were there; each field says what it was then. */
export function upgradeRecord(kind: StoredKind, record: Opened): Opened {
  if (kind === 'client') {
    return { believedIntrospection: [], ...record };
  }
  if (kind === 'leakCase') {
    return { counts: null, ...record };
  }
  if (kind !== 'connection') {
    return record;
  }
  const { revocation, issuedAtMs } = record;
  return {
    pending: null,
    refreshBegunAtMs: null,
    usedAtMs: issuedAtMs,
    refreshIssuedAtMs: issuedAtMs,
    toldOfEndAtMs: null,
    ...record,
    revocation:
      typeof revocation === 'object' && revocation !== null
        ? { cuts: 'not-known', attempts: 1, nextAttemptAt: null, byHand: null, ...revocation }
        : null,
  };
}
