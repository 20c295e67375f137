import type { ServiceSummary } from '../../../src-main/contract/service.ts';
import type { Speech } from '../../state/speech.svelte.ts';

/** How long a token of a service lives, as documented; undefined where it is not known. */
export function lifetimeText(expiry: ServiceSummary['expiry'], speech: Speech): string | undefined {
  if (expiry.lifetimeSeconds !== null) {
    return speech.format.duration(expiry.lifetimeSeconds);
  }
  return expiry.withoutExpiresIn === 'never' ? speech.text.services.forEver : undefined;
}
