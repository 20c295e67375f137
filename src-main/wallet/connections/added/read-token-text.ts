import { WalletError } from '../../wallet-error.ts';
import { type ForeignTokens, foreignTokens } from './foreign-tokens.ts';
import { isMapping, momentOf, scopesOf, textOf } from './named-values.ts';
import { type Mapping, readBlockMapping } from './read-block-mapping.ts';
import { readToolFile } from './read-tool-file.ts';

/**
 * Reads a text that holds tokens: a bare token; the JSON of a token reply (RFC 6749 section 5.1) or of a token made by
 * an API; what git, GitHub CLI, GitLab CLI or oidc-agent keep or print.
 *
 * Throws `token-text-not-understood`; the text itself is never part of an error.
 */
export function readTokenText(text: string, nowMs: number): readonly ForeignTokens[] {
  const found = read(text.trim(), nowMs);
  if (found.length === 0) {
    throw new WalletError('token-text-not-understood');
  }
  return found;
}

function read(text: string, nowMs: number): readonly ForeignTokens[] {
  if (/^[[{]/.test(text)) {
    return readJson(text, nowMs);
  }
  if (/^(password|credential)=/m.test(text)) {
    return readGitCredential(text);
  }
  if (/^\S+$/.test(text)) {
    return foreignTokens({ accessToken: text });
  }
  return readToolFile(readBlockMapping(text)) ?? [];
}

function readJson(text: string, nowMs: number): readonly ForeignTokens[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const files = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return files.filter(isMapping).flatMap((file) => readToolFile(file) ?? readTokenSet(file, nowMs));
}

/** A token reply, or the token that an API made: GitHub and GitLab call that one `token`. */
function readTokenSet(set: Mapping, nowMs: number): readonly ForeignTokens[] {
  return foreignTokens({
    accessToken: textOf(set['access_token']) ?? textOf(set['token']),
    refreshToken: textOf(set['refresh_token']),
    scopes: scopesOf(set['scope'] ?? set['scopes']),
    expiresAtMs: expiryOf(set, nowMs),
    issuer: textOf(set['issuer']),
    clientId: textOf(set['client_id']),
    clientSecret: textOf(set['client_secret']),
    label: textOf(set['name']),
  });
}

/** `expires_in` counts from the moment of issue; where that is not told, the end is at the latest so far from now. */
function expiryOf(set: Mapping, nowMs: number): number | null {
  const seconds = Number(
    textOf(set['expires_in']) ?? (typeof set['expires_in'] === 'number' ? set['expires_in'] : 0),
  );
  return seconds > 0
    ? momentOf((momentOf(set['created_at']) ?? nowMs) + seconds * 1000)
    : (momentOf(set['expires_at']) ?? momentOf(set['expiry']));
}

/**
 * The answer of `git credential fill`, as Git Credential Manager gives it (git-credential(1), "Input/output format"):
 * lines of `key=value`, the token as the password or, with `authtype`, as the credential.
 */
function readGitCredential(text: string): readonly ForeignTokens[] {
  const lines = new Map(
    text.split(/\r?\n/).map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
  const isBearer = lines.get('authtype')?.toLowerCase() === 'bearer';
  const username = lines.get('username') ?? '';
  return foreignTokens({
    accessToken: isBearer ? lines.get('credential') : lines.get('password'),
    refreshToken: lines.get('oauth_refresh_token'),
    expiresAtMs: momentOf(lines.get('password_expiry_utc')),
    host: lines.get('host') ?? URL.parse(lines.get('url') ?? '')?.host ?? null,
    account: username === '' || placeholderNames.includes(username.toLowerCase()) ? null : username,
  });
}

/** User names that stand for "see the token": of GCM's generic provider, GitLab, Bitbucket and GitHub. */
const placeholderNames = ['oauth-user', 'oauth2', 'x-token-auth', 'x-access-token'];
