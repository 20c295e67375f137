/** What `--help` prints. */
export const usage = `token-wallet: see what the apps you connected may do and until when, and take it back

  token-wallet COMMAND [OPTIONS]

Commands
  services              the services that the wallet knows
  connect SERVICE | ISSUER
                        connect an app to a service; the browser asks you
      --host H                of a service that each organisation runs itself
      --device                enter a code on another device instead
      --manual                the browser is on another machine: open the address there, paste the last one here
      --as-app                the app acts for itself, without a person
      --service-file F        a service described in the form of the catalog
      --ca-file F             a certificate authority (PEM) to trust at this service
      --client-id ID          the client id you registered (http://127.0.0.1/callback as redirect address);
                              without it the wallet registers itself where the service lets it
      --client-secret-file F  file with the client secret, - for standard input
      --scope "a b"           the rights to ask for
      --resource ADDRESS      the API that the token is for
      --details-file F        rights in detail, as JSON (RFC 9396)
      --name APPNAME          what to call the app
      --print-url             print the address to open instead of opening a browser
      --timeout SECONDS       how long to wait for the browser (600)
  add                   put in a token that was made elsewhere
      --service S             the service it belongs to, where its form does not say
      --host H                of a service that each organisation runs itself
      --token-file F          file with the token or the JSON of a token set, - for standard input
      --name NAME             what to call it
      --unchecked             ask nobody about it
  list                  all connections
  show ID               one connection with its history
  scopes ID             what its rights mean
  token ID              print one access token that is still good, for scripts
      --min-validity SECONDS  renew it if it ends sooner (60)
  rename ID [NAME]      give it a name of your own
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
