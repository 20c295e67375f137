import type { Check, Connection, Revocation } from '../contract/connection.ts';
import type { JournalEntry, JournalVerification } from '../contract/journal.ts';
import type { RevocationPreview } from '../contract/revocation.ts';
import type { ServiceSummary } from '../contract/service.ts';
import type { VaultStatus } from '../contract/status.ts';
import type { WaitingRevocation } from '../wallet/connections/revoke/list-waiting.ts';

/** The words of the terminal, for a person. Scripts use `--json`. */

export function connectionsInWords(connections: readonly Connection[], nowMs: number): string {
  if (connections.length === 0) {
    return 'No app is connected. Connect one: token-wallet connect ISSUER';
  }
  return connections.map((connection) => connectionInWords(connection, nowMs)).join('\n\n');
}

/** Each right in plain words, with the risk and the raw scope beside it. */
export function scopesInWords({ scopes }: Connection): string {
  if (scopes.granted.length === 0) {
    return 'The service named no rights.';
  }
  return scopes.granted
    .map((scope) => {
      const known = scopes.known.find((one) => one.scope === scope);
      return known === undefined ? scope : `${known.means.en} (${known.risk}: ${scope})`;
    })
    .join('\n');
}

/**
 * A table of the services: how to connect, how a token is taken back, the best outcome that the wallet can reach there,
 * and which facts have a source.
 */
export function servicesInWords(services: readonly ServiceSummary[]): string {
  const rows = services.map((service) => [
    service.id,
    service.flows.join(' ') || '-',
    revocationStyleInWords(service),
    service.revocation.outcome,
    factsOf(service).join(' '),
    String(service.sources.length),
  ]);
  return table([
    ['service', 'connects by', 'revocation', 'outcome', 'facts with a source', 'sources'],
    ...rows,
  ]);
}

function revocationStyleInWords({ revocation }: ServiceSummary): string {
  const { style, who, cuts } = revocation;
  return [
    style,
    ...(who.length > 0 ? [`by ${who.join('/')}`] : []),
    ...(cuts === null ? [] : [`cuts ${cuts}`]),
  ].join(' ');
}

