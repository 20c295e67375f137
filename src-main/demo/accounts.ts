import type { AccountClaims } from 'oidc-provider';

/** A person of the demo service. The login is also the subject, so that it reads well wherever it is shown. */
export interface DemoAccount {
  readonly login: string;
  readonly password: string;
  readonly name: string;
  readonly email: string;
}

/** Two people, so that a wallet can hold two accounts of one service. Their passwords are no secret: pages show them. */
export const demoAccounts: readonly DemoAccount[] = [
  { login: 'anna', password: 'sunflower', name: 'Anna Sommer', email: 'anna@demo.example' },
  { login: 'boris', password: 'lighthouse', name: 'Boris Winter', email: 'boris@demo.example' },
];

export function findDemoAccount(login: string): DemoAccount | undefined {
  return demoAccounts.find((account) => account.login === login);
}

/** The claims of OpenID Connect Core 5.1; oidc-provider hands out those that the granted scopes cover. */
export function claimsOf(account: DemoAccount): AccountClaims {
  return {
    sub: account.login,
    name: account.name,
    preferred_username: account.login,
    email: account.email,
    email_verified: true,
  };
}
