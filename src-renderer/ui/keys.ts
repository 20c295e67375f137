/** What the key with the bar between Ctrl and Space does elsewhere is done by Command on a Mac. */
export const isMac = /mac/i.test(navigator.userAgent);

/** Whether a key was pressed with Ctrl (Command on a Mac) and nothing else but perhaps Shift. */
export function hasControl(event: KeyboardEvent): boolean {
  return (isMac ? event.metaKey : event.ctrlKey) && !event.altKey;
}

/** Whether a key was pressed alone, or with Shift. */
export function isPlain(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Whether what is typed belongs to the element that has the focus. */
export function takesText(target: EventTarget | null): boolean {
  const isTextInput = target instanceof HTMLInputElement && !['checkbox', 'radio'].includes(target.type);
  return isTextInput || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
