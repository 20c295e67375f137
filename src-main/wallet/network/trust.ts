import { createSecureContext, getCACertificates } from 'node:tls';
import type { SecureContext } from 'node:tls';

/** What a connection is verified with, when these certificate authorities (PEM) are trusted besides the usual ones. */
export type Trust = (extraCertificates: readonly string[]) => SecureContext;

/**
 * Trusts what Node brings along, what NODE_EXTRA_CA_CERTS names, and what the operating system trusts: a company that
 * installs its own authority there wants it to be trusted, and Node alone would not look.
 *
 * Contexts are kept, because reading the system's store takes a quarter of a second. It is read at the first protected
 * connection and not before, for most commands make none.
 */
export function createTrust(): Trust {
  const contexts = new Map<string, SecureContext>();
  return (extraCertificates) => {
    const key = extraCertificates.join('\n');
    const context = contexts.get(key) ?? trusting(extraCertificates);
    contexts.set(key, context);
    return context;
  };
}

function trusting(extraCertificates: readonly string[]): SecureContext {
  const usual = [...getCACertificates('default'), ...getCACertificates('system')];
  return createSecureContext({ ca: [...new Set([...usual, ...extraCertificates])] });
}
