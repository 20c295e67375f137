import { DatabaseSync } from 'node:sqlite';
import { OpenedVault } from '../../src-main/wallet/vault/open-vault.ts';

/**
 * What can be taken out of the wallet, to see that the harness sees it:
 *
 * - `lease`: two processes refresh the same connection without excluding each other
 * - `durable`: what was written is used at once, and on the disk only a moment later
 *
 * The product has no such switches: this reaches into the classes of the process that it is called in.
 */
export const breakages = ['lease', 'durable'] as const;

export type Breakage = (typeof breakages)[number];

const lateMs = 150;

export function breakWallet(breakage: Breakage): void {
  switch (breakage) {
    case 'lease':
      OpenedVault.prototype.acquireLease = () => ({
        held: () => true,
        extend: () => true,
        release: () => undefined,
      });
      break;
    case 'durable':
      commitLate();
      break;
  }
}

/** The first transaction stays open for a while, and those that follow within it are no transactions of their own. */
function commitLate(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its database below
  const execute = DatabaseSync.prototype.exec;
  DatabaseSync.prototype.exec = function exec(this: DatabaseSync, sql: string): void {
    // Within the open one nothing waits for the disk anyway, and SQLite would not hear of a change.
    if (sql === 'COMMIT' || (sql.startsWith('PRAGMA synchronous') && this.isTransaction)) {
      return;
    }
    if (!sql.startsWith('BEGIN')) {
      execute.call(this, sql);
    } else if (!this.isTransaction) {
      execute.call(this, sql);
      setTimeout(() => {
        if (this.isOpen && this.isTransaction) {
          execute.call(this, 'COMMIT');
        }
      }, lateMs);
    }
  };
}
