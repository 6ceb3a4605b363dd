import { runs, type NounSpec } from '../../program/command.ts';

export const profileCommand: NounSpec = {
  name: 'profile',
  summary: 'the saved sign-ins',
  verbs: [
    {
      name: 'list',
      summary: 'list the saved sign-ins',
      groups: ['plainOutput'],
      run: runs(async () => (await import('./profile.ts')).profileList),
    },
    {
      name: 'use <name>',
      values: { name: 'profiles' },
      summary: 'make a saved sign-in the current one',
      groups: ['quiet'],
      run: runs(async () => (await import('./profile.ts')).profileUse),
    },
    {
      name: 'show [name]',
      values: { name: 'profiles' },
      summary: 'show a saved sign-in, without its secret',
      groups: ['plainOutput'],
      run: runs(async () => (await import('./profile.ts')).profileShow),
    },
    {
      name: 'remove <name>',
      values: { name: 'profiles' },
      summary: 'remove a saved sign-in with all its settings',
      groups: ['write', 'quiet'],
      run: runs(async () => (await import('./profile.ts')).profileRemove),
    },
  ],
};
