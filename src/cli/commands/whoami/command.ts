import { command } from '../../program/command.ts';

export const whoamiCommand = command({
  name: 'whoami',
  summary: 'show which account, credential and server are in use',
  groups: ['output', 'connection', 'quiet'],
  run: async () => (await import('./whoami.ts')).whoami,
});
