/** Calls and chats that the company starts itself: a campaign with its lists, a conference, a chat, a LINE account. */
import { NIL_UUID } from '../../core/ids.ts';
import type { Row } from '../records.ts';
import { emptyValues, type RowOf, type TableName } from '../tables/index.ts';
import type { Builder } from './builder.ts';

export interface OutreachNames {
  /** The account's number that people see as the caller. */
  source: string;
  queueId: string;
  /** The flow that runs for messages. */
  flowId: string;
}

/** Adds a row to any table, with its own creation time. */
type Add = <T extends TableName>(table: T, fields: Partial<RowOf<T>>) => RowOf<T>;

const DIRECT_HASH = `direct.${'0'.repeat(12)}`;

export function addOutreach(builder: Builder, names: OutreachNames): void {
  const { world, data, customer } = builder;
  let days = 90;
  const add: Add = <T extends TableName>(table: T, fields: Partial<RowOf<T>>) => {
    days -= 1;
    const common: Row = {
      id: world.uuid(),
      customer_id: customer.id,
      tm_create: builder.daysAgo(days),
      tm_update: null,
      tm_delete: null,
    };
    const row = { ...emptyValues(table), ...common, ...fields } as RowOf<T>;
    (data[table] as RowOf<T>[]).push(row);
    return row;
  };
  add('conferences', {
    type: 'conference',
    status: 'progressing',
    name: 'Weekly sales call',
    timeout: 3600,
    data: { owner: 'sales' },
    direct_hash: DIRECT_HASH,
  });
  addCampaign(add, names);
  add('conversation_accounts', { type: 'line', name: 'LINE', message_flow_id: names.flowId });
  add('webchat_widgets', {
    name: 'Web site',
    status: 'active',
    session_flow_id: names.flowId,
    session_idle_timeout: 1800,
    theme_config: { primary_color: '#0055aa', header_title: 'Ask us' },
    direct_hash: DIRECT_HASH,
  });
}

/** A campaign, with its outplan and its outdial. */
function addCampaign(add: Add, { source, queueId }: OutreachNames): void {
  const outplan = add('outplans', {
    name: 'Office hours',
    source: { type: 'tel', target: source },
    dial_timeout: 30_000,
    try_interval: 3_600_000,
    max_try_count_0: 2,
  });
  const outdial = add('outdials', { name: 'Customers', detail: 'Customers of this year', data: 'crm' });
  for (const [index, name] of ['Ada Byron', 'Grace Park', 'Linus Berg'].entries()) {
    const target = add('outdial_targets', {
      outdial_id: outdial.id,
      name,
      detail: 'Customer',
      data: `crm-${index + 1}`,
      status: 'idle',
      destination_0: { type: 'tel', target: `+1415555018${index}` },
    });
    target.tm_update = target.tm_create;
  }
  const campaign = add('campaigns', {
    type: 'call',
    name: 'Spring offer',
    status: 'stop',
    service_level: 100,
    end_handle: 'stop',
    actions: [
      { type: 'talk', option: { text: 'We have news for you.', language: 'en-US' } },
      { type: 'queue_join', option: { queue_id: queueId } },
      { type: 'talk', option: { text: 'We will call you again. Goodbye.', language: 'en-US' } },
      { type: 'hangup' },
    ].map((action) => ({ id: NIL_UUID, next_id: NIL_UUID, ...action, tm_execute: null })),
    outplan_id: outplan.id,
    outdial_id: outdial.id,
    queue_id: queueId,
  });
  outdial.campaign_id = campaign.id;
}
