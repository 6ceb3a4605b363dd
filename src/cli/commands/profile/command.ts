import { command, type NounSpec } from '../../program/command.ts';

export const profileCommand: NounSpec = {
  name: 'profile',
  summary: 'the saved sign-ins',
  verbs: [
    command({
      name: 'list',
      summary: 'list the saved sign-ins',
      groups: ['plainOutput'],
      run: async () => (await import('./profile.ts')).profileList,
    }),
    command({
      name: 'use <name>',
      values: { name: 'profiles' },
      summary: 'make a saved sign-in the current one',
      groups: ['quiet'],
      run: async () => (await import('./profile.ts')).profileUse,
    }),
    command({
      name: 'show [name]',
      values: { name: 'profiles' },
      summary: 'show a saved sign-in, without its secret',
      groups: ['plainOutput'],
      run: async () => (await import('./profile.ts')).profileShow,
    }),
    command({
      name: 'remove <name>',
      values: { name: 'profiles' },
      summary: 'remove a saved sign-in with all its settings',
      groups: ['write', 'quiet'],
      run: async () => (await import('./profile.ts')).profileRemove,
    }),
  ],
};
