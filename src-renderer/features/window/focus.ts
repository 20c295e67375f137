import { tick } from 'svelte';

/** More than a row ever needs. */
const FRAMES_TO_DRAW = 20;

export const SEARCH_ID = 'search';
export const CURRENT_ROW_ID = 'current-row';
export const REVOKE_PICKED_ID = 'revoke-picked';

export function focusSearch(): void {
  document.getElementById(SEARCH_ID)?.focus();
}

/** Puts the keyboard on the row that it was at last. */
export function focusList(): void {
  document.getElementById(CURRENT_ROW_ID)?.focus();
}

/** The same for a row that has just been put there: until it is measured it is hidden, and cannot have the focus. */
export async function focusListWhenDrawn(): Promise<void> {
  for (let frames = 0; frames < FRAMES_TO_DRAW; frames += 1) {
    focusList();
    if (document.activeElement?.id === CURRENT_ROW_ID) {
      return;
    }
    await new Promise(requestAnimationFrame);
  }
}

/** Puts the keyboard back into the list when what had the focus has gone, such as a button that did its work. */
export async function keepFocus(): Promise<void> {
  await tick();
  if (document.activeElement === document.body) {
    focusList();
  }
}
