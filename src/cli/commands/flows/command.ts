import { runs, type CommandSpec } from '../../program/command.ts';
import { CHANGE } from '../objects/command.ts';

export const flowCommands: readonly CommandSpec[] = [
  {
    name: 'copy <flow> <name>',
    summary: 'create a flow with the actions of another one',
    groups: CHANGE,
    examples: ['voipbin flows copy Main "Main, new"'],
    run: runs(async () => (await import('./copy.ts')).copyFlow),
  },
];
