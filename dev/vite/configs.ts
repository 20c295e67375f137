/** The four builds. Nothing of a config lies in the root, so that each says all of itself here. */
import { cpSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { InlineConfig, Plugin } from 'vite';
import { top } from '../node24.js';

const common = {
  configFile: false,
  envDir: false,
  publicDir: false,
  logLevel: 'warn',
} satisfies InlineConfig;

/** Page, styles and scripts of the window. */
export const renderer: InlineConfig = {
  ...common,
  root: join(top, 'src-renderer'),
  // The page lives at the root of its own origin.
  base: '/',
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: join(top, 'dist', 'renderer'),
    emptyOutDir: true,
    target: 'chrome150',
    // The content policy allows files of our own origin only, so nothing may be inlined into the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
};

/** The trusted side of the window; the demo service becomes a chunk that is loaded when somebody wants it. */
export const main = forNode({
  entry: 'src-main/electron/main.ts',
  folder: 'main',
  file: 'main.js',
  format: 'es',
  external: ['electron', '@napi-rs/keyring'],
  plugins: [withCatalog('main')],
});

/** A sandboxed preload is one CommonJS file. */
export const preload = forNode({
  entry: 'src-main/electron/preload.ts',
  folder: 'preload',
  file: 'preload.cjs',
  format: 'cjs',
  external: ['electron'],
});

/** The wallet in a terminal. */
export const cli = forNode({
  entry: 'src-main/cli/token-wallet.ts',
  folder: 'cli',
  file: 'token-wallet.js',
  format: 'es',
  external: ['@napi-rs/keyring'],
  plugins: [withCatalog('cli')],
  banner: '#!/usr/bin/env node',
});

interface NodeBuild {
  readonly entry: string;
  readonly folder: string;
  readonly file: string;
  readonly format: 'es' | 'cjs';
  /** Packages that are not bundled, besides Node's own. */
  readonly external: string[];
  readonly plugins?: readonly Plugin[];
  readonly banner?: string;
}

function forNode({
  entry,
  folder,
  file,
  format,
  external,
  plugins = [],
  banner = '',
}: NodeBuild): InlineConfig {
  return {
    ...common,
    root: top,
    plugins: [...plugins],
    ssr: { noExternal: true, external, target: 'node' },
    build: {
      ssr: join(top, ...entry.split('/')),
      outDir: join(top, 'dist', folder),
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        external: [...external, /^node:/, ...builtinModules],
        // A dependency of the demo service names its deprecated functions with one.
        checks: { eval: false },
        output: { format, entryFileNames: file, chunkFileNames: '[name].js', banner },
      },
    },
  };
}

/** The services are read from their files at run time, beside the module that reads them. */
function withCatalog(folder: string): Plugin {
  return {
    name: 'catalog',
    closeBundle: () => {
      const catalog = join(top, 'src-main', 'wallet', 'services', 'catalog');
      cpSync(catalog, join(top, 'dist', folder, 'catalog'), { recursive: true });
    },
  };
}
