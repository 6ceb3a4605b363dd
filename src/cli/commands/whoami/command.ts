import { runs, type CommandSpec } from '../../program/command.ts';

export const whoamiCommand: CommandSpec = {
  name: 'whoami',
  summary: 'show which account, credential and server are in use',
  groups: ['output', 'connection', 'quiet'],
  run: runs(async () => (await import('./whoami.ts')).whoami),
};
