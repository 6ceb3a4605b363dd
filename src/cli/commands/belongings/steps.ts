/** The actions that a run has executed, by name. */
import type { Action, Flow } from '../../../api/wire.ts';
import { clean } from '../../../core/text.ts';
import { valueText } from '../../../report/plan-fields.ts';
import { decompileActions } from '../../../resources/actions/decompile.ts';
import { actionToPlain } from '../../../resources/actions/plain.ts';
import type { Names } from '../../../resources/names.ts';

/** Where an action could have led: the next line shows where it did. */
const LEADS: ReadonlySet<string> = new Set([
  'default_target_id',
  'false_target_id',
  'target_id',
  'target_ids',
]);

/** `Main menu, action 2: talk  text "Welcome"`; the platform's own start and end are left out. */
export function executedSteps(
  actions: readonly Action[] | null | undefined,
  flows: readonly Flow[],
  names: Names,
): string[] {
  const places = new Map<string, string>();
  for (const flow of flows) {
    for (const [index, { id }] of (flow.actions ?? []).entries()) {
      if (id && !places.has(id)) places.set(id, `${flow.name || flow.id}, action ${index + 1}: `);
    }
  }
  return (actions ?? [])
    .filter(({ type }) => type)
    .map((action) => `${clean(places.get(action.id ?? '') ?? '')}${wordsOf(action, names)}`);
}

function wordsOf(action: Action, names: Names): string {
  const option = Object.fromEntries(Object.entries(action.option ?? {}).filter(([key]) => !LEADS.has(key)));
  const [spec] = decompileActions([{ ...action, next_id: null, option }], names, { fold: false }) ?? [];
  return spec === undefined ? clean(action.type ?? '') : valueText(actionToPlain(spec), null);
}

/** The queues that a run has put its call into. */
export const queuesJoined = (actions: readonly Action[] | null | undefined): string[] => [
  ...new Set(
    (actions ?? [])
      .filter(({ type }) => type === 'queue_join')
      .map(({ option }) => option?.['queue_id'])
      .filter((id): id is string => typeof id === 'string'),
  ),
];
