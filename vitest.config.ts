import { defineConfig } from 'vitest/config';
import { WORD_RANKS, wordRanksModule } from './bin/password-words.mjs';

/** Every request of what writes or reviews failing in every way: minutes, so that they have a command of their own. */
const faults = [
  'test/plan/faults.test.ts',
  'test/plan/undo-faults.test.ts',
  'test/cli/audit-faults.test.ts',
  'test/cli/change-faults.test.ts',
];
/** No module keeps anything between two runs: the files share them, and load the program once. */
const inProcess = { isolate: false, testTimeout: 20_000, env: { TZ: 'UTC' } };

/** As bin/build.mjs makes it. */
const wordRanks = {
  name: 'word-ranks',
  resolveId: (id: string) => (id === WORD_RANKS ? `\0${id}` : undefined),
  load: (id: string) => (id === `\0${WORD_RANKS}` ? wordRanksModule() : undefined),
};

export default defineConfig({
  plugins: [wordRanks],
  test: {
    // One for each processor: nobody works on this machine meanwhile.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', ...faults],
          ...inProcess,
        },
      },
      { extends: true, test: { name: 'faults', include: faults, ...inProcess, testTimeout: 120_000 } },
      {
        extends: true,
        test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 240_000 },
      },
    ],
  },
});
