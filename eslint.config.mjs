import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.data/', 'coverage/', 'bench/node_modules/'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    languageOptions: { globals: { process: 'readonly', console: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', URL: 'readonly', Buffer: 'readonly', fetch: 'readonly', performance: 'readonly' } },
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-floating-promises': 'off',
      'no-restricted-imports': ['error', { patterns: [{ group: ['**/index.js'], message: 'No barrels.' }] }],
      'no-restricted-syntax': ['error',
        { selector: "CallExpression[callee.name='forwardRef']", message: 'forwardRef is banned: move the thing a floor down.' },
        { selector: ':matches(FunctionDeclaration, ArrowFunctionExpression, MethodDefinition[kind!="constructor"] > FunctionExpression)[params.length>3]', message: 'At most three parameters, then an object (constructors are wired by Nest).' },
        { selector: 'ExportDefaultDeclaration', message: 'No default exports.' }],
    },
  },
  {
    // Nest wires by constructor, and tests are stories as long as they need to be.
    files: ['**/*.spec.ts', '**/*.e2e-spec.ts', 'test/**/*.ts', '**/*.migration.ts'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': ['error', { max: 500 }] },
  },
  { files: ['**/*.mjs', '**/*.cjs'], rules: { 'no-restricted-syntax': 'off', 'no-undef': 'off' } },
);
