/** `/ais` with the history of their prompts, `/teams`, and lists of rows that the emulator never creates. */
import { isSetId, NIL_UUID } from '../../core/ids.ts';
import { internal, invalid, missing, ok, type EmulatorReply } from '../http.ts';
import { parseUuid } from '../ids.ts';
import { gate } from '../identity.ts';
import { engineMakers, insightTools, speechEngines, tools, voiceEngines } from '../platform.ts';
import { finder, routesOf, type Find, type Resource, type Write } from '../resource.ts';
import {
  ADMIN_OR_MANAGER,
  listPage,
  pageOf,
  pathId,
  queryId,
  touch,
  type Call,
  type Route,
} from '../route.ts';
import { addRow } from '../rows.ts';
import { show, type RowOf, type TableName } from '../tables/index.ts';

type Ai = RowOf<'ais'>;
type Team = RowOf<'teams'>;

const ais: Find<'ais'> = { table: 'ais', unknown: 'AI_NOT_FOUND' };

const NORMAL = 'normal';
const INSIGHT = 'insight';

/** Of the model, only the vendor is checked. */
function checkAi(_call: Call, given: Partial<Ai>, row: Ai): void {
  const { engine_model = '', tts_type = '', stt_type = '', tool_names = [] } = given;
  given.type ||= row.type || NORMAL;
  const known = given.type === INSIGHT ? insightTools : tools;
  if (!tool_names.every((name) => known.has(name))) throw invalid('INVALID_TOOL_NAMES');
  const [maker = '', model] = engine_model.split('.');
  if (!engineMakers.has(maker) || model === undefined) throw internal();
  if (!voiceEngines.has(tts_type) || !speechEngines.has(stt_type)) throw internal();
  if (given.type !== NORMAL && given.type !== INSIGHT) throw internal();
}

/** Each change of the prompt is kept; an empty prompt has no history. */
function keepPrompt(call: Call, row: Ai): void {
  const { ai_prompt_histories } = call.world.tables;
  const current = ai_prompt_histories.get(row.current_prompt_history_id)?.prompt ?? '';
  if (current === row.init_prompt) return;
  const history = { ai_id: row.id, prompt: row.init_prompt };
  row.current_prompt_history_id =
    row.init_prompt === '' ? NIL_UUID : addRow(call, 'ai_prompt_histories', row.customer_id, history).id;
}

const writeAi: Write<'ais'> = {
  fields: [
    'name',
    'detail',
    'type',
    'engine_model',
    'parameter',
    'engine_key',
    'rag_id',
    'init_prompt',
    'tts_type',
    'tts_voice_id',
    'stt_type',
    'stt_language',
    'tool_names',
  ],
  check: checkAi,
  after: keepPrompt,
};

const histories = '/v1.0/ais/{id}/prompt_histories';
const historyRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: histories,
    handle(call) {
      const { id, customer_id } = finder(ais)(call);
      return listPage(call, 'ai_prompt_histories', {
        customerId: customer_id,
        wanted: (row) => row.ai_id === id,
      });
    },
  },
  {
    method: 'GET',
    path: `${histories}/{history_id}`,
    handle(call) {
      const historyId = pathId(call, 'history_id');
      const { id } = finder(ais)(call);
      const row = call.world.tables.ai_prompt_histories.get(historyId);
      if (row?.ai_id !== id) throw missing();
      return ok(show('ai_prompt_histories', row));
    },
  },
];

/** Checks that the start is a member, and that each member has its own id and names an AI. */
function checkTeam(call: Call, { start_member_id, members = [] }: Partial<Team>): void {
  const ids = members.map(({ id }) => parseUuid(id));
  const isMember = (id: string | undefined): boolean => isSetId(id) && ids.includes(id);
  const isSound = members.every(
    ({ id, name, ai_id, transitions = [] }) =>
      isSetId(parseUuid(id)) &&
      Boolean(name) &&
      isSetId(parseUuid(ai_id)) &&
      transitions.every(
        ({ function_name, next_member_id }) => Boolean(function_name) && isMember(parseUuid(next_member_id)),
      ),
  );
  if (!isMember(start_member_id) || new Set(ids).size < ids.length || !isSound) throw internal();
  for (const { ai_id } of members) {
    const ai = call.world.tables.ais.get(parseUuid(ai_id) ?? '');
    if (ai === undefined) throw missing();
    gate(call.identity, ADMIN_OR_MANAGER, ai.customer_id);
  }
}

const writeTeam: Write<'teams'> = {
  fields: ['name', 'detail', 'start_member_id', 'members', 'parameter'],
  check: checkTeam,
};

/** Routes of rows that never exist: empty lists, and lookups that fail. */
function unmade<T extends TableName>(resource: Resource<T>, filters: readonly string[] = []): Route[] {
  return routesOf({
    ...resource,
    list: {
      wanted(call) {
        for (const name of filters) queryId(call, name);
        return () => true;
      },
    },
  });
}

function activateInsight(call: Call): EmulatorReply {
  const row = finder({ ...ais, ids: 'binding' })(call);
  if (row.type !== INSIGHT) throw invalid();
  for (const other of call.world.tables.ais.of(row.customer_id)) other.is_insight_active = other === row;
  touch(call.world, row);
  return ok(show('ais', row));
}

/** The messages of one call, whose id is required. */
function messagesOf(call: Call): EmulatorReply {
  pageOf(call);
  const text = call.query.get('aicall_id');
  if (text === null) throw invalid('MISSING_REQUEST_PARAMETER');
  if (call.world.tables.aicalls.get(parseUuid(text) ?? '') === undefined) throw missing('AICALL_NOT_FOUND');
  return listPage(call, 'aimessages', { customerId: call.identity.customerId, bits: ADMIN_OR_MANAGER });
}

export const aiRoutes: readonly Route[] = [
  ...routesOf({
    ...ais,
    create: writeAi,
    update: { kind: 'replace', ...writeAi },
    directHash: 'direct-hash-regenerate',
  }),
  { method: 'POST', path: '/v1.0/ais/{id}/activate_insight', handle: activateInsight },
  ...historyRoutes,
  ...routesOf({
    table: 'teams',
    unknown: 'TEAM_NOT_FOUND',
    create: writeTeam,
    update: { kind: 'replace', ...writeTeam },
    directHash: 'direct-hash-regenerate',
  }),
  { method: 'GET', path: '/v1.0/aimessages', handle: messagesOf },
  ...routesOf({ table: 'aimessages', unknown: 'AIMESSAGE_NOT_FOUND', list: false }),
  ...unmade({ table: 'aicalls', unknown: 'AICALL_NOT_FOUND' }),
  ...unmade({ table: 'aisummaries', unknown: 'AISUMMARY_NOT_FOUND' }),
  ...unmade({ table: 'aiaudits', ids: 'binding', unknown: 'AIAUDIT_NOT_FOUND' }, ['aicall_id', 'ai_id']),
  ...unmade({ table: 'aipromptproposals', ids: 'binding', unknown: missing }, ['ai_id']),
];
