import { type ForeignTokens, foreignTokens, type NamedInText } from './foreign-tokens.ts';
import { isMapping, momentOf, scopesOf, textOf } from './named-values.ts';
import type { Mapping } from './read-block-mapping.ts';

/**
 * Reads what other tools keep or print:
 *
 * - GitHub CLI: `gh auth status --json hosts --show-token` (cli/cli: pkg/cmd/auth/status; lists by host), and its
 *   `hosts.yml` (cli/cli: internal/config; `oauth_token` of the active account and of each in `users`)
 * - GitLab CLI: its `config.yml` (gitlab-org/cli: internal/config and internal/oauth2; `hosts` by name)
 * - oidc-agent: the account that `oidc-gen -p` prints (indigo-dc/oidc-agent: src/account/account.c)
 *
 * undefined: it is from none of them.
 */
export function readToolFile(file: Mapping): readonly ForeignTokens[] | undefined {
  if (textOf(file['issuer_url']) !== null) {
    return fromOidcAgent(file);
  }
  const { hosts } = file;
  if (isMapping(hosts)) {
    return Object.entries(hosts).flatMap(([host, entry]) =>
      Array.isArray(entry)
        ? fromGitHubStatus(host, entry)
        : isMapping(entry)
          ? fromGitLabHost(host, entry)
          : [],
    );
  }
  const gitHubHosts = Object.entries(file).filter(
    (entry): entry is [string, Mapping] =>
      isMapping(entry[1]) && ('oauth_token' in entry[1] || isMapping(entry[1]['users'])),
  );
  return gitHubHosts.length === 0
    ? undefined
    : gitHubHosts.flatMap(([host, entry]) => fromGitHubHost(host, entry));
}

/** It keeps no access token. Its `password` is that of the account, and is not read. */
function fromOidcAgent(account: Mapping): readonly ForeignTokens[] {
  const scope = textOf(account['scope']);
  return foreignTokens({
    refreshToken: textOf(account['refresh_token']),
    // "max" stands for whatever the server offers.
    scopes: scope === 'max' ? null : scopesOf(scope),
    issuer: textOf(account['issuer_url']),
    clientId: textOf(account['client_id']),
    clientSecret: textOf(account['client_secret']),
    label: textOf(account['name']),
  });
}

function fromGitHubStatus(host: string, accounts: readonly unknown[]): readonly ForeignTokens[] {
  return accounts.filter(isMapping).flatMap((account) =>
    foreignTokens({
      accessToken: textOf(account['token']),
      scopes: scopesOf(account['scopes']),
      host,
      account: textOf(account['login']),
    }),
  );
}

function fromGitHubHost(host: string, entry: Mapping): readonly ForeignTokens[] {
  const users = isMapping(entry['users']) ? Object.entries(entry['users']) : [];
  const named: NamedInText[] = users.map(([account, user]) => ({
    accessToken: isMapping(user) ? textOf(user['oauth_token']) : null,
    host,
    account,
  }));
  const active = textOf(entry['oauth_token']);
  // The token of the active account stands there twice.
  return named.some(({ accessToken }) => accessToken === active)
    ? named.flatMap(foreignTokens)
    : [
        ...foreignTokens({ accessToken: active, host, account: textOf(entry['user']) }),
        ...named.flatMap(foreignTokens),
      ];
}

/** A moment is in the form of RFC 822, with two digits for the year. Without `client_id` it was glab's own client. */
function fromGitLabHost(name: string, entry: Mapping): readonly ForeignTokens[] {
  const folder = textOf(entry['subfolder'])?.replace(/^\/+|\/+$/g, '') ?? '';
  const host = textOf(entry['api_host']) ?? name;
  return foreignTokens({
    accessToken: textOf(entry['token']),
    refreshToken: textOf(entry['oauth2_refresh_token']),
    expiresAtMs: momentOf(entry['oauth2_expiry_date']),
    serviceId: 'gitlab',
    host: folder === '' ? host : `${host}/${folder}`,
    clientId: textOf(entry['client_id']),
    account: textOf(entry['user']),
  });
}
