import { customerFields } from '../../../api/customer-fields.ts';
import { runs, type NounSpec } from '../../program/command.ts';

export const customerCommand: NounSpec = {
  name: 'customer',
  summary: 'the account: see it, change it',
  verbs: [
    {
      name: 'get [customer-id]',
      summary: 'show the account',
      about: 'Show your own account. With an id: any account, for platform staff.',
      groups: ['output', 'connection', 'quiet'],
      examples: ['voipbin customer get', 'voipbin customer get -o json --query email'],
      run: runs(async () => (await import('./get.ts')).customerGet),
    },
    {
      name: 'update [customer-id]',
      summary: 'change the account: shows the difference and asks first',
      about:
        'Change fields of the account. Fields that are not named stay as they are. ' +
        'The difference is shown and confirmed, the account is read again, and nothing is written ' +
        'when somebody else has changed it meanwhile (exit code 7).',
      flags: [
        { flags: '--name <text>', help: 'the name' },
        { flags: '--detail <text>', help: 'what the account is for' },
        { flags: '--email <address>', help: 'the contact e-mail address' },
        { flags: '--phone-number <number>', help: 'the contact number, E.164: +14155550100' },
        { flags: '--address <text>', help: 'the postal address' },
        {
          flags: '--webhook-method <method>',
          help: 'how events are sent',
          choices: ['POST', 'GET', 'PUT', 'DELETE'],
        },
        { flags: '--webhook-uri <url>', help: 'where events are sent' },
        {
          flags: '--rtp-debug <on|off>',
          help: 'record the media of calls for debugging',
          choices: ['on', 'off'],
        },
        { flags: '--billing-account <id>', help: 'the billing account that pays' },
        {
          flags: '--clear <field...>',
          help: 'empty a field; not the e-mail address, which an account needs',
          choices: customerFields.map((field) => field.replace('_', '-')),
        },
      ],
      groups: ['write', 'output', 'connection', 'quiet'],
      examples: [
        'voipbin customer update --name "Acme Corporation Inc." --detail "Head office"',
        'voipbin customer update --webhook-uri https://hooks.example.com/voipbin --yes',
        'voipbin customer update --clear address --dry-run',
      ],
      run: runs(async () => (await import('./update.ts')).customerUpdate),
    },
  ],
};
