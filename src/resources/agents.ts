import * as wire from '../api/wire.ts';
import { AGENT_STATUSES } from '../core/agent-statuses.ts';
import { AGENT_NAME, PASSWORD, tooLong } from '../core/lengths.ts';
import { Permission, permissionNames, permissionText } from '../core/permissions.ts';
import { quote } from '../core/yaml/reader.ts';
import { addresses } from './codecs/addresses.ts';
import { permission } from './codecs/permission.ts';
import { id, idsOf, name, ringing, status, tagNames } from './columns.ts';
import { choice, field, references, text } from './field.ts';
import { oneOf } from './index.ts';
import { detail, type ManyKind } from './kind.ts';

/** As the server sees it (bin-common-handler, utilhandler/email.go), but for what no mailbox has. */
function checkUsername(name: string): string | undefined {
  const long = tooLong(name, AGENT_NAME);
  if (long !== undefined) return `the user name ${quote(name)} ${long}`;
  return /^[^\s@]+@[^\s@]+$/.test(name) && !name.includes('..') && !name.endsWith('.')
    ? undefined
    : `${quote(name)} is not an e-mail address: agents are named by theirs`;
}

/** The platform alone says that a phone rings. */
const SETTABLE = AGENT_STATUSES.filter((status) => status !== 'ringing');

export const agents: ManyKind<wire.Agent> = {
  kind: 'agents',
  one: oneOf('agents'),
  path: 'agents',
  wire: wire.agent,
  // The other filter, `tag_ids`, cannot ask for agents without a tag.
  parts: AGENT_STATUSES.map((one) => ({ status: one })),
  puts: [
    { part: '', fields: ['name', 'detail', 'ring_method'] },
    { part: 'tag_ids', fields: ['tag_ids'] },
    { part: 'addresses', fields: ['addresses'] },
    { part: 'permission', fields: ['permission'] },
    { part: 'status', fields: ['status'], passing: true },
    // The server shows no password: only another one can be set.
    { part: 'password', fields: ['password'] },
  ],
  about: 'People who answer calls and sign in, by their e-mail address.',
  fields: [
    field('name', text('The name for people.', { length: AGENT_NAME })),
    field('detail', detail),
    field('permission', permission),
    field('tags', references('Queues with any of these call the agent', 'tags'), 'tag_ids'),
    field('addresses', addresses),
    field('ring_method', choice('How the addresses are called.', ['ringall'], { clearable: false })),
  ],
  passing: [field('status', choice('Whether calls reach them now.', SETTABLE, { clearable: false }))],
  noticed: ['permission', 'tag_ids', 'addresses', 'ring_method', 'status'],
  key: 'username',
  renamable: false,
  secrets: [
    {
      key: 'password',
      about: 'the first password',
      generated: 'always',
      hasVerb: true,
      length: PASSWORD,
      // Tokens stay valid, whatever becomes of the password.
      afterwards: 'the old password no longer works; who is signed in stays so for up to seven days',
    },
  ],
  checkName: checkUsername,
  namePattern: {
    pattern: '^[^\\s@]+@[^\\s@]+$',
    patternErrorMessage: 'not an e-mail address: agents are named by theirs',
  },
  defaults: {
    name: '',
    detail: '',
    ring_method: 'ringall',
    permission: Permission.agent,
    tag_ids: [],
    addresses: [],
  },
  signsIn: true,
  limited: { as: 'agents' },
  suspect: 'or the billing account of the plan cannot be read',
  columns: [
    name,
    { key: 'username', title: 'USER NAME' },
    status,
    {
      key: 'permission',
      title: 'PERMISSION',
      value: (row) => permissionText(permissionNames(row['permission'] as number).join(' ')) || '-',
    },
    tagNames,
    ringing,
    id,
  ],
  filters: [
    {
      flag: { flags: '--tag <tag>', help: 'only agents with this tag' },
      refers: 'tags',
      valuesOf: idsOf('tag_ids'),
    },
    {
      flag: { flags: '--status <status>', help: 'only agents of this status', choices: AGENT_STATUSES },
      valuesOf: (row) => [row['status']],
    },
    {
      flag: {
        flags: '--permission <permission>',
        help: 'only agents with this permission',
        choices: ['admin', 'manager', 'agent'],
      },
      valuesOf: ({ permission: granted }) => permissionNames(granted as number),
    },
  ],
  examples: {
    create: 'anna@example.com --tag Sales --address tel:+14155550101',
    update: 'anna@example.com --tag Sales --status available',
    delete: 'anna@example.com',
  },
  missing: ({ addresses: given }) =>
    Array.isArray(given) && given.length > 0
      ? undefined
      : 'a new agent needs an address: --address tel:+14155550101, or addresses in a plan file',
};
