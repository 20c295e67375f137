import { createReadStream, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { IssuedGrant } from '../../src-main/demo/issue-grant.ts';
import { writeLeak } from '../../src-main/demo/leak/write-leak.ts';
import type { LeakScan } from '../../src-main/wallet/leaks/recognise/scanned-token.ts';
import { scanSources } from '../support/scan-sources.ts';

const folder = mkdtempSync(join(tmpdir(), 'leak-scan-'));
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** As the demo service issues them; they need not be alive to be found. */
const grants = Array.from({ length: 2_000 }, (_, index): IssuedGrant => {
  const token = (): string => randomBytes(32).toString('base64url');
  return {
    grantId: `grant-${index}`,
    login: index % 2 === 0 ? 'anna' : 'boris',
    scope: 'openid photos.read',
    accessToken: token(),
    refreshToken: index % 3 === 0 ? token() : null,
  };
});
const issued = grants.flatMap(({ accessToken, refreshToken }) =>
  refreshToken === null ? [accessToken] : [accessToken, refreshToken],
);

function scanFiles(names: readonly string[]): Promise<LeakScan> {
  return scanSources(names.map((name) => ({ name, open: () => createReadStream(join(folder, name)) })));
}

describe('what leaked in a rehearsal', () => {
  it.each(['leak.log', 'repository/'])('is found to the last token, and nothing else, in %s', async (out) => {
    await writeLeak(grants, 'http://127.0.0.1:4321', join(folder, out));
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(folder, name)).isFile(),
    );
    const { tokens, files } = await scanFiles(names);
    expect(tokens.map(({ token }) => token.reveal()).sort()).toEqual(issued.toSorted());
    expect(files).toEqual({ read: names.length, binary: [], unreadable: [] });
    const refresh = new Set(grants.map(({ refreshToken }) => refreshToken));
    for (const { token, kind } of tokens) {
      expect(kind).toBe(refresh.has(token.reveal()) ? 'refresh' : 'access');
    }
  });
});
