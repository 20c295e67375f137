import { createContext } from 'svelte';
import type { WindowState } from './window-state.svelte.ts';

/** Gives the components of the window its state, without handing it from each to the next. */
export const [getWindow, setWindow] = createContext<WindowState>();
