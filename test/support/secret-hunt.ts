import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** One place where a secret must not be. */
export interface Haystack {
  readonly name: string;
  readonly content: Buffer;
}

/**
 * Where each secret was found, as `NAME in PLACE`: in the clear, in base64, in hexadecimal, URL-encoded, or as the
 * two-byte text that Chromium keeps.
 */
export function findSecrets(
  secrets: Readonly<Record<string, string>>,
  places: readonly Haystack[],
): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const forms = [
      Buffer.from(secret),
      Buffer.from(secret, 'utf16le'),
      Buffer.from(Buffer.from(secret).toString('base64').replace(/=+$/, '')),
      Buffer.from(Buffer.from(secret).toString('hex')),
      Buffer.from(encodeURIComponent(secret)),
    ];
    return places
      .filter(({ content }) => forms.some((form) => content.includes(form)))
      .map((place) => `${name} in ${place.name}`);
  });
}

/**
 * Places that hold the PKCE verifier of a challenge. It is known to the wallet alone, so it is recognised by what it
 * proves: its SHA-256 is the challenge (RFC 7636 section 4.2).
 */
export function findVerifier(challenge: string, places: readonly Haystack[]): string[] {
  return places
    .filter(({ content }) =>
      [...content.toString('latin1').matchAll(/[\w~.-]{43,128}/g)].some(
        ([candidate]) => createHash('sha256').update(candidate).digest('base64url') === challenge,
      ),
    )
    .map(({ name }) => `verifier in ${name}`);
}

/** Every file below a folder. */
export function filesIn(folder: string): readonly Haystack[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return { name: file.slice(folder.length + 1), content: readFileSync(file) };
    });
}

/** The page as the window shows it, and everything that its JavaScript still holds on to. */
export async function insideOf(page: Page): Promise<readonly Haystack[]> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot');
  await session.detach();
  return [
    { name: 'the page', content: Buffer.from(await page.content()) },
    { name: 'the JavaScript heap', content: Buffer.from(chunks.join('')) },
  ];
}

export function text(name: string, content: string): Haystack {
  return { name, content: Buffer.from(content) };
}
