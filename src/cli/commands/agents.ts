import { agentsKind } from '../../plan/kinds/agents.ts';
import { runs, type CommandSpec } from '../command.ts';
import { CHANGE, createCommand, deleteCommand, passwordFlags, updateCommand } from './objects.ts';

export const agentCommands: readonly CommandSpec[] = [
  createCommand(agentsKind, 'anna@example.com --tag Sales --address tel:+14155550101'),
  updateCommand(agentsKind, 'anna@example.com --tag Sales --status available'),
  {
    name: 'password <agent>',
    summary: 'set another password for an agent: asks for it; cannot be undone',
    about:
      'Set another password for an agent. On a terminal it asks for the password; --password says where else it ' +
      'is. A generated one is shown once, or written to the file of --passwords. The old password cannot be ' +
      'restored, and who is signed in stays so for up to seven days.',
    flags: passwordFlags(agentsKind),
    groups: CHANGE,
    examples: [
      'voipbin agents password anna@example.com',
      'voipbin agents password anna@example.com --password generate',
    ],
    run: runs(async () => (await import('../actions/agents/password.ts')).agentPassword),
  },
  deleteCommand(agentsKind, 'anna@example.com'),
];
