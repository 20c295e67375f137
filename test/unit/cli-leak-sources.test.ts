import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leakSources } from '../../src-main/cli/leak-sources.ts';
import { scanSources } from '../support/scan-sources.ts';

const { signal } = new AbortController();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-wallet-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('What the terminal reads of a leak', () => {
  it('is every file of a folder and of the folders in it', async () => {
    mkdirSync(join(folder, 'logs'));
    const files = [join(folder, 'a.log'), join(folder, 'logs', 'b.log')];
    files.forEach((file) => {
      writeFileSync(file, 'nothing');
    });
    expect((await namesIn(folder)).sort()).toEqual(files);
  });

  it('goes on past a folder that is gone when its turn comes, and names it', async () => {
    const folders = ['a', 'b', 'c'].map((name) => join(folder, name));
    folders.forEach((path) => {
      mkdirSync(path);
      writeFileSync(join(path, 'app.log'), 'nothing');
    });
    let gone = '';
    async function* sources(): ReturnType<typeof leakSources> {
      for await (const source of leakSources([folder], signal)) {
        if (gone === '') {
          gone = folders.find((path) => !source.name.startsWith(path)) ?? '';
          rmSync(gone, { recursive: true });
        }
        yield source;
      }
    }
    const { files } = await scanSources(sources());
    expect(files).toEqual({ read: 2, binary: [], unreadable: [gone] });
  });

  it('follows a link that the person named, and none in a folder', async () => {
    mkdirSync(join(folder, 'logs'));
    writeFileSync(join(folder, 'logs', 'app.log'), 'nothing');
    symlinkSync(join(folder, 'logs'), join(folder, 'link'));
    symlinkSync(folder, join(folder, 'logs', 'round-and-round'));
    expect(await namesIn(join(folder, 'link'))).toEqual([join(folder, 'link', 'app.log')]);
  });

  it('is refused as a whole where a word names nothing', () => {
    expect(() => leakSources([folder, join(folder, 'missing.log')], signal)).toThrow(
      /There is no file or folder/,
    );
  });
});

async function namesIn(path: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of leakSources([path], signal)) {
    names.push(name);
  }
  return names;
}
