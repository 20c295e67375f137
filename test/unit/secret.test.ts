import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src-main/wallet/secret.ts';

const top = join(import.meta.dirname, '..', '..');

const knownOpeners = [
  // What a person gave in a file goes into a use case, as it would from the window.
  'src-main/cli/commands.ts',
  'src-main/cli/connect-command.ts',
  'src-main/cli/open-vault.ts',
  // A token from elsewhere is compared with those that are kept, and recognised by its form.
  'src-main/wallet/connections/added/add-token.ts',
  'src-main/wallet/connections/added/recognise-foreign-tokens.ts',
  // Of a token that leaked it is found out whether a connection has it now.
  'src-main/wallet/leaks/match/holdings.ts',
  // Requests to the service that a token, code or client secret belongs to.
  'src-main/wallet/oauth/authorization-answer.ts',
  'src-main/wallet/oauth/client-authentication.ts',
  'src-main/wallet/oauth/code-exchange.ts',
  'src-main/wallet/oauth/device-polling.ts',
  'src-main/wallet/oauth/present-token.ts',
  'src-main/wallet/oauth/refresh.ts',
  'src-main/wallet/oauth/registration-management.ts',
  // A key of the wallet's own, to sign with.
  'src-main/wallet/oauth/signing-key.ts',
  'src-main/wallet/oauth/user-info.ts',
  // Whether a token is a JWT decides how long it lives on.
  'src-main/wallet/services/read-jwt.ts',
  'src-main/wallet/services/revoke-by-call.ts',
  'src-main/wallet/services/service-call.ts',
  // Of a token that is kept its keyed hash is kept too, so that it is known again should it leak.
  'src-main/wallet/vault/fingerprint-store.ts',
  // The keychain, the key derivation and the cipher.
  'src-main/wallet/vault/keychain-key.ts',
  'src-main/wallet/vault/operating-system-keychain.ts',
  'src-main/wallet/vault/passphrase.ts',
  'src-main/wallet/vault/record-codec.ts',
];

describe('a secret', () => {
  const secret = new Secret('hunter2-hunter2');

  it('hides from string conversion, JSON and inspection', () => {
    const shown = [String(secret), secret.toString(), JSON.stringify({ secret }), inspect({ secret })];
    expect(shown.join('\n')).not.toContain('hunter2');
    expect(Object.keys(secret)).toEqual([]);
  });

  it('opens through its one method', () => {
    expect(secret.reveal()).toBe('hunter2-hunter2');
  });

  it('is opened only in the files that are known for it', () => {
    const openers = readdirSync(join(top, 'src-main'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => readFileSync(join(top, 'src-main', file), 'utf8').includes('.reveal()'))
      .map((file) =>
        relative(top, join(top, 'src-main', file))
          .split(sep)
          .join('/'),
      );
    expect(openers.sort()).toEqual(knownOpeners);
  });
});
