import { X509Certificate } from 'node:crypto';
import type { ServerDescription } from '../../oauth/oauth.ts';
import type { OpenVault } from '../../vault/vault.ts';
import { WalletError } from '../../wallet-error.ts';
import type { ConnectionContext } from '../context.ts';

/**
 * The certificate that a person gave, or null for none: of an authority, or of the very server where it is its own.
 *
 * Throws `certificate-not-usable` for anything else.
 */
export function readAuthority(pem: string | undefined): string | null {
  if (pem === undefined || pem.trim() === '') {
    return null;
  }
  try {
    // Node would read the binary form too, and then trust none of it.
    if (!pem.includes('-----BEGIN CERTIFICATE-----')) {
      throw new Error('not PEM');
    }
    return new X509Certificate(pem).toString();
  } catch (cause) {
    throw new WalletError('certificate-not-usable', {}, { cause });
  }
}

/** Trusts an authority at every host of a server: its endpoints may live elsewhere than its metadata. */
export function trustAtServer(
  { trustAuthority }: Pick<ConnectionContext, 'trustAuthority'>,
  server: ServerDescription,
  authority: string | null,
): void {
  if (authority !== null) {
    trustAuthority(hostsOf(server), authority);
  }
}

/** Trusts again what was trusted when the connections were made. */
export function trustKeptAuthorities(
  context: Pick<ConnectionContext, 'trustAuthority'>,
  opened: OpenVault,
): void {
  for (const { id, metadata, certificateAuthority } of opened.readAll('server').records) {
    trustAtServer(context, { issuer: id, metadata }, certificateAuthority);
  }
}

function hostsOf({ issuer, metadata }: ServerDescription): readonly string[] {
  const addresses = Object.values(metadata).filter((value): value is string => typeof value === 'string');
  const hosts = [issuer, ...addresses].flatMap((address) => {
    const parsed = URL.parse(address);
    return parsed?.protocol === 'https:' ? [parsed.host] : [];
  });
  return [...new Set(hosts)];
}
