/** Assistants and the teams that they form. */
import { flag, inner, map, name, ref, text, texts } from '../columns.ts';
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

export interface TeamMember {
  id: string;
  name?: string;
  ai_id: string;
  transitions?: unknown[];
}
export const teams = table({
  name: name('if-set'),
  detail: text({ shown: 'if-set' }),
  start_member_id: ref(),
  members: inner<TeamMember[]>(() => []),
  parameter: map('if-set'),
  direct_hash: text({ shown: 'if-set' }),
});
