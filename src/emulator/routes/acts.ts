/** Actions on rows that the emulator never creates: they look the row up, and cannot do anything with it. */
import { denied, internal, invalid, missing, ok, type EmulatorReply } from '../http.ts';
import type { Shape } from '../body.ts';
import { parseUuid } from '../ids.ts';
import { gate } from '../identity.ts';
import { finder, ownAgents, routesOf, type Find } from '../resource.ts';
import { ADMIN_OR_MANAGER, pageOf, pathId, STAFF, touch, type Call, type Route } from '../route.ts';
import { show, type TableName } from '../tables/index.ts';
import { checkReference } from './recordings.ts';

const fails = (): EmulatorReply => {
  throw internal();
};
const emptyPage = (): EmulatorReply => ok({ result: [], next_page_token: '' });

interface Act {
  method?: Route['method'];
  /** Read before the row is looked up. */
  body?: Shape;
  then?: (call: Call) => EmulatorReply;
}

/** A route for an action on one row, below its path. */
const act = <T extends TableName>(
  find: Find<T>,
  name: string,
  { method = 'POST', body, then = fails }: Act = {},
): Route => ({
  method,
  path: `/v1.0/${find.table}/{id}/${name}`,
  handle(call) {
    pathId(call, 'id', find.ids);
    if (body) call.body(body);
    finder(find)(call);
    return then(call);
  },
});

/** A route for a new row that names another one, which must exist. */
const make = (path: string, body: Shape, check: (call: Call) => void, bits = ADMIN_OR_MANAGER): Route => ({
  method: 'POST',
  path: `/v1.0/${path}`,
  handle(call) {
    call.body(body);
    gate(call.identity, bits, bits === STAFF ? '' : call.identity.customerId);
    check(call);
    return fails();
  },
});

/** Refuses a body that does not name a row of the customer. */
function mustExist(call: Call, table: TableName, member: string, reason?: string): void {
  const shape: Shape = { [member]: 'string' };
  const row = call.world.tables[table].get(parseUuid(call.body(shape)[member]) ?? '');
  if (row === undefined) throw missing(reason);
  if (row.customer_id !== call.identity.customerId) throw denied();
}

const conferences: Find<'conferences'> = { table: 'conferences', unknown: invalid };
const calls: Find<'calls'> = { table: 'calls', unknown: 'CALL_NOT_FOUND' };
const aicalls: Find<'aicalls'> = { table: 'aicalls', ids: 'binding', unknown: 'AICALL_NOT_FOUND' };
const ais: Find<'ais'> = { table: 'ais', ids: 'binding', unknown: 'AI_NOT_FOUND' };
const proposals: Find<'aipromptproposals'> = { table: 'aipromptproposals', ids: 'binding', unknown: missing };
const speakings: Find<'speakings'> = { table: 'speakings', unknown: missing };
const files: Find<'storage_files'> = { table: 'storage_files', unknown: 'FILE_NOT_FOUND' };
const rags: Find<'rags'> = { table: 'rags', ids: 'binding', unknown: 'RAG_NOT_FOUND' };

const AI_REFERENCE = {
  assistance_type: 'string',
  assistance_id: 'string',
  reference_type: 'string',
  reference_id: 'string',
} as const;

const aiActs: readonly Route[] = [
  make('aicalls', AI_REFERENCE, (call) => {
    const isTeam = call.body(AI_REFERENCE).assistance_type === 'team';
    mustExist(call, isTeam ? 'teams' : 'ais', 'assistance_id', isTeam ? 'TEAM_NOT_FOUND' : 'AI_NOT_FOUND');
  }),
  act(aicalls, 'terminate'),
  act(aicalls, 'participants', { method: 'GET', then: emptyPage }),
  act(ais, 'participants', { method: 'GET', then: emptyPage }),
  make('aisummaries', AI_REFERENCE, (call) => {
    const { reference_type, reference_id } = call.body(AI_REFERENCE);
    checkReference(call, reference_type, reference_id);
  }),
  make('aiaudits', { aicall_id: 'uuid', language: 'string' }, (call) => {
    mustExist(call, 'aicalls', 'aicall_id', 'AICALL_NOT_FOUND');
  }),
  make('aipromptproposals', { ai_id: 'uuid', audit_ids: 'strings', language: 'string' }, (call) => {
    mustExist(call, 'ais', 'ai_id', 'AI_NOT_FOUND');
  }),
  act(proposals, 'accept'),
  act(proposals, 'reject'),
];

