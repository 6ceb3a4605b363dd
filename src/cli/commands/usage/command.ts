import { command, type NounSpec } from '../../program/command.ts';

export const usageCommand: NounSpec = {
  name: 'usage',
  summary: 'what is used of the account',
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
};
