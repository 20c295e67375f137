import type { RunningDemo } from '../../src-main/demo/start-demo.ts';
import type { Secret } from '../../src-main/wallet/secret.ts';

/** Whether the demo service itself says that a token is active (RFC 7662). */
export async function isActiveAtDemo(
  demo: Pick<RunningDemo, 'issuer'>,
  clientId: string,
  token: Secret,
): Promise<boolean> {
  const body = new URLSearchParams({ client_id: clientId, token: token.reveal() });
  const response = await fetch(`${demo.issuer}/token/introspection`, { method: 'POST', body });
  const answer = (await response.json()) as { readonly active?: unknown };
  if (typeof answer.active !== 'boolean') {
    throw new Error(`The demo service did not say whether the token is active: status ${response.status}`);
  }
  return answer.active;
}
