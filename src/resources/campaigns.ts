import * as wire from '../api/wire.ts';
import { isSetId, NIL_UUID } from '../core/ids.ts';
import { quote } from '../core/yaml/reader.ts';
import { actionsCodec } from './actions/codec.ts';
import { amount } from './codecs/amount.ts';
import { count, id, linked, name, status } from './columns.ts';
import { choice, field, reference } from './field.ts';
import { oneOf } from './index.ts';
import { checkName, detail, otherName, type Consequence, type ManyKind, type Values } from './kind.ts';

const SERVICE_LEVEL = 100;
const resources = ['outplan_id', 'outdial_id', 'queue_id', 'next_campaign_id'] as const;

const runStatus = choice('Whether it calls.', ['run', 'stop'], { clearable: false });
const isRun = (wire: unknown): boolean => wire === 'run';

/** A campaign that is stopping is as good as stopped. */
function statusOf(wire: unknown): string {
  if (isRun(wire)) return 'run';
  return wire ? 'stop' : '';
}

function entails(patch: Values): Consequence | undefined {
  return isRun(patch['status'])
    ? {
        risk: 'costs-money',
        because: 'calls every target of its outdial: each call costs money',
      }
    : undefined;
}

export const campaigns: ManyKind<wire.Campaign> = {
  kind: 'campaigns',
  one: oneOf('campaigns'),
  path: 'campaigns',
  wire: wire.campaign,
  listsDeleted: true,
  puts: [
    { part: '', fields: ['name', 'detail', 'type', 'service_level', 'end_handle'] },
    { part: 'actions', fields: ['actions'] },
    { part: 'resource_info', fields: resources, looksAt: resources },
    { part: 'status', fields: ['status'], passing: true },
  ],
  about: 'Calls to many people: whom (outdial), how (outplan), and what they hear.',
  fields: [
    field('name', otherName),
    field('detail', detail),
    field(
      'type',
      choice('What it makes for each target: a call, or a run of its actions.', ['call', 'flow'], {
        clearable: false,
      }),
    ),
    field('outplan', reference('How it calls', 'outplans'), 'outplan_id'),
    field('outdial', reference('Whom it calls', 'outdials'), 'outdial_id'),
    field('queue', reference('Whose agents must be free', 'queues'), 'queue_id'),
    field('next_campaign', reference('What starts when it ends', 'campaigns'), 'next_campaign_id'),
    field(
      'service_level',
      amount('Free agents of the queue, in percent, that it takes to call.', {
        least: 0,
        most: 100,
        empty: SERVICE_LEVEL,
      }),
    ),
    field(
      'end_handle',
      choice('What it does after the last target: stop, or continue with new ones.', ['stop', 'continue'], {
        clearable: false,
      }),
    ),
    field('actions', actionsCodec),
  ],
  passing: [
    field('status', {
      ...runStatus,
      flag: { takes: 'none' },
      canonical: statusOf,
      fromWire: statusOf,
    }),
  ],
  noticed: ['type', 'actions', ...resources],
  entails,
  leadsCallers: true,
  key: 'name',
  renamable: true,
  checkName,
  defaults: {
    detail: '',
    type: 'flow',
    service_level: SERVICE_LEVEL,
    end_handle: 'stop',
    actions: [],
    outplan_id: NIL_UUID,
    outdial_id: NIL_UUID,
    queue_id: NIL_UUID,
    next_campaign_id: NIL_UUID,
  },
  suspect: 'try again in a minute',
  columns: [
    name,
    status,
    linked('outplan_id', 'OUTPLAN', 'outplans'),
    linked('outdial_id', 'OUTDIAL', 'outdials'),
    linked('queue_id', 'QUEUE', 'queues'),
    count('actions', 'ACTIONS'),
    id,
  ],
  examples: {
    create: 'Spring --outplan Daily --outdial Customers',
    update: 'Spring --service-level 50',
    delete: 'Spring',
  },
  refusal({ outdial_id: wanted }, self, { outdials, campaigns: all }) {
    const outdial = outdials.find((one) => one.id === wanted);
    const holder = outdial?.['campaign_id'];
    if (outdial === undefined || typeof holder !== 'string' || !isSetId(holder) || holder === self)
      return undefined;
    const campaign = all.find((one) => one.id === holder);
    const by =
      campaign === undefined ? 'a campaign that was deleted' : `campaign ${quote(String(campaign['name']))}`;
    const called = quote(String(outdial['name']));
    return `outdial ${called} belongs to ${by}: \`voipbin outdials update ${called} --clear campaign\` frees it`;
  },
};
