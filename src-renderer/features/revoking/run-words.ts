import type { RevocationRun } from '../../../src-main/contract/revocation.ts';
import type { Speech } from '../../state/speech.svelte.ts';

/** How a revocation of many goes, or went. What only was tried is not revoked. */
export function runTitle({ state, done, total, byOutcome }: RevocationRun, { text }: Speech): string {
  const revoked = byOutcome.confirmed + byOutcome.accepted + byOutcome['alive-until'];
  switch (state) {
    case 'running':
      return text.many.running(done, total);
    case 'stopped':
      return text.many.stopped(revoked, total);
    case 'idle':
      return text.many.over(revoked, total);
  }
}
