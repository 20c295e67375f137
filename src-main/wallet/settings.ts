import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Language, type Settings, SettingsSchema } from '../contract/status.ts';

const DEFAULTS: Settings = { language: 'system' };

/** What a person set, in a file of its own: the window must speak their language while the vault is still locked. */
export interface SettingsFile {
  read(): Settings;
  write(settings: Settings): void;
}

/** Settings hold no secret and nothing irreplaceable: a damaged file counts as none. */
export function createSettingsFile(folder: string): SettingsFile {
  const file = join(folder, 'settings.json');
  return {
    read: () => {
      try {
        return v.parse(SettingsSchema, JSON.parse(readFileSync(file, 'utf8')));
      } catch {
        return DEFAULTS;
      }
    },
    write: (settings) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const draft = `${file}.new`;
      writeFileSync(draft, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
      renameSync(draft, file);
    },
  };
}

/** The language to speak: the person's choice, or the system's. */
export function spokenLanguage(settings: Settings, systemLanguage: Language): Language {
  return settings.language === 'system' ? systemLanguage : settings.language;
}
