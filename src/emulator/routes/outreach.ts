/** `/outplans`, `/outdials` with their targets, `/campaigns`. Their lists include deleted rows. */
import type { Action } from '../../api/wire.ts';
import { isSetId, NIL_UUID } from '../../core/ids.ts';
import { checkActions } from '../actions.ts';
import { uuidOrNil } from '../ids.ts';
import { invalid, missing, ok, type EmulatorReply } from '../http.ts';
import { delays } from '../platform.ts';
import { finder, routesOf, type Find } from '../resource.ts';
import { isLive, listPage, markDeleted, pathId, touch, type Call, type Route } from '../route.ts';
import { addRow, bodyOf } from '../rows.ts';
import { show, type RowOf, type TableName } from '../tables/index.ts';

const withDeleted = { wanted: () => () => true };
const basics = ['name', 'detail'] as const;
const dialling = [
  'source',
  'dial_timeout',
  'try_interval',
  'max_try_count_0',
  'max_try_count_1',
  'max_try_count_2',
  'max_try_count_3',
  'max_try_count_4',
] as const;
const destinations = [
  'destination_0',
  'destination_1',
  'destination_2',
  'destination_3',
  'destination_4',
] as const;

/** Each of the texts is required to create a row, but not to update it. */
function checkFilled({ name, detail, data }: { name?: string; detail?: string; data?: string }): void {
  if (!name || !detail || !data) throw invalid();
}

const outdialFind: Find<'outdials'> = { table: 'outdials', unknown: 'OUTDIAL_NOT_FOUND' };
const findOutdial = finder(outdialFind);

function findTarget(call: Call): RowOf<'outdial_targets'> {
  const id = pathId(call, 'target_id');
  findOutdial(call);
  const row = call.world.tables.outdial_targets.get(id);
  if (row === undefined) throw missing('OUTDIAL_TARGET_NOT_FOUND');
  return row;
}

/** `tm_update` is set on creation. */
function addTarget(call: Call): EmulatorReply {
  pathId(call);
  const given = bodyOf(call, 'outdial_targets', [...basics, 'data', ...destinations]);
  const outdial = findOutdial(call);
  checkFilled(given);
  const row = addRow(call, 'outdial_targets', outdial.customer_id, given, ({ tm_create }) => ({
    outdial_id: outdial.id,
    status: 'idle',
    tm_update: tm_create,
  }));
  return ok(show('outdial_targets', row));
}

const targets = '/v1.0/outdials/{id}/targets';
const targetRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: targets,
    handle(call) {
      const outdial = findOutdial(call);
      return listPage(call, 'outdial_targets', {
        customerId: outdial.customer_id,
        wanted: (row) => isLive(row) && row.outdial_id === outdial.id,
      });
    },
  },
  { method: 'POST', path: targets, handle: addTarget },
  {
    method: 'GET',
    path: `${targets}/{target_id}`,
    handle: (call) => ok(show('outdial_targets', findTarget(call))),
  },
  {
    method: 'DELETE',
    path: `${targets}/{target_id}`,
    handle(call) {
      const row = findTarget(call);
      markDeleted(call.world, row);
      return ok(show('outdial_targets', row));
    },
  },
];

type Campaign = RowOf<'campaigns'>;
const resources = ['outplan_id', 'outdial_id', 'queue_id', 'next_campaign_id'] as const;

/** What a campaign names must exist and belong to its customer; the outdial must not be used by another campaign. */
function checkResources(call: Call, given: Partial<Campaign>, campaign: Campaign): void {
  const { outplan_id, outdial_id, queue_id, next_campaign_id } = given;
  const isOwn = (table: TableName, id: string | undefined): boolean => {
    if (!isSetId(id)) return true;
    const row = call.world.tables[table].get(id);
    return row !== undefined && isLive(row) && row.customer_id === campaign.customer_id;
  };
  const holder = call.world.tables.outdials.get(outdial_id ?? '')?.campaign_id ?? NIL_UUID;
  const isFree = holder === NIL_UUID || holder === campaign.id;
  if (!isOwn('outplans', outplan_id) || !isOwn('outdials', outdial_id) || !isFree) throw invalid();
  if (!isOwn('queues', queue_id) || !isOwn('campaigns', next_campaign_id)) throw invalid();
}

