import { command, type CommandSpec } from '../../program/command.ts';
import { CHANGING } from '../../program/flags.ts';
import { flags, type OptionsOf } from '../../program/options.ts';

const work = () => import('./change.ts');
const EXPIRES = { flags: '--expires <time>' } as const;

const createKeyFlags = flags([
  { ...EXPIRES, help: 'how long it is valid: 90d, 52w, or a date (90d)' },
  { flags: '--detail <value>', help: 'what it is for' },
  { flags: '--token-file <file>', help: 'write the key to this new file' },
]);
export type CreateKeyFlags = OptionsOf<typeof createKeyFlags>;

const rotateFlags = flags([
  { ...EXPIRES, help: 'how long the new key is valid (as long as the old one)' },
  { flags: '--keep-old', help: 'do not delete the old key' },
]);
export type RotateFlags = OptionsOf<typeof rotateFlags>;

export const accesskeyCommands: readonly CommandSpec[] = [
  command({
    name: 'create <name>',
    summary: 'create an access key: asks first, shows it once',
    about:
      'Create an access key, which has the rights of an administrator. It is shown once on a terminal, or written ' +
      'to a file that only you can read, and nowhere else: the server does not show it again.',
    flags: createKeyFlags,
    groups: CHANGING,
    examples: [
      'voipbin accesskeys create ci --expires 90d',
      'voipbin accesskeys create backup --token-file backup.key --yes',
    ],
    run: async () => (await work()).createKey,
  }),
  command({
    name: 'rotate',
    summary: 'replace the access key of a profile, and delete the old one',
    about:
      'Replace the access key that a profile keeps: create one, sign in with it, keep it in the profile, delete the ' +
      'old one. If a step fails, the old key stays in use. A key from the environment, a file or a program is kept ' +
      'elsewhere: the command then shows what to do.',
    flags: rotateFlags,
    groups: CHANGING,
    examples: ['voipbin accesskeys rotate --yes', 'voipbin accesskeys rotate --profile office --keep-old'],
    run: async () => (await import('./rotate.ts')).rotateKey,
  }),
  command({
    name: 'delete <access-key>',
    summary: 'delete an access key: asks first, and cannot be undone',
    about: 'Delete an access key, by its name, its id, or the characters that it begins with.',
    groups: CHANGING,
    examples: ['voipbin accesskeys delete ci'],
    run: async () => (await work()).deleteKey,
  }),
];
