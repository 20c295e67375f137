import { tick } from 'svelte';

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

/** Puts the keyboard back into the list when what had the focus has gone, such as a button that did its work. */
export async function keepFocus(): Promise<void> {
  await tick();
  if (document.activeElement === document.body) {
    focusList();
  }
}
