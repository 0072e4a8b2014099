import js from '@eslint/js';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'dist',
      'dist-element',
      'node_modules',
      '.cache',
      'models',
      'public/webllm',
      'examples',
      'bench/voice-to-voice',
      'bench/rehearsal',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, lit['flat/recommended'], wc['flat/recommended']],
    languageOptions: {
      parserOptions: {
        project: ['pure', 'page', 'worker', 'service-worker', 'worklet', 'build', 'node'].map((name) => `tsconfig/${name}.json`),
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Elements set their defaults in the constructor; `declare` keeps Lit's accessors.
      'wc/no-constructor-attributes': 'off',
      // A parameter that only ties a call's two type arguments together is worth its name.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    // Elements are one face of a session among others, and know nothing of what is below it.
    files: ['src/elements/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.\\./(?!session/|text/|locales/)',
              message:
                'Elements import from src/session, src/text, src/locales, lit and their own folder: let the session export what they need.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly' } },
  },
);
