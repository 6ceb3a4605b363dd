import { runs, type CommandSpec } from '../command.ts';

export const auditCommand: CommandSpec = {
  name: 'audit',
  summary: 'review the account: what is there, what is wrong, how to mend it',
  about:
    'Review the account: agents, numbers, flows, billing, and what quietly goes wrong in them. ' +
    'Only reads. What could not be looked at is told, and never counted as fine (exit code 3).',
  flags: [
    {
      flags: '--fail-on <severity>',
      help: 'exit code 10 for findings of this severity or above (high)',
      choices: ['low', 'medium', 'high', 'critical', 'never'],
    },
    { flags: '--allow-incomplete', help: 'exit code 0 or 10 even when not everything could be looked at' },
  ],
  groups: ['output', 'connection', 'quiet'],
  examples: ['voipbin audit', 'voipbin audit --demo', 'voipbin audit -o json --fail-on critical'],
  run: runs(async () => (await import('../actions/audit.ts')).audit),
};
