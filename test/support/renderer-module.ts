import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { createServer } from 'vite';

/**
 * Loads modules of the renderer with their runes compiled, as classes without a page. The caller says their type,
 * which it gets by `import type * as ...` from the same path.
 */
export interface RendererModules {
  load<Module>(path: string): Promise<Module>;
  close(): Promise<void>;
}

export async function compileRenderer(): Promise<RendererModules> {
  const root = join(import.meta.dirname, '..', '..', 'src-renderer');
  const server = await createServer({
    configFile: false,
    envDir: false,
    root,
    appType: 'custom',
    logLevel: 'error',
    plugins: [svelte({ configFile: false })],
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, watch: null, ws: false },
  });
  return {
    load: async <Module>(path: string): Promise<Module> =>
      (await server.ssrLoadModule(join(root, path))) as Module,
    close: () => server.close(),
  };
}
