import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import typescript from 'typescript-eslint';
import { layers, restrictedImportsOf } from './dev/layers.js';

/** The house style as far as a machine can see it. */
export default typescript.config(
  { ignores: ['dist/', 'release/', 'test-results/'] },
  ...typescript.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: globals.node,
      parserOptions: {
        project: ['tsconfig.json', 'src-renderer/tsconfig.json', 'test/tsconfig.json', 'dev/tsconfig.json'],
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      curly: 'error',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
      // A function that promises must never throw: `async` turns a synchronous failure into a rejection.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  ...layers.map((layer) => ({
    files: [`${layer.folder}/**`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', restrictedImportsOf(layer)] },
  })),
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: typescript.parser } },
  },
  {
    files: ['**/*.js'],
    ...typescript.configs.disableTypeChecked,
  },
  {
    // Plain JavaScript carries its types in JSDoc, which the compiler checks.
    files: ['**/*.js'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    // Programs of the terminal speak through the console; configuration files must export by default.
    files: ['dev/**', 'test/**', '*.config.js', '**/*.config.{js,ts}'],
    rules: { 'no-console': 'off', 'no-restricted-exports': 'off' },
  },
);
