import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import { LineCounter } from '../../src-main/wallet/leaks/recognise/line-counter.ts';
import { SHORTEST_RUN, visitLongRuns } from '../../src-main/wallet/leaks/recognise/long-runs.ts';
import { visitPlaces } from '../../src-main/wallet/leaks/recognise/sixteen-at-once.ts';
import { makeLeakyText } from '../bench/leaky-text.ts';
import { createChance } from '../bench/random.ts';
import { sampleToken } from '../bench/sample-token.ts';
import { scanSources, scanText, sourceOf } from '../support/scan-sources.ts';

const gitHubToken = ['ghp', 'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17'].join('_');
const services = loadCatalog();
const patterns = services.flatMap(({ id, tokens }) => tokens.map((token) => [id, token] as const));

describe('every form of the catalog', () => {
  it.each(patterns.map(([id, token]) => [`${id}, ${token.name}`, token] as const))(
    'is found where a token is expected: %s',
    async (_name, pattern) => {
      const chance = createChance(7);
      const token = sampleToken(chance, pattern);
      const text = pattern.pattern.startsWith('eyJ')
        ? 'The header must be JSON for this one.'
        : `token: "${token}"`;
      const { tokens } = await scanText(text);
      expect(tokens.map((found) => found.token.reveal())).toEqual(text.includes(token) ? [token] : []);
    },
  );

  it.each(patterns.map(([id, token]) => [`${id}, ${token.name}`, token] as const))(
    'has enough word characters in a row to be seen: %s',
    (_name, pattern) => {
      const rows = sampleToken(createChance(11), pattern).match(/[\w-]+/g) ?? [];
      expect(Math.max(...rows.map(({ length }) => length))).toBeGreaterThanOrEqual(SHORTEST_RUN);
    },
  );
});

describe('a large text', () => {
  it('gives all that was planted in it, and nothing else', async () => {
    const { files, planted } = makeLeakyText(services, 1_500_000, 100_000, 97);
    const { tokens } = await scanSources(files.map(({ name, text }) => sourceOf(text, name)));
    expect(new Set(tokens.map(({ token }) => token.reveal()))).toEqual(planted);
    expect(planted.size).toBeGreaterThan(patterns.length);
  });

  it('gives the same in whatever pieces it comes', async () => {
    const { files } = makeLeakyText(services, 300_000, 300_000, 97);
    const text = files[0]?.text ?? '';
    const [whole, inPieces] = await Promise.all(
      [1_000_000, 997].map((size) => scanSources([sourceOf(text.repeat(4), 'log', size)])),
    );
    const shown = ({ tokens }: NonNullable<typeof whole>): unknown =>
      tokens.map(({ fingerprint, places, placeCount }) => ({ fingerprint, places, placeCount }));
    expect(shown(inPieces as NonNullable<typeof whole>)).toEqual(shown(whole as NonNullable<typeof whole>));
  });

  it('is streamed: the memory does not grow with it, and other work goes on', async () => {
    const line = Buffer.from(`2026-11-22T10:00:00Z INFO photos[412] GET /photos?page=2 200 in 12 ms\n`);
    const megabyte = Buffer.concat(Array.from({ length: Math.ceil(2 ** 20 / line.length) }, () => line));
    let most = 0;
    let ticks = 0;
    const before = process.memoryUsage().rss;
    const watch = setInterval(() => ticks++, 1);
    const { bytes, tokens } = await scanSources([
      {
        name: 'large.log',
        async *open(): AsyncGenerator<Buffer> {
          for (let count = 0; count < 256; count++) {
            most = Math.max(most, process.memoryUsage().rss);
            yield Buffer.from(megabyte);
          }
          yield Buffer.from(`GITHUB_TOKEN=${gitHubToken}\n`);
        },
      },
    ]);
    clearInterval(watch);
    expect(bytes).toBeGreaterThan(256 * 2 ** 20);
    expect(tokens).toMatchObject([
      { places: [{ line: (256 * megabyte.length) / line.length + 1, column: 14 }] },
    ]);
    expect((most - before) / 2 ** 20).toBeLessThan(150);
    expect(ticks).toBeGreaterThan(20);
  });
});

describe('what cannot be read as text', () => {
  it('is counted and named', async () => {
    const scan = await scanSources([
      sourceOf(Buffer.concat([Buffer.from('PNG\0'), randomBytes(1_000)]), 'photo.png'),
      {
        name: 'secret.txt',
        open: () => {
          throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
        },
      },
      {
        name: 'torn.log',
        async *open(): AsyncGenerator<Buffer> {
          yield Buffer.from(`GITHUB_TOKEN=${gitHubToken}\n${'.'.repeat(600_000)}`);
          throw new Error('EIO');
        },
      },
      sourceOf('', 'empty.txt'),
    ]);
    expect(scan.files).toEqual({ read: 1, binary: ['photo.png'], unreadable: ['secret.txt', 'torn.log'] });
    expect(scan.tokens).toHaveLength(1);
  });
});

