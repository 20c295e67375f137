import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findForbiddenImports } from '../../dev/layers.js';

const top = join(import.meta.dirname, '..', '..');
const copy = mkdtempSync(join(tmpdir(), 'layers-'));
cpSync(join(top, 'src-main'), join(copy, 'src-main'), { recursive: true });
cpSync(join(top, 'src-renderer'), join(copy, 'src-renderer'), { recursive: true });

afterAll(() => {
  rmSync(copy, { recursive: true });
});

describe('the layers of the house', () => {
  it('are kept by every import', () => {
    expect(findForbiddenImports(top)).toEqual([]);
  });

  it.each([
    ['src-renderer/spy.ts', "import { Secret } from '../src-main/wallet/secret.ts';", 'never a token'],
    ['src-renderer/Spy.svelte', "<script>\n  import 'electron';\n</script>", 'runs without Electron'],
    ['src-main/contract/spy.ts', "import type { Vault } from '../wallet/vault/vault.ts';", 'knows nobody'],
    ['src-main/contract/spy.ts', "import { join } from 'node:path';", 'knows nobody'],
    ['src-main/wallet/spy.ts', "export * from '../electron/guard.ts';", 'free of windows'],
    ['src-main/wallet/spy.ts', "const later = import('electron');", 'runs without Electron'],
    ['src-main/wallet/connections/spy.ts', "import * as oauth from 'openid-client';", 'speaks the protocol'],
    ['src-main/wallet/leaks.ts', "import { DatabaseSync } from 'node:sqlite';", 'stored secrets'],
    ['src-main/cli/spy.ts', "import { startDemo } from '../demo/start-demo.ts';", 'speaks for the wallet'],
    ['src-main/demo/spy.ts', "import { Secret } from '../wallet/secret.ts';", 'stands alone'],
    ['src-main/wallet/vault/spy.ts', "import { AsyncEntry } from '@napi-rs/keyring';", 'the keychain'],
  ])('are broken by %s with %s', (file, line, reason) => {
    writeFileSync(join(copy, file), `${line}\n`);
    const found = findForbiddenImports(copy);
    rmSync(join(copy, file));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(file);
    expect(found[0]).toContain(reason);
  });
});
