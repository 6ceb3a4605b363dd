import { runs, type CommandSpec } from '../../program/command.ts';

export const logoutCommand: CommandSpec = {
  name: 'logout',
  summary: 'forget the credential of a profile',
  about:
    'Forget the credential of a profile on this machine; its other settings stay. The server still accepts it: ' +
    '--revoke deletes an access key there first. Tokens cannot be revoked; they end by themselves after seven days.',
  flags: [{ flags: '--revoke', help: 'delete the access key on the server, too' }],
  groups: ['write', 'server', 'quiet'],
  examples: ['voipbin logout', 'voipbin logout --profile office --revoke'],
  run: runs(async () => (await import('../profile/profile.ts')).logout),
};
