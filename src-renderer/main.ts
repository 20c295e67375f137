import { mount } from 'svelte';
import App from './App.svelte';
import { bridge } from './bridge.ts';
import { WindowState } from './state/window-state.svelte.ts';
import './theme.css';

const target = document.getElementById('window');
if (target === null) {
  throw new Error('The page has no place for the window.');
}
mount(App, { target, props: { wallet: new WindowState(bridge, navigator.language) } });
