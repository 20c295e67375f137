/** What `--help` prints. */
export const usage = `token-wallet: see what the apps you connected may do and until when, and take it back

  token-wallet COMMAND [OPTIONS]

Commands
  connect ISSUER        connect an app to a service; the browser asks you
      --client-id ID          the client id you registered (http://127.0.0.1/callback as redirect address);
                              without it the wallet registers itself where the service lets it
      --client-secret-file F  file with the client secret, - for standard input
      --scope "a b"           the rights to ask for
      --name APPNAME          what to call the app
      --print-url             print the address to open instead of opening a browser
      --timeout SECONDS       how long to wait for the browser (600)
  list                  all connections
  show ID               one connection with its history
  check ID              present the token and show what the service answers
  refresh ID            renew the access token
  revoke ID... | --all  take access back and ask the service whether it is dead
  forget ID             remove from the wallet only; what was issued may still work
  journal               what was done, newest first
      --limit N               how many entries (100)
      --verify                check that nobody changed the journal
  vault status          how the vault stands
  vault method keychain | passphrase
                        change how the vault is locked
      --new-passphrase-file F  file with the new passphrase, - for standard input

Options for every command
  --json                one JSON document on standard output; errors as JSON on standard error
  --home DIR            data folder (or the environment variable TOKEN_WALLET_HOME)
  --passphrase-file F   file with the passphrase of the vault, - for standard input
  --help, --version

Exit code: 0 done, 1 refused or failed, 2 wrong use, 3 vault locked or unavailable.
`;