describe('a source whose name has a token in it', () => {
  const name = `page?access_token=${gitHubToken}`;
  const shown = 'page?access_token=ghp_…Lq17';
  const unreadable = {
    name,
    open: () => {
      throw new Error('EACCES');
    },
  };

  it.each([
    ['a text', sourceOf('token: none', name), { read: 1, binary: [], unreadable: [] }],
    ['binary', sourceOf('PNG\0', name), { read: 0, binary: [shown], unreadable: [] }],
    ['unreadable', unreadable, { read: 0, binary: [], unreadable: [shown] }],
  ])('is masked wherever it is told, and the token found: %s', async (_kind, source, files) => {
    const scan = await scanSources([source]);
    expect(scan.files).toEqual(files);
    expect(scan.tokens).toMatchObject([{ masked: 'ghp_…Lq17', places: [{ source: shown }] }]);
  });

  it('is masked in the notes', async () => {
    const scan = await scanSources([sourceOf('[{"rule":"x","detector":"y"}]', name)]);
    expect(scan.notes).toEqual([{ kind: 'report-unknown', source: shown }]);
  });
});

describe('a scan', () => {
  it('tells how far it is', async () => {
    const seen: unknown[] = [];
    await scanSources([sourceOf(`token: ${gitHubToken}\n`, 'a'), sourceOf('nothing', 'b')], {
      onProgress: (progress) => seen.push(progress),
    });
    expect(seen.at(-1)).toEqual({ bytes: 55, files: 2, tokens: 1 });
  });

  it('ends when nobody wants it any more', async () => {
    const ending = new AbortController();
    const endless = {
      name: 'endless',
      async *open(): AsyncGenerator<Buffer> {
        for (;;) {
          await wait(1);
          yield Buffer.alloc(600_000, 'a b ');
        }
      },
    };
    const scan = scanSources([endless], {
      signal: ending.signal,
      onProgress: ({ bytes }) => {
        if (bytes > 2_000_000) {
          ending.abort(new Error('enough'));
        }
      },
    });
    await expect(scan).rejects.toThrow('enough');
  });
});

describe('counting', () => {
  it('finds the long rows of word characters that looking at each character finds', () => {
    const chance = createChance(3);
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 30 }, () =>
        'aB3_-'.charAt(chance.below(5)).repeat(chance.below(26)),
      ).join('.');
      const seen: string[] = [];
      const bytes = Buffer.from(text);
      visitLongRuns(bytes, 0, bytes.length, (start, stop) => {
        seen.push(text.slice(start, stop));
        return stop;
      });
      expect(seen).toEqual(text.match(/[\w-]{20,}/g) ?? []);
    }
  });

  it('looks at sixteen bytes at a time and misses none of them', () => {
    const { files } = makeLeakyText(services, 700_000, 700_000, 29);
    const bytes = Buffer.from(files[0]?.text ?? '');
    const expected: number[] = [];
    visitLongRuns(bytes, 0, bytes.length, (start, stop) => {
      expected.push(start);
      return stop;
    });
    const seen: number[] = [];
    let done = 0;
    let marked = '';
    visitPlaces(bytes, 0, bytes.length, {
      row: (begin, end) => {
        done = visitLongRuns(bytes, Math.max(done, begin), end, (start, stop) => {
          seen.push(start);
          return stop;
        });
      },
      mark: (begin, end) => {
        marked += bytes.toString('utf8', begin, end + 4);
      },
    });
    expect(seen).toEqual(expected);
    expect(marked).toContain('...');
  });

  it('counts lines and characters as splitting the text does', () => {
    const chance = createChance(5);
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: chance.below(2_000) }, () =>
        chance.oneOf(['a', 'я', '\n', 'b']),
      ).join('');
      const padding = chance.below(5);
      const bytes = Buffer.concat([Buffer.alloc(padding), Buffer.from(text)]).subarray(padding);
      const lines = new LineCounter();
      for (const characters of [chance.below(text.length + 1), text.length].sort(
        (one, other) => one - other,
      )) {
        const before = text.slice(0, characters);
        lines.goTo(bytes, Buffer.byteLength(before));
        const split = before.split('\n');
        expect(lines.position).toEqual({ line: split.length, column: (split.at(-1)?.length ?? 0) + 1 });
      }
    }
  });
});
