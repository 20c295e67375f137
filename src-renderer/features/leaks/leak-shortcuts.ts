import { tick } from 'svelte';
import type { Messages } from '../../messages/en.ts';
import { inBackground } from '../../state/in-background.ts';
import type { LeakDeskState } from '../../state/leak-desk.svelte.ts';
import { isMac, takesText } from '../../ui/keys.ts';

export const GRID_ID = 'leaked-tokens';
export const ROW_SEARCH_ID = 'leak-search';

/** What has a key at the leak desk, in the order in which the keys are listed. */
export const leakShortcuts = [
  'paste',
  'openCase',
  'filter',
  'move',
  'open',
  'pick',
  'pickRange',
  'pickAll',
  'revoke',
  'ask',
  'print',
  'back',
] as const;

export type LeakShortcut = (typeof leakShortcuts)[number];

/** The keys of every shortcut as they are written on this computer. */
export function leakShortcutKeys(text: Messages['keys']): Readonly<Record<LeakShortcut, readonly string[]>> {
  const control = isMac ? '⌘' : text.control;
  const shift = isMac ? '⇧' : text.shift;
  return {
    paste: [control, 'V'],
    openCase: [control, text.enter],
    filter: ['/'],
    move: ['↑', '↓'],
    open: [text.enter],
    pick: [text.space],
    pickRange: [shift, '↓'],
    pickAll: [control, 'A'],
    revoke: [text.delete],
    ask: ['F5'],
    print: [control, 'P'],
    back: [text.escape],
  };
}

export function focusGrid(): void {
  document.getElementById(GRID_ID)?.focus();
}

/** Puts the keyboard back into the table when what had the focus has gone, such as a dialog. */
export async function keepGridFocus(): Promise<void> {
  await tick();
  if (document.activeElement === document.body) {
    focusGrid();
  }
}

type Act = () => void;

/** What a key alone does at the leak desk. */
export function leakAct(event: KeyboardEvent, desk: LeakDeskState): Act | undefined {
  const open = desk.case;
  if (open.current === null) {
    // The page must not be loaded anew: what was read would be lost.
    return event.key === 'F5' ? noAct : undefined;
  }
  if (event.key === 'Escape') {
    return () => {
      desk.stepBack();
      inBackground(keepGridFocus());
    };
  }
  if (event.key === 'F5') {
    return open.isOpen
      ? () => {
          open.ask('ask');
        }
      : noAct;
  }
  if (event.key === 'ArrowDown' && !isInGrid(event)) {
    return focusGrid;
  }
  if (takesText(event.target)) {
    return undefined;
  }
  if (event.key === 'Delete' && open.isRevocable) {
    return () => {
      open.ask('revoke');
    };
  }
  return event.key === '/' ? () => document.getElementById(ROW_SEARCH_ID)?.focus() : undefined;
}

/** What a key does at the leak desk together with Ctrl. */
export function leakControlAct(event: KeyboardEvent, desk: LeakDeskState): Act | undefined {
  const open = desk.case;
  if (open.current === null) {
    return event.key === 'Enter' && desk.draft.scan !== null && desk.draft.scan.tokenCount > 0
      ? () => (desk.isOpening = true)
      : undefined;
  }
  switch (event.key.toLowerCase()) {
    case 'a':
      return takesText(event.target)
        ? undefined
        : () => {
            open.picks.all();
          };
    case 'f':
      return () => document.getElementById(ROW_SEARCH_ID)?.focus();
    case 'p':
      return open.isEvidenceShown
        ? () => {
            window.print();
          }
        : () => {
            open.isEvidenceShown = true;
          };
    default:
      return undefined;
  }
}

function isInGrid(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest(`#${GRID_ID}`) !== null;
}

/** F5 with nothing to ask still must not load the page anew. */
function noAct(): void {
  return undefined;
}
