import { customers } from '../../../resources/customers.ts';
import { command, type CommandSpec } from '../../program/command.ts';
import { changingFlags, createCommand } from '../objects/command.ts';

/** No one else may do this, so there is no account to act for. */
const STAFF = ['server', 'quiet'] as const;

const CHANGE = ['write', 'output', ...STAFF] as const;

const created = createCommand(customers, 'it@acme.example --name Acme --detail "Ticket 4711"');

export const customerVerbs: readonly CommandSpec[] = [
  command({
    name: 'get <customer>',
    summary: 'show the account of a customer',
    groups: ['output', ...STAFF],
    examples: ['voipbin customers get it@enterprise.example'],
    run: async () => (await import('../customer/get.ts')).customerGet,
  }),
  command({
    ...created,
    summary: 'create an account: shows it and asks first',
    about:
      'Create an account. A billing account and an administrator follow, for which this command waits: the ' +
      'administrator signs in with the e-mail address, and is sent a link to set a password.',
    // A billing account of its own comes a moment later, in place of any other.
    flags: created.flags?.filter(({ flags }) => !/^--(rtp-debug|billing-account) /.test(flags)) ?? [],
    groups: CHANGE,
    run: async () => (await import('./create.ts')).createCustomer,
  }),
  command({
    name: 'update <customer>',
    summary: 'change an account: shows the difference and asks first',
    about:
      'Change fields of the account of a customer. Fields that are not named stay as they are. Name it by its id, ' +
      'an unambiguous beginning of it, its name or its e-mail address.',
    flags: changingFlags(customers),
    groups: CHANGE,
    examples: ['voipbin customers update it@enterprise.example --detail "Ticket 4711"'],
    run: async () => (await import('../objects/change.ts')).updateObject(customers),
  }),
  command({
    name: 'freeze <customer>',
    summary: 'freeze an account: no one can use it, and it is deleted in 30 days',
    groups: CHANGE,
    examples: ['voipbin customers freeze it@enterprise.example'],
    run: async () => (await import('./status.ts')).freezeCustomer,
  }),
  command({
    name: 'recover <customer>',
    summary: 'cancel the freeze of an account',
    groups: CHANGE,
    examples: ['voipbin customers recover it@enterprise.example'],
    run: async () => (await import('./status.ts')).recoverCustomer,
  }),
  command({
    name: 'delete <customer>',
    summary: 'delete an account immediately: asks for its name, or takes --yes',
    about:
      'Delete an account immediately, with everything that belongs to it. On a terminal its name must be typed; --yes does without. ' +
      '`voipbin customers freeze` leaves 30 days in which it can be recovered.',
    groups: CHANGE,
    examples: ['voipbin customers delete it@enterprise.example'],
    run: async () => (await import('./delete.ts')).deleteCustomer,
  }),
  command({
    name: 'billing <customer>',
    summary: 'show the billing account of a customer, with its status',
    about:
      'Show the billing account that pays for a customer. `voipbin billing update --as-customer` changes it, ' +
      '`voipbin customers update --billing-account` lets another one pay.',
    groups: ['output', ...STAFF],
    examples: ['voipbin customers billing it@enterprise.example -o json'],
    run: async () => (await import('./billing.ts')).customerBilling,
  }),
];
