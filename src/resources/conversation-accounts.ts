import * as wire from '../api/wire.ts';
import { NIL_UUID } from '../core/ids.ts';
import { isRecord } from './actions/words.ts';
import { created, id, linked, name } from './columns.ts';
import { choice, field, reference, text } from './field.ts';
import { oneOf } from './index.ts';
import { checkName, detail, otherName, type ManyKind, type SecretField, type Wire } from './kind.ts';

const providerData = (live: Wire): Readonly<Record<string, unknown>> => {
  const data = live['provider_data'];
  return isRecord(data) ? data : {};
};
const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const AFTERWARDS = 'the old one is not recorded, and cannot be restored';

const secrets: readonly SecretField[] = [
  {
    key: 'secret',
    about: 'the secret of the channel',
    fits: ({ type }) => type === 'line',
    afterwards: AFTERWARDS,
  },
  {
    key: 'token',
    about: 'the access token of the provider',
    fits: ({ type }) => type !== 'sms',
    afterwards: AFTERWARDS,
  },
  {
    key: 'app_secret',
    about: 'the secret of the app',
    shown: (live) => textIn(providerData(live)['app_secret']),
    fits: ({ type }) => type === 'whatsapp',
    afterwards: AFTERWARDS,
  },
];

/** What each type cannot do without. */
const needed: Readonly<Record<string, readonly string[]>> = {
  line: ['secret', 'token'],
  sms: [],
  whatsapp: ['phone_number_id', 'token', 'app_secret'],
};

export const conversationAccounts: ManyKind<wire.ConversationAccount> = {
  kind: 'conversation_accounts',
  one: oneOf('conversation_accounts'),
  path: 'conversation_accounts',
  wire: wire.conversationAccount,
  members: ['provider_data'],
  puts: [
    {
      part: '',
      fields: ['name', 'detail', 'message_flow_id', 'provider_data', 'secret', 'token'],
      isPartial: true,
      needs: ['provider_data.app_secret'],
    },
  ],
  about: 'Where messages come from: LINE, WhatsApp, text messages.',
  fields: [
    field('name', otherName),
    field('detail', detail),
    { ...field('type', choice('Whose messages.', Object.keys(needed), { clearable: false })), isFixed: true },
    field('message_flow', reference('What happens with messages', 'flows'), 'message_flow_id'),
    field('phone_number_id', text('The id of the phone number, as WhatsApp has it.')),
  ],
  secrets,
  noticed: ['message_flow_id', 'phone_number_id'],
  leadsCallers: true,
  key: 'name',
  renamable: true,
  checkName,
  defaults: {
    detail: '',
    type: 'sms',
    secret: '',
    token: '',
    message_flow_id: NIL_UUID,
    phone_number_id: '',
  },
  current: (live) => ({ ...live, phone_number_id: providerData(live)['phone_number_id'] }),
  nested: ({ phone_number_id, app_secret, ...patch }) => ({
    ...patch,
    ...((phone_number_id !== undefined || app_secret !== undefined) && {
      provider_data: {
        ...(phone_number_id !== undefined && { phone_number_id }),
        ...(app_secret !== undefined && { app_secret }),
      },
    }),
  }),
  suspect: 'try again in a minute',
  columns: [
    name,
    { key: 'type', title: 'TYPE' },
    linked('message_flow_id', 'MESSAGE FLOW', 'flows'),
    created,
    id,
  ],
  examples: {
    create: 'Shop --type sms --message-flow Messages',
    update: 'Shop --token file:line-token',
    delete: 'Shop',
  },
  missing(spec) {
    const type = typeof spec['type'] === 'string' ? spec['type'] : 'sms';
    const lacks = (needed[type] ?? []).filter((key) => !spec[key]);
    return lacks.length === 0 ? undefined : `a new account of type ${type} needs ${lacks.join(', ')}`;
  },
};
