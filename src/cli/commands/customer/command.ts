import { command, type NounSpec } from '../../program/command.ts';
import { CHANGING, outputOr } from '../../program/flags.ts';
import { flags, type OptionsOf } from '../../program/options.ts';

const treeFlags = flags([
  {
    flags: '--depth <levels>',
    help: 'levels below the account: 1 counts, 2 lists, 3 and more follow the links (all)',
    number: true,
    whole: true,
  },
  { flags: '--all', help: 'on a terminal: every row of long lists' },
  ...outputOr(['mermaid']),
]);
export type TreeFlags = OptionsOf<typeof treeFlags>;

export const customerCommand: NounSpec = {
  name: 'customer',
  summary: 'the account: see it and what it owns, change it, cancel its freeze',
  verbs: [
    command({
      name: 'get [customer]',
      summary: 'show the account',
      about:
        'Show your own account. With the id, name or e-mail address of a customer: that account, for platform staff.',
      groups: ['output', 'connection', 'quiet'],
      examples: ['voipbin customer get', 'voipbin customer get -o json --query email'],
      run: async () => (await import('./get.ts')).customerGet,
    }),
    command({
      name: 'tree',
      summary: 'who owns what: agents, numbers, flows, queues, and their links',
      about:
        'Show what the account owns, with counts, and what leads where: from numbers to flows, queues, tags and agents. ' +
        'What was already shown is not followed again. On a terminal long lists are cut: --all shows them whole. -o mermaid ' +
        'draws the links. Only reads.',
      flags: treeFlags,
      groups: ['connection', 'quiet'],
      examples: [
        'voipbin customer tree',
        'voipbin customer tree --depth 1',
        'voipbin customer tree -o mermaid > account.mmd',
      ],
      run: async () => (await import('./tree.ts')).customerTree,
    }),
    command({
      name: 'update [customer]',
      summary: 'change the account: shows the difference and asks first',
      about:
        'Change fields of the account. Fields that are not named stay as they are. ' +
        'The difference is shown and confirmed, the account is read again, and nothing is written ' +
        'if someone else has changed it in the meantime (exit code 7).',
      moreFlags: async () => (await import('./update.ts')).customerFlags,
      groups: CHANGING,
      examples: [
        'voipbin customer update --name "Acme Corporation Inc." --detail "Head office"',
        'voipbin customer update --webhook-uri https://hooks.example.com/voipbin --yes',
        'voipbin customer update --clear address --dry-run',
      ],
      run: async () => (await import('./update.ts')).customerUpdate,
    }),
    command({
      name: 'recover',
      summary: 'cancel the freeze of the account: asks first',
      about:
        'Cancel the freeze of your account, which is deleted 30 days after it. Only an administrator can. ' +
        '`voipbin undo` does not freeze the account again.',
      groups: CHANGING,
      examples: ['voipbin customer recover', 'voipbin customer recover --yes -o json'],
      run: async () => (await import('./recover.ts')).customerRecover,
    }),
  ],
};
