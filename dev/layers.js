/**
 * Who may import whom: the one table. ESLint's `no-restricted-imports` is made from it, and so is the check that
 * `npm run check` and the tests run.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Layer
 * @property {string} folder a folder, relative to the top of the checkout
 * @property {readonly string[]} mayImport the folders it may reach besides itself
 * @property {string} reason
 */

/** @type {readonly Layer[]} The first layer whose folder holds a file is the file's. */
export const layers = [
  { folder: 'src-main/contract', mayImport: [], reason: 'the contract has no behaviour and knows nobody' },
  {
    folder: 'src-main/wallet',
    mayImport: ['src-main/contract'],
    reason: 'the domain is free of windows and terminals',
  },
  {
    folder: 'src-main/electron',
    mayImport: ['src-main/contract', 'src-main/wallet', 'src-main/demo'],
    reason: 'the window host puts wallet and demo together',
  },
  {
    folder: 'src-main/cli',
    mayImport: ['src-main/contract', 'src-main/wallet'],
    reason: 'the terminal speaks for the wallet',
  },
  { folder: 'src-main/demo', mayImport: [], reason: 'the demo service stands alone' },
  {
    folder: 'src-renderer',
    mayImport: ['src-main/contract'],
    reason: 'the renderer knows the contract, never a token',
  },
];

/**
 * @typedef {object} Guarded
 * @property {string} name a package or built-in module
 * @property {readonly string[]} onlyIn the folders or files that may import it
 * @property {string} reason
 */

/** @type {readonly Guarded[]} Modules that have one home within src-main and src-renderer. */
export const guardedModules = [
  { name: 'electron', onlyIn: ['src-main/electron'], reason: 'the wallet runs without Electron' },
  { name: 'openid-client', onlyIn: ['src-main/wallet/oauth'], reason: 'one folder speaks the protocol' },
  {
    name: 'node:sqlite',
    onlyIn: ['src-main/wallet/vault'],
    reason: 'one folder reads and writes stored secrets',
  },
  {
    name: '@napi-rs/keyring',
    onlyIn: ['src-main/wallet/vault/operating-system-keychain.ts'],
    reason: 'one file talks to the keychain',
  },
  { name: 'oidc-provider', onlyIn: ['src-main/demo'], reason: 'only the demo is a server' },
  { name: 'svelte', onlyIn: ['src-renderer'], reason: 'only the renderer draws' },
];

/** Packages that each layer may import; layers that are not named may import any package that is not guarded. */
const packagesAllowed = /** @type {Readonly<Record<string, readonly string[]>>} */ ({
  'src-main/contract': ['valibot'],
  'src-renderer': ['svelte', 'valibot', 'vite', 'virtua', 'uqr'],
});

/**
 * Why a file may not import something, or undefined when it may.
 *
 * @param {string} file path relative to the top, with forward slashes
 * @param {string} specifier as written in the import
 * @returns {string | undefined}
 */
export function forbiddenBecause(file, specifier) {
  const layer = layers.find(({ folder }) => file.startsWith(`${folder}/`));
  if (layer === undefined) {
    return undefined;
  }
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), specifier);
    const reachable = [layer.folder, ...layer.mayImport];
    // Anybody may know the version.
    return target === 'package.json' || reachable.some((folder) => target.startsWith(`${folder}/`))
      ? undefined
      : `${layer.reason}; it imports ${target}`;
  }
  const guarded = guardedModules.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
  if (guarded !== undefined && !guarded.onlyIn.some((home) => file === home || file.startsWith(`${home}/`))) {
    return `${guarded.reason}; it imports ${specifier}`;
  }
  const allowed = packagesAllowed[layer.folder];
  const packageName = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (allowed !== undefined && !allowed.includes(packageName)) {
    return `${layer.reason}; it imports ${specifier}`;
  }
  return undefined;
}

/**
 * Every forbidden import in a tree, one line each.
 *
 * @param {string} top
 * @returns {string[]}
 */
export function findForbiddenImports(top) {
  const found = [];
  for (const folder of ['src-main', 'src-renderer']) {
    for (const path of sourceFiles(join(top, folder))) {
      const file = relative(top, path).split(sep).join('/');
      for (const specifier of importsOf(readFileSync(path, 'utf8'))) {
        const reason = forbiddenBecause(file, specifier);
        if (reason !== undefined) {
          found.push(`${file}: ${reason}`);
        }
      }
    }
  }
  return found;
}

/** @param {string} folder @returns {string[]} */
function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js|svelte)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** @param {string} source @returns {string[]} */
function importsOf(source) {
  const pattern =
    /(?:^|[\s;}])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|[\s;}])import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|\brequire\(\s*['"]([^'"]+)['"]\s*\)/g;
  return [...source.matchAll(pattern)].flatMap((match) =>
    match.slice(1).filter((group) => group !== undefined),
  );
}

/** The same table as options of ESLint's `no-restricted-imports`, for one layer. @param {Layer} layer */
export function restrictedImportsOf(layer) {
  const others = [
    'src-main/contract',
    'src-main/wallet',
    'src-main/electron',
    'src-main/cli',
    'src-main/demo',
    'src-renderer',
  ];
  const unreachable = others.filter((folder) => folder !== layer.folder && !layer.mayImport.includes(folder));
  const guarded = guardedModules.filter(
    ({ onlyIn }) => !onlyIn.some((home) => home.startsWith(layer.folder)),
  );
  return {
    paths: guarded.map(({ name, reason }) => ({ name, message: reason })),
    patterns: unreachable.map((folder) => ({
      group: [`**/${folder.replace('src-main/', '')}/**`],
      message: layer.reason,
    })),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = findForbiddenImports(join(dirname(fileURLToPath(import.meta.url)), '..'));
  for (const line of found) {
    console.error(line);
  }
  console.log(
    found.length === 0 ? 'Layers: no forbidden import.' : `Layers: ${found.length} forbidden imports.`,
  );
  process.exitCode = found.length === 0 ? 0 : 1;
}
