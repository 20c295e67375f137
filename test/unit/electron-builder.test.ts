import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import type { Configuration } from 'app-builder-lib';
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import { beforeEach, describe, expect, it } from 'vitest';

const top = join(import.meta.dirname, '..', '..');

let configuration: Configuration;

beforeEach(async () => {
  // Read as electron-builder itself reads it.
  configuration = await getConfig(top, join(top, 'electron-builder.yml'), null);
});

function validate(candidate: object): Promise<void> {
  return validateConfiguration(candidate, new DebugLogger(false));
}

/** `RunAsNode` in @electron/fuses is `runAsNode` in the configuration. */
function knownFuses(): string[] {
  return Object.keys(FuseV1Options)
    .filter((name) => Number.isNaN(Number(name)))
    .map((name) => name.charAt(0).toLowerCase() + name.slice(1));
}

/** The fuses of electron-builder's own schema; one more than in the binary, about the signature. */
function fusesOfSchema(): string[] {
  const text = readFileSync(join(top, 'node_modules', 'app-builder-lib', 'scheme.json'), 'utf8');
  const schema = JSON.parse(text) as { definitions: { FuseOptionsV1: { properties: object } } };
  return Object.keys(schema.definitions.FuseOptionsV1.properties);
}

describe('The packaging', () => {
  it("fits electron-builder's own schema", async () => {
    await expect(validate(configuration)).resolves.toBeUndefined();
  });

  it('would not fit with a setting that does not exist', async () => {
    await expect(validate({ ...configuration, electronFuse: {} })).rejects.toThrow(/electronFuse/);
    const misspelt = { ...configuration.electronFuses, runAsNod: false };
    await expect(validate({ ...configuration, electronFuses: misspelt })).rejects.toThrow(/electronFuses/);
  });

  it('makes the packages of every platform, and sends them nowhere', () => {
    expect(configuration.linux?.target).toEqual(['AppImage', 'deb']);
    expect(configuration.mac?.target).toBe('dmg');
    expect(configuration.win?.target).toBe('nsis');
    expect(configuration.publish).toBeNull();
  });

  it('gives them names without spaces', () => {
    expect(configuration.artifactName).toMatch(/^\S+$/);
    expect(configuration.artifactName).not.toContain('${productName}');
  });

  it('packs what is built, with the one library that is not bundled', () => {
    const manifest = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as {
      main: string;
      dependencies: object;
    };
    expect(configuration.files).toEqual([{ filter: ['dist/**', 'package.json'] }]);
    expect(manifest.main).toMatch(/^dist\//);
    expect(Object.keys(manifest.dependencies)).toEqual(['@napi-rs/keyring']);
    expect(configuration.asarUnpack).toBe('**/*.node');
  });
});

describe('The fuses', () => {
  it('are all decided', () => {
    const decided = Object.keys(configuration.electronFuses ?? {}).sort();
    expect(decided).toEqual(fusesOfSchema().sort());
    expect(decided).toEqual(expect.arrayContaining(knownFuses()));
  });

  it('leave no way to run other code as this app', () => {
    expect(configuration.electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });
});
