import type { Revocation } from '../../../contract/connection.ts';
import { type ConnectionContext, findConnection } from '../context.ts';
import { revokeConnection } from './revoke.ts';

/** Polite to a service, and quick enough for a person who watches. */
const AT_ONCE = 4;

/**
 * Revokes connections, a few at a time; one result for each id, in the order of the ids.
 *
 * An unknown id is told before anything is revoked; after that nothing stops at the first failure.
 */
export async function revokeConnections(
  context: ConnectionContext,
  ids: readonly string[],
): Promise<Revocation[]> {
  const opened = context.vault.opened();
  const wanted = [...new Set(ids)];
  for (const id of wanted) {
    findConnection(opened, id);
  }
  const results = new Map<string, Revocation>();
  const queue = wanted.values();
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, wanted.length) }, worker));
  return wanted.flatMap((id) => results.get(id) ?? []);

  async function worker(): Promise<void> {
    for (const id of queue) {
      results.set(id, await revokeConnection(context, id));
    }
  }
}
