/** Assistants and the teams that they form. */
import { flag, inner, isEmpty, map, name, ref, text, texts } from '../columns.ts';
import { table } from './table.ts';

export const ais = table({
  name: name('if-set'),
  detail: text({ shown: 'if-set' }),
  type: text({ shown: 'if-set' }),
  is_insight_active: flag(),
  engine_model: name('if-set'),
  parameter: map('if-set'),
  engine_key: name('if-set'),
  rag_id: ref(),
  init_prompt: text({ shown: 'if-set' }),
  current_prompt_history_id: ref(),
  tts_type: name('if-set'),
  tts_voice_id: name('if-set'),
  stt_type: name('if-set'),
  stt_language: name('if-set'),
  tool_names: texts('if-set'),
  direct_hash: text({ shown: 'if-set' }),
});

export const ai_prompt_histories = table(
  { ai_id: ref(), prompt: text(), proposal_id: ref() },
  { times: ['tm_create'] },
);

const transitionShape = { function_name: 'string', description: 'string', next_member_id: 'uuid' } as const;
const memberShape = {
  id: 'uuid',
  name: 'string',
  ai_id: 'uuid',
  transitions: { list: transitionShape },
} as const;

export interface TeamMember {
  id?: string;
  name?: string;
  ai_id?: string;
  transitions?: { function_name?: string; description?: string; next_member_id?: string }[];
}
export const teams = table({
  name: name('if-set'),
  detail: text({ shown: 'if-set' }),
  start_member_id: ref({ bind: 'uuid' }),
  members: inner<readonly TeamMember[]>(() => [], {
    bind: { list: memberShape },
    show: (members) => members.map(withoutEmpty),
  }),
  parameter: map('if-set'),
  direct_hash: text({ shown: 'if-set' }),
});

const withoutEmpty = (member: TeamMember): object =>
  Object.fromEntries(Object.entries(member).filter(([, value]) => !isEmpty(value)));

/** Documents that an AI may look up: the emulator never reads them. */
export const rags = table(
  { name: name(), status: text(), sources: inner<readonly RagSource[]>(() => []) },
  { times: ['tm_create', 'tm_update'] },
);
interface RagSource {
  id: string;
  customer_id: string;
  storage_file_id?: string;
  source_url?: string;
  status: string;
}
