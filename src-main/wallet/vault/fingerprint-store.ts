import { createHmac, type KeyObject } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Secret } from '../secret.ts';
import type { TokenKind } from '../services/service-schema.ts';
import type { LateTokensRecord, TokenSetRecord } from './records.ts';
import type { TokenHolder } from './vault.ts';

const FINGERPRINT_BYTES = 16;

interface Row {
  readonly connection_id: string;
  readonly kind: TokenKind;
}

type Tokens = Pick<TokenSetRecord | LateTokensRecord, 'accessToken' | 'refreshToken' | 'kind'>;

/**
 * A token's name that does not give it away, hexadecimal. It is keyed, so that nobody without the key can try out
 * whether a token has been here; half of the hash is plenty against chance.
 */
export function fingerprintOf(key: KeyObject, token: string): string {
  return createHmac('sha256', key).update(token).digest().subarray(0, FINGERPRINT_BYTES).toString('hex');
}

/** Which connection has, or once had, which token. The tokens of the past are not kept, only their keyed hashes. */
export class FingerprintStore {
  readonly #key: KeyObject;
  readonly #any: StatementSync;
  readonly #one: StatementSync;
  readonly #put: StatementSync;

  constructor(database: DatabaseSync, key: KeyObject) {
    this.#key = key;
    this.#any = database.prepare('SELECT 1 FROM fingerprint LIMIT 1');
    this.#one = database.prepare('SELECT connection_id, kind FROM fingerprint WHERE hash = ?');
    this.#put = database.prepare(
      'INSERT OR REPLACE INTO fingerprint (hash, connection_id, kind) VALUES (?, ?, ?)',
    );
  }

  isEmpty(): boolean {
    return this.#any.get() === undefined;
  }

  add(connectionId: string, { accessToken, refreshToken, kind }: Tokens): void {
    this.#addOne(connectionId, accessToken, kind);
    if (refreshToken !== null) {
      this.#addOne(connectionId, refreshToken, 'refresh');
    }
  }

  holderOf(fingerprint: string): TokenHolder | undefined {
    const row = this.#one.get(Buffer.from(fingerprint, 'hex')) as unknown as Row | undefined;
    return row && { connectionId: row.connection_id, kind: row.kind };
  }

  #addOne(connectionId: string, token: Secret, kind: TokenKind): void {
    const hash = Buffer.from(fingerprintOf(this.#key, token.reveal()), 'hex');
    this.#put.run(hash, connectionId, kind);
  }
}
