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
  revoke ID... | --all | --service S
                        take access back and ask the service whether it is dead; what cannot be done now is queued.
                        S: an id or name of the catalog, or an issuer. Answers for each with
                        {id, outcome, cuts, livesUntil, askedWith, attempts, nextAttemptAt, byHand, detail, ...}
      --dry-run               only say what it would cut, and ask nobody
  queue                 what waits for another try: {id, service, app, step, outcome, attempts, nextAttemptAt,
                        isStopped, detail}
      --run                   try all of it now
      --give-up ID...         wait no longer; what was issued may still work
  proof ID...           what is known about revocations, to print or hand on; holds no secret
  forget ID             remove from the wallet only; what was issued may still work
  leak scan FILE... | - what leaked in files, folders or standard input: which tokens, whose, and how each can be
                        killed; asks nobody, and needs no vault
  leak open FILE... | - make a case of it; the tokens are sealed in the vault until it closes
      --service S             whose tokens without a mark are: an id of the catalog, or an issuer you have connected to
      --case NUMBER           add to this case
      --title T, --note N, --by WHO
      --needs-approval        a second person has to approve before anything is revoked
  leak list             all cases
  leak show CASE        a case and each of its tokens
  leak ask CASE         show each token to its service and keep what it tells; its owner may see that
  leak approve CASE --by WHO
                        as the second person
  leak revoke CASE      revoke what was not tried yet, and prove that it is dead; once more after a crash: the rest
      --all                   and what failed or could not be done before
      --retry-failed          only what failed
      --yes                   instead of typing their number, above 20 tokens
  leak notice CASE      a notice to the owner of the tokens, ready to send
      --language ru           in Russian
  leak close CASE --evidence DIR
                        destroy the tokens, and write the evidence: JSON, CSV and a page to print
      --force                 even if tokens are left that nobody has dealt with
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
