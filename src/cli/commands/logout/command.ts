import { command } from '../../program/command.ts';
import { flags, type OptionsOf } from '../../program/options.ts';

const logoutFlags = flags([{ flags: '--revoke', help: 'delete the access key on the server, too' }]);
export type LogoutFlags = OptionsOf<typeof logoutFlags>;

export const logoutCommand = command({
  name: 'logout',
  summary: 'forget the credential of a profile',
  about:
    'Forget the credential of a profile on this machine; its other settings stay. The server still accepts it: ' +
    '--revoke deletes an access key there first. Tokens cannot be revoked; they end by themselves after seven days.',
  flags: logoutFlags,
  groups: ['write', 'server', 'quiet'],
  examples: ['voipbin logout', 'voipbin logout --profile office --revoke'],
  run: async () => (await import('../profile/profile.ts')).logout,
});
