import tseslint from 'typescript-eslint';

// The walls between the folders of src/ are held by test/architecture.test.ts, which names the wall that
// was broken; here stand the rules about single lines.
export default tseslint.config(
  { ignores: ['dist/', 'test/contract/normalize.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ['bin/*.js', 'bin/*.mjs', 'bin/password-words.d.mts', '*.js', '*.ts'],
        },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Wire objects are open: a field that a schema marks as present may still be absent one day.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // `const { secret: _secret, ...rest } = object` is how a field is left out.
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      'no-console': 'error',
      'object-shorthand': 'error',
      eqeqeq: 'error',
    },
  },
  // What fits on one screen is read as a whole.
  { files: ['src/**', 'bin/**'], rules: { 'max-lines-per-function': ['error', 60] } },
  {
    files: ['**/*.js', '**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      'no-console': 'off',
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
);
