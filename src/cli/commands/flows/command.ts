import { command, type CommandSpec } from '../../program/command.ts';
import { CHANGING } from '../../program/flags.ts';

export const flowCommands: readonly CommandSpec[] = [
  command({
    name: 'copy <flow> <name>',
    summary: 'create a flow with the actions of another one',
    groups: CHANGING,
    examples: ['voipbin flows copy Main "Main, new"'],
    run: async () => (await import('./copy.ts')).copyFlow,
  }),
];
