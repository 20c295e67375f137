import type { ConnectionRecord } from '../vault/records.ts';
import type { OpenVault } from '../vault/vault.ts';
import { findConnection, namesOf } from './context.ts';

/** Gives a connection a name of the person's own; an empty one takes it away. */
export function renameConnection(opened: OpenVault, id: string, label: string): ConnectionRecord {
  return opened.write((writer) => {
    const renamed = { ...findConnection(opened, id), label: label === '' ? null : label };
    writer.put('connection', renamed);
    writer.note({ action: 'renamed', connectionId: id, about: { ...namesOf(renamed), label } });
    return renamed;
  });
}
