import { runs, type CommandSpec } from '../command.ts';

export const logoutCommand: CommandSpec = {
  name: 'logout',
  summary: 'forget the credential of a profile',
  about:
    'Forget the credential of a profile on this machine; its other settings stay. The server cannot take tokens back: a key that may be known to others must be deleted there.',
  flags: [{ flags: '--profile <name>', help: 'the saved sign-in to forget', env: 'VOIPBIN_PROFILE' }],
  groups: ['quiet'],
  run: runs(async () => (await import('../actions/profile.ts')).logout),
};
