import type { UseCases } from '../../../contract/contract.ts';
import { WalletError } from '../../wallet-error.ts';
import type { ConnectionContext } from '../context.ts';
import { revokeConnections } from './revoke-many.ts';

export type RevocationUseCases = Pick<
  UseCases,
  Extract<keyof UseCases, 'connections.revoke' | `revocations.${string}`>
>;

/** Everything that takes connections back: at once, many, and whatever has to wait. */
export interface Revocations {
  readonly useCases: RevocationUseCases;
  /** Cuts late tokens that are in the vault by now; resolves when that has been tried once. */
  cutLateTokens(connectionId: string): Promise<void>;
  /** The vault has been opened: goes on with what is not finished. */
  begin(): void;
  /** Ends all waiting; what is not finished stays in the vault. */
  close(): void;
}

export function createRevocations(context: ConnectionContext): Revocations {
  const notYet = (): Promise<never> => Promise.reject(new WalletError('internal'));
  return {
    useCases: {
      'connections.revoke': ({ ids }) => revokeConnections(context, ids),
      'revocations.preview': notYet,
      'revocations.start': notYet,
      'revocations.run': notYet,
      'revocations.stop': notYet,
      'revocations.resume': notYet,
      'revocations.tryNow': notYet,
      'revocations.giveUp': notYet,
      'revocations.openPage': notYet,
      'revocations.proof': notYet,
    },
    cutLateTokens: () => Promise.resolve(),
    begin: () => undefined,
    close: () => undefined,
  };
}
