import * as v from 'valibot';
import { ErrorValueSchema } from './error.ts';

export const UnlockMethodSchema = v.picklist(['keychain', 'passphrase']);

/**
 * How the vault stands.
 *
 * - `missing`: none has been made yet; `vault.create` makes one
 * - `locked`: waits for its passphrase, or for the keychain to be unlocked
 * - `open`: ready
 * - `failed`: cannot be opened as things are; `error` says why. Nothing has been changed or deleted
 */
export const VaultStatusSchema = v.strictObject({
  state: v.picklist(['missing', 'locked', 'open', 'failed']),
  /** null while the vault is missing. */
  method: v.nullable(UnlockMethodSchema),
  /** Whether the operating system's keychain could be used here; found out without asking the person for anything. */
  keychain: v.picklist(['available', 'locked', 'unavailable']),
  /** What the keychain is called on this system: `Keychain`, `Credential Manager`, `Secret Service`. */
  keychainName: v.string(),
  file: v.string(),
  error: v.nullable(ErrorValueSchema),
});

export const LanguageSchema = v.picklist(['en', 'ru']);

export const SettingsSchema = v.strictObject({
  /** `system`: the language of the operating system, English where the wallet does not speak it. */
  language: v.picklist(['system', 'en', 'ru']),
});

export const DemoSchema = v.strictObject({
  issuer: v.string(),
  api: v.string(),
  users: v.array(v.strictObject({ login: v.string(), password: v.string() })),
});

export const StatusSchema = v.strictObject({
  version: v.string(),
  /** `stand-in`: the window runs in an installed Chromium because Electron could not be had. */
  host: v.picklist(['electron', 'stand-in', 'terminal']),
  /** The language to speak now: the setting, resolved. */
  language: LanguageSchema,
  settings: SettingsSchema,
  vault: VaultStatusSchema,
  /** What a person registers as redirect address where a service asks for one. */
  redirectUri: v.string(),
  /** The demo service, while this wallet runs it. */
  demo: v.nullable(DemoSchema),
});

export type UnlockMethod = v.InferOutput<typeof UnlockMethodSchema>;
export type VaultStatus = v.InferOutput<typeof VaultStatusSchema>;
export type Language = v.InferOutput<typeof LanguageSchema>;
export type Settings = v.InferOutput<typeof SettingsSchema>;
export type Demo = v.InferOutput<typeof DemoSchema>;
export type Status = v.InferOutput<typeof StatusSchema>;