/** The outdial stores the campaign, and keeps it even after the campaign drops the outdial. */
function holdOutdial(call: Call, campaign: Campaign): void {
  const outdial = call.world.tables.outdials.get(campaign.outdial_id);
  if (outdial === undefined) return;
  outdial.campaign_id = campaign.id;
  touch(call.world, outdial);
}

/** Ids stay as given: the flow that the campaign runs has its own. */
function keepActions(given: { actions?: readonly Action[] }): void {
  if (given.actions === undefined) return;
  checkActions(given.actions);
  given.actions = given.actions.map((action) => ({
    id: uuidOrNil(action.id),
    next_id: uuidOrNil(action.next_id),
    type: action.type ?? '',
    ...(action.option && { option: action.option }),
    tm_execute: null,
  }));
}

const campaignFind: Find<'campaigns'> = { table: 'campaigns', unknown: 'CAMPAIGN_NOT_FOUND' };

/** A run ends when every target was dialed; the emulator dials nothing, so it ends soon. */
function setStatus(call: Call): EmulatorReply {
  pathId(call);
  const { status } = call.body({ status: 'string' });
  const row = finder(campaignFind)(call);
  if (status !== 'run' && status !== 'stop') throw invalid();
  const { world } = call;
  const become = (next: string): void => {
    row.status = next;
    touch(world, row);
  };
  if (status === 'stop' && row.status === 'run') become('stopping');
  if (status === 'run' && row.status !== 'run') {
    checkResources(call, row, row);
    become('run');
    world.later(delays.campaignRun, () => {
      if (row.status !== 'stop') become('stop');
    });
  }
  return ok(show('campaigns', row));
}

export const outreachRoutes: readonly Route[] = [
  ...routesOf({
    table: 'outplans',
    unknown: 'OUTPLAN_NOT_FOUND',
    tooLong: invalid,
    list: withDeleted,
    create: { fields: [...basics, ...dialling] },
    update: { kind: 'replace', fields: basics },
    parts: { dial_info: { fields: dialling } },
  }),
  ...routesOf({
    ...outdialFind,
    tooLong: invalid,
    list: withDeleted,
    create: {
      fields: ['campaign_id', ...basics, 'data'],
      check: (_call, given) => {
        checkFilled(given);
      },
    },
    update: { kind: 'replace', fields: basics },
    parts: { campaign_id: { fields: ['campaign_id'] }, data: { fields: ['data'] } },
  }),
  ...targetRoutes,
  ...routesOf({
    ...campaignFind,
    tooLong: invalid,
    list: withDeleted,
    create: {
      fields: ['type', ...basics, 'service_level', 'end_handle', 'actions', ...resources],
      check(call, given, row) {
        checkResources(call, given, row);
        keepActions(given);
      },
      fill: () => ({ status: 'stop' }),
      after: holdOutdial,
    },
    update: { kind: 'replace', fields: [...basics, 'type', 'service_level', 'end_handle'] },
    parts: {
      actions: {
        fields: ['actions'],
        check: (_call, given) => {
          keepActions(given);
        },
      },
      next_campaign_id: { fields: ['next_campaign_id'] },
      resource_info: { fields: resources, check: checkResources, after: holdOutdial },
      service_level: { fields: ['service_level'] },
    },
  }),
  { method: 'PUT', path: '/v1.0/campaigns/{id}/status', handle: setStatus },
  {
    method: 'GET',
    path: '/v1.0/campaigns/{id}/campaigncalls',
    handle(call) {
      const campaign = finder(campaignFind)(call);
      return listPage(call, 'campaigncalls', { customerId: campaign.customer_id });
    },
  },
  ...routesOf({ table: 'campaigncalls', unknown: 'CAMPAIGNCALL_NOT_FOUND' }),
];
