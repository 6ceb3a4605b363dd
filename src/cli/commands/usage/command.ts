import type { UsageBy } from '../../../usage/groups.ts';
import { command, noun } from '../../program/command.ts';
import { windowFlags } from '../../program/flags.ts';
import { flags, type OptionsOf } from '../../program/options.ts';

const usageFlags = flags([
  {
    flags: '--by <what>',
    help: 'what the rows are (kind)',
    choices: ['kind', 'day', 'number', 'agent', 'country'] as const satisfies readonly UsageBy[],
  },
  ...windowFlags,
  { flags: '--fresh', help: 'read all days again, also those that an audit has counted' },
]);
export type UsageFlags = OptionsOf<typeof usageFlags>;

export const usageCommand = noun({
  name: 'usage',
  summary: 'what was spent, on what, and how long the credit lasts',
  about:
    'Show the credit and the tokens that were spent, by kind, day, number, agent or country, with the pace, how long ' +
    'the credit lasts, the next renewals of numbers and the next tokens. The ledger does not say for which number, ' +
    'agent or country a line is: that is found in the lists of calls, messages and recordings, and what is not found ' +
    'is counted separately. Days that an audit has counted are not read again. Only reads.',
  flags: usageFlags,
  groups: ['plainOutput', 'connection', 'quiet'],
  examples: [
    'voipbin usage',
    'voipbin usage --by day --since 90d -o csv',
    'voipbin usage --by number --since 2026-10-01 --until 2026-11-01',
    'voipbin usage -o json --query runway.credit.until',
  ],
  run: async () => (await import('./usage.ts')).usage,
  verbs: [
    command({
      name: 'limits',
      summary: 'how much of each limit is used, and what is nearly full',
      about:
        'Show how many agents, queues, extensions, virtual numbers, conferences, trunks and flows there are, and how ' +
        'many the plan allows: what is nearest to its limit first. At a limit the platform refuses to create more, ' +
        'mostly with an internal error that looks like an outage. Only reads.',
      groups: ['plainOutput', 'connection', 'quiet'],
      examples: [
        'voipbin usage limits',
        "voipbin usage limits -o json --query \"limits[?state=='full' || state=='near']\"",
        'voipbin usage limits -o csv',
      ],
      run: async () => (await import('./limits.ts')).usageLimits,
    }),
  ],
});
