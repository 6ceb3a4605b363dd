import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // One for each processor: nobody works on this machine meanwhile.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**'],
          // No module keeps anything between two runs: the files share them, and load the program once.
          isolate: false,
          testTimeout: 20_000,
          env: { TZ: 'UTC' },
        },
      },
      {
        test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 240_000 },
      },
    ],
  },
});
