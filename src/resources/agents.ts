import { AGENT_STATUSES } from '../core/agent-statuses.ts';
import { AGENT_NAME, tooLong } from '../core/lengths.ts';
import { Permission } from '../core/permissions.ts';
import { quote } from '../core/yaml/reader.ts';
import { addresses } from './codecs/addresses.ts';
import { permission } from './codecs/permission.ts';
import { choice, field, references, text } from './field.ts';
import { detail, resource, type ManyKind } from './kind.ts';

/** As the server sees it (bin-common-handler, utilhandler/email.go), but for what no mailbox has. */
function checkUsername(name: string): string | undefined {
  const long = tooLong(name, AGENT_NAME);
  if (long !== undefined) return `the user name ${quote(name)} ${long}`;
  return /^[^\s@]+@[^\s@]+$/.test(name) && !name.includes('..') && !name.endsWith('.')
    ? undefined
    : `${quote(name)} is no e-mail address: agents go by theirs`;
}

/** The platform alone says that a phone rings. */
const SETTABLE = AGENT_STATUSES.filter((status) => status !== 'ringing');

export const agentsKind: ManyKind = {
  kind: 'agents',
  one: 'agent',
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
  takesPassword: true,
  checkName: checkUsername,
  namePattern: {
    pattern: '^[^\\s@]+@[^\\s@]+$',
    patternErrorMessage: 'not an e-mail address: agents go by theirs',
  },
  defaults: {
    name: '',
    detail: '',
    ring_method: 'ringall',
    permission: Permission.agent,
    tag_ids: [],
    addresses: [],
  },
  writes: [
    ['name', 'detail', 'ring_method'],
    ['tag_ids'],
    ['addresses'],
    ['permission'],
    ['status'],
    ['password'],
  ],
  resource: (api) => resource(api.agents),
  missing: ({ addresses: given }) =>
    Array.isArray(given) && given.length > 0
      ? undefined
      : 'a new agent needs an address: the server asks for one',
};
