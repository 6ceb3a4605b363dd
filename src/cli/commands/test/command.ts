import { command } from '../../program/command.ts';
import { flags, type OptionsOf } from '../../program/options.ts';
import { testReports } from '../../program/values.ts';

const testFlags = flags([
  { flags: '--init', help: 'write the file, with what callers experience now, and test nothing' },
  { flags: '--plan <file>', help: 'the account as it would be after `apply` of that plan file' },
  {
    flags: '--from-snapshot <file>',
    help: 'a saved snapshot instead of the account (audit --save-snapshot)',
  },
  {
    flags: '--report <format=path>',
    help: 'also write a report: junit, sarif; - is standard output; repeatable',
    repeatable: true,
    values: testReports,
  },
]);
export type TestFlags = OptionsOf<typeof testFlags>;

export const testCommand = command({
  name: 'test [file]',
  summary: 'test calls: what callers hear, whom they reach, how it ends',
  about:
    'Follow the calls of a file (voipbin.calls.yaml) through the account, and compare what happens with what the ' +
    'file expects. A caller who is cut off or left waiting fails the test, unless `ends` says so. Only reads. Exit code 10 if a call failed. ' +
    'The file - is standard input, and with --init standard output.',
  flags: testFlags,
  groups: ['plainOutput', 'connection', 'quiet'],
  examples: [
    'voipbin test --init',
    'voipbin test',
    'voipbin test --plan voipbin.yaml',
    'voipbin test office.calls.yaml --report junit=calls.xml',
  ],
  run: async () => (await import('./test.ts')).test,
});
