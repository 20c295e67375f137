import type { Fingerprint, LeakFilter } from '../../../contract/leak.ts';
import type { LeakedTokenRecord } from '../../vault/records.ts';
import type { CaseBook } from './case-books.ts';

/** Which tokens of a case are meant: these, or without names all that the filter leaves. */
export interface RowChoice {
  readonly fingerprints?: readonly Fingerprint[] | undefined;
  readonly filter?: LeakFilter | undefined;
}

/** The rows of a case that are meant, in their order. A fingerprint that is not in the case means none. */
export function chooseRows({ rows }: CaseBook, { fingerprints, filter }: RowChoice): LeakedTokenRecord[] {
  const named =
    fingerprints === undefined
      ? [...rows.values()]
      : [...new Set(fingerprints)].flatMap((fingerprint) => rows.get(fingerprint) ?? []);
  return filter === undefined ? named : named.filter(fits(filter));
}

function fits({ states, service, text }: LeakFilter): (row: LeakedTokenRecord) => boolean {
  const wantedStates = states === undefined ? undefined : new Set(states);
  const wantedText = text?.trim().toLowerCase() ?? '';
  return (row) =>
    (wantedStates === undefined || wantedStates.has(row.state)) &&
    (service === undefined || row.service === service) &&
    (wantedText === '' || textsOf(row).some((one) => one.toLowerCase().includes(wantedText)));
}

function textsOf({ masked, fingerprint, serviceName, places }: LeakedTokenRecord): readonly string[] {
  return [masked, fingerprint, serviceName ?? '', ...places.map(({ source }) => source)];
}
