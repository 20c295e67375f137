import type { ErrorCode } from '../contract/error.ts';

interface ErrorText {
  /** What happened, in the person's words. `{name}` is filled in from the error's detail. */
  readonly message: string;
  /** What to do now. */
  readonly hint: string;
}

/** The English words for every error code. The window has the Russian ones. */
export const errorTexts: Readonly<Record<ErrorCode, ErrorText>> = {
  'bad-input': {
    message: 'The wallet was asked for something it does not understand: {problem}.',
    hint: 'Check what you entered and try again.',
  },
  internal: {
    message: 'Something went wrong inside the wallet. Nothing was stored.',
    hint: 'Try again. If it happens again, restart the wallet and report what you did.',
  },
  'connection-not-found': {
    message: 'There is no connection {id}.',
    hint: 'List the connections to see which there are.',
  },
  'attempt-not-found': {
    message: 'That attempt to connect is over.',
    hint: 'Start a new one.',
  },

  'keychain-unavailable': {
    message: 'This computer offers no {keychain} to keep the key of the vault in.',
    hint: 'Use a passphrase instead, or start a keychain service and try again. Nothing was lost.',
  },
  'keychain-locked': {
    message: 'The {keychain} is locked.',
    hint: 'Unlock it (usually by signing in to your desktop) and try again. Nothing was lost.',
  },
  'vault-missing': {
    message: 'There is no vault yet in {folder}.',
    hint: 'Make one: open the window, or connect an app from the terminal.',
  },
  'vault-exists': {
    message: 'There is a vault already in {folder}.',
    hint: 'Unlock it instead, or choose another data folder.',
  },
  'vault-locked': {
    message: 'The vault is locked.',
    hint: 'Unlock it first.',
  },
  'vault-key-missing': {
    message: 'The {keychain} works, but the key of this vault is not in it.',
    hint: 'Restore the keychain entry "Token Wallet" ({account}) from a backup, or sign in as the user who made the vault. The vault file is untouched.',
  },
  'vault-key-mismatch': {
    message: 'The key in the {keychain} belongs to another vault.',
    hint: 'Put back the vault file that belongs to this key, or the keychain entry that belongs to this file. The vault file is untouched.',
  },
  'vault-damaged': {
    message: 'The vault file {file} is damaged: {problem}.',
    hint: 'Restore it from a backup. It was not changed.',
  },
  'vault-newer': {
    message:
      'The vault was written by a newer version of the wallet (format {found}, this one knows {known}).',
    hint: 'Update the wallet. The vault was not changed.',
  },
  'vault-read-only': {
    message: 'The vault in {folder} cannot be written to.',
    hint: 'Check the permissions of the folder and its files, and that the disk is not read-only. Nothing was lost.',
  },
  'vault-busy': {
    message: 'Another process kept the vault busy for too long.',
    hint: 'Try again in a moment.',
  },
  'disk-full': {
    message: 'The disk is full, so the vault could not be written.',
    hint: 'Free some space and try again. What was stored before is still there.',
  },
  'record-undecryptable': {
    message: 'A record of the vault ({record}) cannot be decrypted.',
    hint: 'It may have been damaged or tampered with. The others are unaffected, and it was not deleted; restore the vault from a backup to get it back.',
  },
  'record-changed': {
    message: 'Another process changed the same record at the same time.',
    hint: 'Try again.',
  },
  'passphrase-required': {
    message: 'The vault is locked with a passphrase.',
    hint: 'Enter it; in the terminal, give --passphrase-file FILE (or - for standard input).',
  },
  'passphrase-wrong': {
    message: 'That is not the passphrase of this vault.',
    hint: 'Try again in {seconds} s.',
  },
  'passphrase-throttled': {
    message: 'Too many wrong passphrases.',
    hint: 'Try again in {seconds} s.',
  },
  'passphrase-too-short': {
    message: 'A passphrase needs at least {least} characters.',
    hint: 'Choose a longer one: a few words are easy to remember and hard to guess.',
  },

  'service-unknown': {
    message: 'The wallet knows no service called “{service}”.',
    hint: 'Did you mean one of these: {nearest}? Any other service can be connected by its issuer address.',
  },
  'host-required': {
    message: '{service} runs at an address of its own for each organisation, and that is missing or no host.',
    hint: 'Enter its host, such as {example}.',
  },

  'issuer-not-a-url': {
    message: '“{issuer}” is not the address of a service.',
    hint: 'Enter the issuer address as the service states it, such as https://login.example.com.',
  },
  'issuer-not-https': {
    message: 'The address {issuer} is not protected: it begins with http.',
    hint: 'Use the https address. Plain http is accepted only for a service on this computer.',
  },
  'host-not-found': {
    message: 'There is no host called {host}.',
    hint: 'Check the spelling of the address and your network connection.',
  },
  'service-unreachable': {
    message: '{host} could not be reached.',
    hint: 'Check that the service runs and that your network lets you reach it.',
  },
  'service-timeout': {
    message: '{host} did not answer in time.',
    hint: 'Try again later.',
  },
  'tls-failed': {
    message: 'The secure connection to {host} failed: {problem}.',
    hint: 'The certificate is not trusted, has run out, or is for another name. Check the address; in a company, ask for its certificate authority to be installed.',
  },
  'proxy-password-needed': {
    message:
      'The proxy {proxy} lets nobody through to {host} without a name and a password, or not with these.',
    hint: 'Set HTTPS_PROXY to http://NAME:PASSWORD@{proxy} and start the wallet again. In both, write a special character as its code, such as %40 for @.',
  },
  'proxy-unreachable': {
    message: '{host} could not be reached through the proxy {proxy}: {problem}.',
    hint: 'Check the proxy in HTTPS_PROXY or in the network settings of this computer; it has to speak HTTP. NO_PROXY lists the hosts to reach without it.',
  },
  'captive-portal': {
    message: 'A page to sign in came instead of the answer of {host}.',
    hint: 'Your network may want you to sign in first: open any page in the browser, sign in there, and try again. If you are signed in, check the address. Nothing was changed.',
  },
  'certificate-not-usable': {
    message: 'That is no certificate authority in PEM form.',
    hint: 'Ask whoever runs the service for its CA certificate: a text that begins with -----BEGIN CERTIFICATE-----.',
  },
  'metadata-missing': {
    message: '{host} does not describe an authorization server at that address.',
    hint: 'Check the issuer address: it is not the address of the website or of the API. Looked at {tried}.',
  },
  'metadata-not-json': {
    message: '{host} answered with a page instead of its metadata.',
    hint: 'Check the issuer address. On a public network, sign in to the network first.',
  },
  'metadata-incomplete': {
    message: 'What {host} says about itself is incomplete or malformed: {problem}.',
    hint: 'The operator of the service has to mend this.',
  },
  'issuer-mismatch': {
    message: '{host} presents itself as another issuer: {found}.',
    hint: 'If you trust that address, enter it as the issuer instead.',
  },
  'resource-metadata-missing': {
    message: '{host} does not say who grants access to it.',
    hint: 'Enter the address of the service that does. Looked at {tried}.',
  },
  'resource-mismatch': {
    message: 'What {host} says is about another API: {found}.',
    hint: 'If that is the API you mean, enter its address instead.',
  },
  'client-id-required': {
    message: '{host} does not let the wallet register itself.',
    hint: 'Register an app there with the redirect address {redirectUri}, then enter its client id.',
  },
  'registration-refused': {
    message: '{host} refused to register the wallet: {problem}.',
    hint: 'Register an app there by hand with the redirect address {redirectUri}, then enter its client id.',
  },

  'browser-failed': {
    message: 'The browser could not be opened.',
    hint: 'Set a default browser, or in the terminal use --print-url and open the address yourself.',
  },
  'loopback-failed': {
    message: 'The wallet could not listen on this computer for the answer of the browser: {problem}.',
    hint: 'A firewall or security software may forbid it.',
  },
  'access-denied': {
    message: 'Access was denied in the browser.',
    hint: 'If that was not meant, connect again and allow it.',
  },
  'authorization-refused': {
    message: '{host} refused the request: {problem}.',
    hint: 'Check the client id, the scopes and the redirect address registered at the service ({redirectUri}).',
  },
  'state-mismatch': {
    message: 'The answer of the browser does not belong to this attempt.',
    hint: 'Someone may have tried to slip in an answer. Nothing was stored; connect again.',
  },
  'iss-mismatch': {
    message: 'The answer came from another service than the one asked.',
    hint: 'Someone may have tried to mix up two services. Nothing was stored; connect again.',
  },
  'nonce-mismatch': {
    message: 'The ID token of {host} does not belong to this attempt.',
    hint: 'Someone may have replayed an old answer. Nothing was stored; connect again.',
  },
  'id-token-invalid': {
    message: 'The ID token of {host} is not valid: {problem}.',
    hint: 'Nothing was stored. The operator of the service has to mend this; check the clock of this computer too.',
  },
  'code-refused': {
    message: '{host} refused the authorization code: {problem}.',
    hint: 'It may have been used already or have run out. Nothing was stored; connect again.',
  },
  'client-refused': {
    message: '{host} does not accept this client: {problem}.',
    hint: 'Check the client id and, where the app has one, the client secret.',
  },
  'token-reply-invalid': {
    message: 'The token reply of {host} breaks the rules of OAuth: {problem}.',
    hint: 'Nothing was stored. The operator of the service has to mend this.',
  },
  'clock-wrong': {
    message: 'The clocks of this computer and of {host} are {minutes} minutes apart.',
    hint: 'Set the clock of this computer and try again: tokens are good for a time only, and nobody can tell which.',
  },
  'answer-not-understood': {
    message: 'That is not the address that the browser ended up at: {problem}.',
    hint: 'Allow the access in the browser, then copy the whole address of the page that follows. It begins with {redirectUri}, and the page itself may fail to load.',
  },
  'device-unsupported': {
    message: '{host} does not let you connect with a code on another device.',
    hint: 'Connect with the browser of this computer instead.',
  },
  'device-code-expired': {
    message: 'The code was not entered at {host} in time.',
    hint: 'Connect again to get a new one.',
  },
  'attempt-cancelled': {
    message: 'The attempt was cancelled.',
    hint: 'Connect again whenever you like.',
  },
  'attempt-expired': {
    message: 'The browser brought no answer within {seconds} seconds.',
    hint: 'Connect again and answer in the browser.',
  },
  'attempt-replaced': {
    message: 'A newer attempt took the place of this one.',
    hint: 'Go on with the newer one.',
  },

  'no-refresh-token': {
    message: 'The service gave no refresh token for this connection.',
    hint: 'Connect again when it has expired.',
  },
  'refresh-refused': {
    message: '{host} no longer accepts the refresh token: {problem}.',
    hint: 'The access was ended at the service; or its refresh token was used twice: by a copy of this wallet on another computer or from a backup, or by somebody who stole it. If you know of neither, revoke the connection and look at your account there; else connect again.',
  },
  'refresh-answer-lost': {
    message:
      'The answer of {host} to the last refresh was lost on the way, and {host} then ended this access: {problem}.',
    hint: 'Connect again. A service that sees a refresh token twice cannot tell a lost answer from a theft, and ends the access to be safe.',
  },
  'refresh-failing': {
    message:
      '{host} has not renewed this access for more than a day, and it has run out. The last reason: {problem}.',
    hint: 'Nothing is lost: the wallet keeps trying when the access is used. See whether the service still runs and still knows the app, or connect again.',
  },
  'connection-revoked': {
    message: 'This connection has been revoked.',
    hint: 'Connect again if you want the access back.',
  },
  'ended-by-service': {
    message: '{host} says that this access has ended.',
    hint: 'It was ended at the service or by another program. Forget the connection, or connect again.',
  },
  'still-alive': {
    message: '{host} accepted the revocation, but the token still works.',
    hint: 'Try again later, and end the access on the page of the service. The wallet keeps it as it was.',
  },
  'revocation-unsupported': {
    message: '{host} offers no call to revoke a token.',
    hint: 'End the access on the page of the service, where it lists connected apps. The wallet keeps it as it was.',
  },
  'service-refused': {
    message: '{host} refused: {problem}.',
    hint: 'The wallet keeps it as it was. Check the client, or do it on the page of the service.',
  },
  'service-answer-invalid': {
    message: '{host} gave an answer that makes no sense: {problem}.',
    hint: 'The wallet keeps it as it was. Try again later.',
  },
  'service-busy': {
    message: '{host} is busy or out of order (status {status}).',
    hint: 'The wallet keeps it as it was. Try again later.',
  },

  'token-text-not-understood': {
    message: 'The wallet finds no token in this text.',
    hint: 'Paste the token alone, the JSON that it came in, or what gh, glab, oidc-agent or git print of it. Tokens shown as asterisks or kept in a keyring are not in it.',
  },
  'token-unknown-service': {
    message: 'It is not clear which service this token belongs to. Possible: {candidates}.',
    hint: 'Choose the service, or keep the token without a check. It was sent nowhere.',
  },
  'token-checksum-failed': {
    message: 'This looks like a token of {service} and is none: its checksum is wrong.',
    hint: 'A character may be missing or mistyped; copy it again. It was sent nowhere and not stored.',
  },
  'token-dead': {
    message: '{service} says that this token is dead.',
    hint: 'Nothing was stored. It has expired or been revoked, or it belongs to another service.',
  },

  'revocation-pending': {
    message: 'This connection is being revoked, so its tokens are not used for anything else.',
    hint: 'Wait until the revocation is done, or give it up first.',
  },
  'nothing-to-prove': {
    message: 'Nothing has been revoked here yet: {id}.',
    hint: 'Revoke the connection first; then there is something to prove.',
  },

  'leak-empty': {
    message: 'There is nothing to read: the text is empty.',
    hint: 'Paste what leaked, or choose the files that it is in.',
  },
  'draft-not-found': {
    message: 'What was read before is no longer in memory.',
    hint: 'Read the text again.',
  },
  'case-not-found': {
    message: 'There is no case {case}.',
    hint: 'List the cases to see which there are.',
  },
  'case-closed': {
    message: 'Case {case} is closed, and its tokens are destroyed.',
    hint: 'Open a new case if tokens leaked again.',
  },
  'case-unfinished': {
    message: 'Tokens of case {case} that still have to be dealt with: {count}.',
    hint: 'Revoke them, or leave them out and say why; or close the case nevertheless, which the evidence will say.',
  },
  'case-needs-approval': {
    message: 'Case {case} needs a second person to look at it before anything is revoked.',
    hint: 'Ask a colleague to approve it, under their own name.',
  },
  'count-not-typed': {
    message: 'This revokes {count} tokens.',
    hint: 'Type the number {count} to confirm it.',
  },
  'leak-service-unclear': {
    message: 'It is not clear which service is meant by {service}.',
    hint: 'Name a service of the catalog by its id, or the address of an issuer that the wallet has a client for.',
  },
  'leak-needs-client': {
    message: 'The wallet has no client at {service}, and the service only listens to one.',
    hint: 'Connect to it once (token-wallet connect {service}), with the id of the app whose tokens leaked if you have it, and try again.',
  },

  'demo-failed': {
    message: 'The demo service could not be started: {problem}.',
    hint: 'A firewall or security software may forbid listening on this computer.',
  },
};
