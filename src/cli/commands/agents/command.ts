import { agents } from '../../../resources/agents.ts';
import { command, type CommandSpec } from '../../program/command.ts';
import { CHANGING } from '../../program/flags.ts';
import { flags, type OptionsOf } from '../../program/options.ts';
import { EDIT_PLAN, secretFlags } from '../objects/command.ts';

const importFlags = flags([
  { flags: '--update', help: 'change the agents that already exist' },
  { flags: '--passwords <file>', help: 'generate passwords and write them to this file' },
]);
export type ImportFlags = OptionsOf<typeof importFlags>;

const handoverFlags = flags([
  { flags: '--until <time>', help: 'when the handover ends: 14d, or a date or time' },
  EDIT_PLAN,
]);
export type HandoverFlags = OptionsOf<typeof handoverFlags>;

export const agentCommands: readonly CommandSpec[] = [
  command({
    name: 'password <agent>',
    summary: 'set another password for an agent: asks for it; cannot be undone',
    about:
      'Set another password for an agent. On a terminal it asks for the password; --password says where else it ' +
      'is. A generated one is shown once, or written to the file of --passwords. The old password cannot be ' +
      'restored, and who is signed in stays so for up to seven days.',
    flags: secretFlags(agents),
    groups: CHANGING,
    examples: [
      'voipbin agents password anna@example.com',
      'voipbin agents password anna@example.com --password generate',
    ],
    run: async () => (await import('./password.ts')).agentPassword,
  }),
  command({
    name: 'import <csv>',
    summary: 'create agents from a table: shows them and asks first',
    about:
      'Create the agents of a CSV file with the usual columns: email, name (or first and last name), permission, tags, ' +
      'phone, extension, sip, addresses, detail. Several values in a cell are separated by ";" or "|"; an empty cell ' +
      'changes nothing. All problems are shown with line and column before anything is changed. If it stops, the ' +
      'same command continues. "-" is standard input.',
    flags: importFlags,
    groups: CHANGING,
    examples: ['voipbin agents import team.csv', 'voipbin agents import team.csv --update --yes'],
    run: async () => (await import('./import.ts')).importAgents,
  }),
  command({
    name: 'handover <from> <to>',
    summary: 'give the tags and addresses of an agent to another one',
    about:
      'Give the tags, then the addresses of an agent to another one, who keeps their own. An address belongs to one ' +
      'agent, so it leaves the first before the second gets it; if that fails, everything is given back. Prints the ' +
      'command that undoes the handover, and with --until a line for crontab that does so then.',
    flags: handoverFlags,
    groups: CHANGING,
    examples: ['voipbin agents handover anna@example.com ben@example.com --until 14d'],
    run: async () => (await import('./handover.ts')).handOver,
  }),
];
