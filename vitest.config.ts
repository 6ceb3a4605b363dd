import { defineConfig } from 'vitest/config';
import { WORD_RANKS, wordRanksModule } from './bin/password-words.mjs';

/** Every request failing in every way, and laws over many accounts made at random: minutes, so that they have a command of their own. */
const long = [
  'test/plan/faults.test.ts',
  'test/plan/undo-faults.test.ts',
  'test/cli/audit-faults.test.ts',
  'test/cli/audit-customers-faults.test.ts',
  'test/cli/change-faults.test.ts',
  'test/cli/agents-handover.test.ts',
  'test/cli/audit-kept.test.ts',
  'test/cli/audit-month.test.ts',
  'test/cli/hostile-answers.test.ts',
  'test/cli/hostile-files.test.ts',
  'test/expect/propose.test.ts',
  'test/hours/law.test.ts',
  'test/light-holidays.test.ts',
  'test/plan/export-then-plan.test.ts',
  'test/plan/laws.test.ts',
  'test/plan/order.test.ts',
  'test/resources/adding.test.ts',
  'test/setup/documents.test.ts',
  'test/snapshot/kept.test.ts',
  'test/snapshot/slices.test.ts',
];
/** Laws over random texts, flows and accounts: `npm test` tries them with a tenth of the cases, and those above come with all. */
const laws = [
  'test/audit/policy.test.ts',
  'test/cli/audit-fix-any.test.ts',
  'test/core/yaml-merge.test.ts',
  'test/emulator/flow-run.test.ts',
  'test/emulator/rules.test.ts',
  'test/hours/adjust.test.ts',
  'test/plan/export.test.ts',
  'test/plan/read.test.ts',
  'test/report/hostile-pictures.test.ts',
  'test/report/hostile-rows.test.ts',
  'test/resources/actions.test.ts',
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
    // Modules as Node reads them are kept from one run to the next.
    experimental: { fsModuleCache: true },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', ...long],
          ...inProcess,
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: [...long, ...laws],
          ...inProcess,
          env: { ...inProcess.env, LAWS: 'whole' },
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 240_000 },
      },
    ],
  },
});