function factsOf(service: ServiceSummary): readonly string[] {
  const { pkce, expiry, refresh, scopes, checkable, revocation, client } = service;
  const known = {
    pkce: pkce !== null,
    expiry: expiry.lifetimeSeconds !== null || expiry.withoutExpiresIn !== null,
    refresh: refresh !== null,
    scopes: scopes.length > 0,
    check: checkable,
    cuts: revocation.cuts !== null,
    'app-page': client.page !== null,
    'revoke-page': revocation.page !== null,
  };
  return Object.entries(known).flatMap(([fact, isKnown]) => (isKnown ? [fact] : []));
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function connectionInWords(connection: Connection, nowMs: number): string {
  const { id, app, service, account, scopes, state } = connection;
  const who = account.email ?? account.name ?? account.subject ?? 'unknown account';
  const told = scopes.stated ? '' : ' (as requested; the service did not say)';
  return [
    `${connection.label ?? app.name} at ${service.name}, as ${who}`,
    `  id       ${id}`,
    `  may      ${scopes.granted.length === 0 ? 'not known' : scopes.granted.join(' ')}${told}`,
    `  until    ${expiryInWords(connection, nowMs)}`,
    ...endInWords(connection, nowMs).map((end) => `  ends     ${end}`),
    `  state    ${state}${connection.attention === null ? '' : `: ${connection.attention.message}`}`,
    `  checked  ${connection.lastCheck === null ? 'never' : checkInWords(connection.lastCheck)}`,
    ...(connection.revocation === null ? [] : [`  revoked  ${revocationInWords(connection.revocation)}`]),
  ].join('\n');
}

function expiryInWords({ expiry, expiresAt, refreshable }: Connection, nowMs: number): string {
  const renewed = refreshable ? ', then renewed when needed' : '';
  switch (expiry) {
    case 'never':
      return 'for ever, until revoked';
    case 'not-stated':
      return `not stated by the service${renewed}`;
    case 'at':
      return expiresAt === null ? 'not known' : `${expiresAt} (${fromNow(expiresAt, nowMs)})${renewed}`;
  }
}

/** The end of the access as a whole, where `until` does not tell it already. */
function endInWords({ end }: Connection, nowMs: number): readonly string[] {
  if (end === null || end.because === 'access-expires') {
    return [];
  }
  const why = end.because === 'unused' ? 'unless it is used before' : 'with its refresh token';
  const later = end.isPreventable && end.because !== 'unused' ? ', later if it is refreshed before' : '';
  return [`${end.at} (${fromNow(end.at, nowMs)}) ${why}${later}`];
}

const relative = new Intl.RelativeTimeFormat('en', { style: 'short' });

function fromNow(moment: string, nowMs: number): string {
  const minutes = Math.round((Date.parse(moment) - nowMs) / 60_000);
  if (Math.abs(minutes) < 90) {
    return relative.format(minutes, 'minute');
  }
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 48
    ? relative.format(hours, 'hour')
    : relative.format(Math.round(hours / 24), 'day');
}

export function checkInWords(check: Check): string {
  const life = check.alive === null ? 'nothing is known' : check.alive ? 'alive' : 'dead';
  return `${life} at ${check.checkedAt}: ${check.detail}`;
}

export function revocationInWords(revocation: Revocation): string {
  const until = revocation.livesUntil === null ? '' : ` ${revocation.livesUntil}`;
  const hint = revocation.error === null ? '' : ` ${revocation.error.hint}`;
  return `${revocation.outcome}${until}. ${revocation.detail}${hint}`;
}

/** In one line: what dies, what lives on, and what is left to do by hand. */
export function previewInWords(preview: RevocationPreview): string {
  const { cuts, livesOn, byHand, warnings, outcome } = preview;
  const until = livesOn?.until === null || livesOn?.until === undefined ? '' : ` until ${livesOn.until}`;
  return [
    `cuts ${cuts}, at best ${outcome}.`,
    ...(livesOn === null ? [] : [`${livesOn.words?.en ?? 'Something lives on'}${until}.`]),
    ...(byHand === null ? [] : [`By hand (${byHand.reason}): ${byHand.page ?? 'no page is known'}.`]),
    ...warnings.map(({ en }) => en),
  ].join(' ');
}

export function waitingInWords(waiting: WaitingRevocation): string {
  const { id, service, app, step, outcome, attempts, nextAttemptAt, isStopped, detail } = waiting;
  const when = isStopped
    ? 'stopped'
    : step === null
      ? 'finished'
      : `next ${step} at ${nextAttemptAt ?? 'once'}`;
  return `${id}  ${app} at ${service}  ${outcome}, ${attempts} tries, ${when}. ${detail}`;
}

export function journalInWords(entries: readonly JournalEntry[]): string {
  return entries.length === 0 ? 'The journal is empty.' : entries.map(journalEntryInWords).join('\n');
}

function journalEntryInWords({ at, action, about }: JournalEntry): string {
  const rest = Object.entries(about).map(([name, value]) => `${name}: ${value}`);
  return [at, action, ...rest].join('  ');
}

export function verificationInWords({ intact, entries, brokenAt }: JournalVerification): string {
  return intact
    ? `The journal is intact: ${entries} entries.`
    : `The journal has been changed from outside: entry ${brokenAt ?? '?'} does not fit.`;
}

export function vaultInWords(status: VaultStatus): string {
  return [
    `vault     ${status.state}${status.error === null ? '' : `: ${status.error.message} ${status.error.hint}`}`,
    `locked by ${status.method ?? 'nothing yet'}`,
    `keychain  ${status.keychainName}, ${status.keychain}`,
    `file      ${status.file}`,
  ].join('\n');
}
