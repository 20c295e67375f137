import type { UseCases } from '../../contract/contract.ts';
import type { ConnectionContext } from '../connections/context.ts';
import { WalletError } from '../wallet-error.ts';

export type LeakUseCases = Pick<UseCases, Extract<keyof UseCases, `leaks.${string}`>>;

/** The leak desk: from a text that leaked to the proof that every token in it is dead. */
export interface Leaks {
  readonly useCases: LeakUseCases;
  /** The vault has been opened: goes on with what was being revoked when the wallet ended. */
  begin(): void;
  close(): void;
}

export function createLeaks(_context: ConnectionContext): Leaks {
  const notYet = (): Promise<never> => Promise.reject(new WalletError('internal'));
  return {
    useCases: {
      'leaks.begin': notYet,
      'leaks.feed': notYet,
      'leaks.scanned': notYet,
      'leaks.drop': notYet,
      'leaks.open': notYet,
      'leaks.list': notYet,
      'leaks.show': notYet,
      'leaks.rows': notYet,
      'leaks.assign': notYet,
      'leaks.leaveOut': notYet,
      'leaks.ask': notYet,
      'leaks.approve': notYet,
      'leaks.preview': notYet,
      'leaks.revoke': notYet,
      'leaks.stop': notYet,
      'leaks.resume': notYet,
      'leaks.openPage': notYet,
      'leaks.notice': notYet,
      'leaks.export': notYet,
      'leaks.close': notYet,
    },
    begin: () => undefined,
    close: () => undefined,
  };
}