const SOURCES = { storage_file_ids: 'strings', source_urls: 'strings' } as const;

/** Sources are stored, and never read. */
function addSources(call: Call): EmulatorReply {
  const { storage_file_ids = [], source_urls = [] } = call.body(SOURCES);
  const row = finder(rags)(call);
  const given = [
    ...storage_file_ids.map((storage_file_id) => ({ storage_file_id })),
    ...source_urls.map((source_url) => ({ source_url })),
  ];
  const { customer_id } = row;
  const added = given.map((source) => ({ id: call.world.uuid(), customer_id, ...source, status: 'pending' }));
  row.sources = [...row.sources, ...added];
  touch(call.world, row);
  return ok(show('rags', row));
}

const ragRoutes: readonly Route[] = [
  ...routesOf({
    ...rags,
    create: { fields: ['name'], besides: SOURCES, fill: () => ({ status: 'pending' }) },
    update: { kind: 'partial', fields: ['name'] },
  }),
  act(rags, 'sources', { body: SOURCES, then: addSources }),
  {
    method: 'DELETE',
    path: '/v1.0/rags/{id}/sources/{source_id}',
    handle(call) {
      const id = pathId(call, 'source_id', 'binding');
      const row = finder(rags)(call);
      if (!row.sources.some((source) => source.id === id)) throw missing();
      row.sources = row.sources.filter((source) => source.id !== id);
      touch(call.world, row);
      return ok(show('rags', row));
    },
  },
];

/** Routes for AI calls and files that every agent may use. */
const ownActs: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/service_agents/aimessages',
    handle(call) {
      pageOf(call);
      if (!call.query.has('aicall_id')) throw invalid('MISSING_REQUEST_PARAMETER');
      if (parseUuid(call.query.get('aicall_id')) === undefined) throw invalid('INVALID_REQUEST_PARAMETER');
      ownAgents.enter(call);
      throw missing('AICALL_NOT_FOUND');
    },
  },
  ...(['aicalls', 'aimessages'] as const).map((name): Route => ({
    method: 'POST',
    path: `/v1.0/service_agents/${name}`,
    handle(call) {
      call.body({ assistance_id: 'uuid', reference_id: 'uuid', aicall_id: 'uuid', content: 'string' });
      ownAgents.enter(call);
      throw name === 'aimessages' ? missing('AICALL_NOT_FOUND') : invalid();
    },
  })),
  ...routesOf({ ...files, path: 'service_agents/files', gate: ownAgents }),
  {
    method: 'GET',
    path: '/v1.0/service_agents/files/{id}/file',
    handle(call) {
      finder({ ...files, gate: ownAgents })(call);
      return fails();
    },
  },
];

export const actRoutes: readonly Route[] = [
  ...aiActs,
  ...ragRoutes,
  ...ownActs,
  ...['recording_start', 'transcribe_start'].map((name) => act(conferences, name, { body: {} })),
  ...['recording_stop', 'transcribe_stop'].map((name) => act(conferences, name)),
  act(conferences, 'media_stream', { method: 'GET' }),
  act(calls, 'media_stream', { method: 'GET' }),
  act(speakings, 'say', { body: { text: 'string' } }),
  act(speakings, 'flush'),
  act(speakings, 'stop'),
  act(files, 'file', { method: 'GET' }),
  make('storage_files', {}, () => {
    throw invalid();
  }),
  make('providers/setup', { carrier: 'string', name: 'string', credentials: 'map' }, () => undefined, STAFF),
  make('providercalls', { provider_id: 'uuid' }, () => undefined, STAFF),
  make('timeline-analyses', { activeflow_id: 'uuid', reanalyze: 'bool' }, (call) => {
    mustExist(call, 'activeflows', 'activeflow_id', 'ACTIVEFLOW_NOT_FOUND');
  }),
  ...['sip-analysis', 'pcap'].map((name): Route => ({
    method: 'GET',
    path: `/v1.0/timelines/calls/{id}/${name}`,
    handle(call) {
      finder({ ...calls, ids: 'lenient' })(call);
      // The emulator captures no packets.
      throw missing();
    },
  })),
];
