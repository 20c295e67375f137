import { nothingIfExpected } from '../wallet-error.ts';
import type { ClientDescription, ServerDescription, TokenReply } from './oauth.ts';
import { revoke } from './revocation.ts';
import type { Wire } from './wire.ts';

/** What came of a request, as far as it could be read. */
export interface Issued {
  readonly accessToken: TokenReply['accessToken'] | null;
  readonly refreshToken: TokenReply['refreshToken'];
}

/**
 * Revokes tokens that the wallet will not keep: nobody would see them, and they would live on. The refresh token goes
 * first, for it may take the other along (RFC 7009 section 2.1). What the service cannot do now is left at that.
 */
export async function revokeUnseen(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  { accessToken, refreshToken }: Issued,
): Promise<void> {
  for (const [token, kind] of [
    [refreshToken, 'refresh_token'],
    [accessToken, 'access_token'],
  ] as const) {
    if (token !== null) {
      await revoke(wire, server, client, token, kind).catch(nothingIfExpected);
    }
  }
}
