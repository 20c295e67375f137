import { tick } from 'svelte';
import type { Messages } from '../../messages/en.ts';
import { inBackground } from '../../state/in-background.ts';
import { places, type WindowState } from '../../state/window-state.svelte.ts';
import { hasControl, isMac, isPlain, takesText } from '../../ui/keys.ts';
import { leakAct, leakControlAct } from '../leaks/leak-shortcuts.ts';
import { focusList, focusSearch, keepFocus, REVOKE_PICKED_ID } from './focus.ts';

/** Everything that has a key, in the order in which the keys are listed. Letters alone never act: they search. */
export const shortcuts = [
  'search',
  'connect',
  'addToken',
  'places',
  'move',
  'open',
  'pick',
  'pickRange',
  'pickAll',
  'revoke',
  'revokeEverything',
  'forget',
  'check',
  'refresh',
  'undo',
  'lock',
  'close',
  'show',
] as const;

export type Shortcut = (typeof shortcuts)[number];

/** The keys of every shortcut as they are written on this computer. */
export function shortcutKeys(text: Messages['keys']): Readonly<Record<Shortcut, readonly string[]>> {
  const control = isMac ? '⌘' : text.control;
  const shift = isMac ? '⇧' : text.shift;
  return {
    search: ['/'],
    places: [control, '1', '2', '3', '4'],
    connect: [control, 'N'],
    addToken: [control, shift, 'N'],
    move: ['↑', '↓'],
    open: [text.enter],
    pick: [text.space],
    pickRange: [shift, '↓'],
    pickAll: [control, 'A'],
    revoke: [text.delete],
    revokeEverything: [control, text.delete],
    forget: [shift, text.delete],
    check: ['F5'],
    refresh: [shift, 'F5'],
    undo: [control, 'Z'],
    lock: [control, 'L'],
    close: [text.escape],
    show: ['F1'],
  };
}

/** Does what a key means in the open window; the browser does the rest. */
export function handleShortcut(event: KeyboardEvent, wallet: WindowState): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null) {
    return;
  }
  const act = actOf(event, wallet);
  if (act === undefined) {
    return;
  }
  event.preventDefault();
  // A key that is held down repeats itself; nothing is to be revoked twice or opened and closed by that.
  if (!event.repeat) {
    act();
  }
}

type Act = () => void;

function actOf(event: KeyboardEvent, wallet: WindowState): Act | undefined {
  if (hasControl(event)) {
    return controlAct(event, wallet);
  }
  if (!isPlain(event)) {
    return undefined;
  }
  if (event.key === 'F1') {
    return () => (wallet.areKeysShown = true);
  }
  if (wallet.place === 'leaks') {
    return leakAct(event, wallet.leaks);
  }
  if (wallet.place !== 'apps') {
    return undefined;
  }
  if (event.key === 'Escape') {
    return () => {
      wallet.stepBack();
      inBackground(tick().then(focusList));
    };
  }
  if (!wallet.isListShown) {
    return undefined;
  }
  return takesText(event.target) ? fieldAct(event) : listAct(event, wallet);
}

function controlAct(event: KeyboardEvent, wallet: WindowState): Act | undefined {
  const act = wallet.place === 'leaks' ? leakControlAct(event, wallet.leaks) : undefined;
  if (act !== undefined) {
    return act;
  }
  const key = event.key.toLowerCase();
  const place = places[Number(key) - 1];
  if (place !== undefined) {
    return () => {
      wallet.go(place);
    };
  }
  switch (key) {
    case 'n':
      return () => {
        wallet.go('apps');
        (event.shiftKey ? wallet.addToken : wallet.connect).open();
      };
    case 'l':
      return () => {
        inBackground(wallet.lock());
      };
    case 'f':
      return () => {
        wallet.go('apps');
        focusSearch();
      };
    case 'a':
      return wallet.isListShown && !takesText(event.target)
        ? () => {
            wallet.list.pickAll();
          }
        : undefined;
    case 'delete':
      return takesText(event.target)
        ? undefined
        : () => {
            wallet.revocations.dialog = 'everything';
          };
    case 'z':
      return takesText(event.target)
        ? undefined
        : () => {
            inBackground(wallet.notice.undo());
          };
    default:
      return undefined;
  }
}

/** In the search field everything is text, but for the way down into the list. */
function fieldAct(event: KeyboardEvent): Act | undefined {
  return event.key === 'ArrowDown' ? focusList : undefined;
}

function listAct(event: KeyboardEvent, wallet: WindowState): Act | undefined {
  switch (event.key) {
    case '/':
      return focusSearch;
    case 'ArrowDown':
      return focusList;
    case 'F5':
      return askAct(event, wallet);
    case 'Delete':
      return deleteAct(event, wallet);
    default:
      // The letter itself arrives in the field, because the field has the focus before it is typed.
      if (event.key.length === 1 && event.key !== ' ') {
        focusSearch();
      }
      return undefined;
  }
}

function askAct(event: KeyboardEvent, wallet: WindowState): Act {
  const id = connectionAt(event, wallet);
  if (id === undefined) {
    return noAct;
  }
  return () => {
    inBackground(event.shiftKey ? wallet.refresh(id) : wallet.check(id));
  };
}

/** One connection is revoked at once; for several the key leads to the button that says how many. */
function deleteAct(event: KeyboardEvent, wallet: WindowState): Act {
  const { pickedIds } = wallet.list;
  const id = connectionAt(event, wallet);
  const ids = pickedIds.length > 0 || id === undefined ? pickedIds : [id];
  if (event.shiftKey) {
    return () => {
      inBackground(wallet.forget(ids).then(keepFocus));
    };
  }
  if (ids.length > 1) {
    return () => document.getElementById(REVOKE_PICKED_ID)?.focus();
  }
  return () => {
    inBackground(wallet.takeBack(ids[0]));
  };
}

/** The connection that the focus is in: a row of the list, else the open details. */
function connectionAt(event: KeyboardEvent, wallet: WindowState): string | undefined {
  const isInRow = event.target instanceof Element && event.target.closest('[role=listitem]') !== null;
  return isInRow && wallet.detail.openId === null
    ? wallet.list.current?.id
    : (wallet.detail.openId ?? undefined);
}

/** F5 with nothing to check still must not load the page anew. */
function noAct(): void {
  return undefined;
}
