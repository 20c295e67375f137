import type { CaseToken, LeakCase } from '../../../contract/leak.ts';
import { moment } from '../../moment.ts';
import type { ConnectionContext } from '../../connections/context.ts';
import { evidenceOf, writeEvidence } from './evidence.ts';

/** Writes the evidence of a case into a folder, and into the journal that it was. */
export function exportCase(
  { vault, clock, language }: Pick<ConnectionContext, 'vault' | 'clock' | 'language'>,
  version: string,
  { leakCase, tokens }: { readonly leakCase: LeakCase; readonly tokens: readonly CaseToken[] },
  folder: string,
): void {
  const evidence = evidenceOf(vault.opened(), leakCase, tokens, { at: moment(clock.now()), by: version });
  writeEvidence(folder, evidence, language());
  vault.opened().write((writer) => {
    writer.note({ action: 'case-exported', connectionId: null, about: { case: String(leakCase.number) } });
  });
}
