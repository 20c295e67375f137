import { previewRevocation, type PreviewedTokens, type ReachableOutcome } from './revocation-preview.ts';
import type { Service } from './service-schema.ts';

/** The best outcome that the wallet can reach on a service, over all that it issues, and with the app known. */
export function reachableOutcome(service: Service): ReachableOutcome {
  const client = { isKnown: true, hasSecret: true };
  const outcomes = issuedBy(service).map((tokens) => previewRevocation(service, tokens, client).outcome);
  return bestFirst.find((outcome) => outcomes.includes(outcome)) ?? 'unsupported';
}

const bestFirst: readonly ReachableOutcome[] = ['confirmed', 'alive-until', 'accepted'];

/** The token sets that a person can get there. RFC 6749 section 4.4.3: client credentials bring no refresh token. */
function issuedBy({ flows, refresh }: Service): readonly PreviewedTokens[] {
  const isOnlyByHand = flows.length === 1 && flows.includes('token');
  const sets: readonly (PreviewedTokens & { readonly isIssued: boolean })[] = [
    { kind: 'personal', hasRefreshToken: false, isIssued: flows.includes('token') },
    { kind: 'access', hasRefreshToken: true, isIssued: !isOnlyByHand && refresh?.issued !== 'never' },
    {
      kind: 'access',
      hasRefreshToken: false,
      isIssued: !isOnlyByHand && (refresh?.issued !== 'always' || flows.includes('client-credentials')),
    },
  ];
  return sets.filter(({ isIssued }) => isIssued);
}
