import { command } from '../../program/command.ts';
import { flags, type OptionsOf } from '../../program/options.ts';

const loginFlags = flags([
  { flags: '--access-key-stdin', help: 'read the access key from standard input' },
  { flags: '--access-key-file <path>', help: 'read the access key from a file' },
  { flags: '--username <name>', help: 'sign in with user name and password' },
  { flags: '--password-stdin', help: 'read the password from standard input' },
  { flags: '--password-file <path>', help: 'read the password from a file' },
  { flags: '--make-key', help: 'after a password: make an access key for 90 days, without asking' },
]);
export type LoginFlags = OptionsOf<typeof loginFlags>;

export const loginCommand = command({
  name: 'login',
  summary: 'sign in and keep the sign-in as a profile',
  about:
    'Sign in with an access key, or with user name and password, and keep it as a profile. ' +
    'On a terminal it asks. Without one, say where the secret is: no flag takes it itself. ' +
    'A password is never kept: what it opens is a token for seven days, or an access key made for you.',
  flags: loginFlags,
  groups: ['server', 'quiet', 'write'],
  examples: [
    'voipbin login',
    'voipbin login --profile staging --api-url https://api.staging.example.com',
    'pass show voipbin/key | voipbin login --access-key-stdin',
  ],
  run: async () => (await import('./login.ts')).login,
});
