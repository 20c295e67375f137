import type { CatalogPatterns } from './catalog-patterns.ts';
import { sighting, type Sighting, type TextPiece } from './sighting.ts';

/** What stands for the part that is not shown. The text is UTF-8 with one character a byte: an ellipsis, a bullet. */
const MASKS = ['...', '***', '\u00e2\u0080\u00a6', '\u00e2\u0080\u00a2'] as const;

const LONGEST_SHOWN = 64;

/** Sees tokens of which a person, a scanner or a log shows only the ends: `ghp_ab...yz`, `glpat-****`. */
export function findMasked(
  { text, from, to }: TextPiece,
  patterns: CatalogPatterns,
  see: (sighting: Sighting) => void,
): void {
  for (const mask of MASKS) {
    let goOn = from;
    for (let at = text.indexOf(mask, from); at >= 0 && at < to; at = text.indexOf(mask, goOn)) {
      goOn = at + mask.length;
      const before = isShown(text.charCodeAt(at - 1))
        ? patterns.shownPart.exec(text.slice(Math.max(0, at - LONGEST_SHOWN - 20), at))?.[0]
        : undefined;
      if (before !== undefined) {
        const rest =
          /^(?:[.*]|\u00e2\u0080[\u00a6\u00a2])+[\w-]*/.exec(text.slice(at, at + 200))?.[0] ?? mask;
        goOn = at + rest.length;
        const flaw = /^\.+$/.test(rest) || rest === '\u00e2\u0080\u00a6' ? 'cut' : 'masked';
        see(sighting(before + rest, at - before.length, 'pattern', { flaw }));
      }
    }
  }
}

function isShown(code: number): boolean {
  return /[\w.-]/.test(String.fromCharCode(code));
}
