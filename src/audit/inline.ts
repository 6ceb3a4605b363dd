/**
 * Lists of actions that are not those of a flow: what an action of the type `call` brings along for the call that it
 * makes, and what a campaign does with everybody whom it calls. Each is looked at like a flow of its own, whose id
 * says where it is: `<flow>/3` for the fourth action of a flow.
 */
import type { Action, Campaign, Flow } from '../api/wire.ts';
import { isSetId } from '../core/ids.ts';
import { campaignSubject, flowSubject, type Subject } from './subjects.ts';

export interface InlineActions {
  list: Flow & { actions: readonly Action[] };
  /** What is at fault where they are. */
  subject: Subject;
  /** What runs them. */
  origin: 'call' | 'run';
}

export function inlineActions(flows: readonly Flow[], campaigns: readonly Campaign[]): InlineActions[] {
  return [
    ...flows.flatMap((row) => callsIn(row, flowSubject(row))),
    ...campaigns.filter(({ tm_delete }) => !tm_delete).flatMap(actionsOf),
  ];
}

function actionsOf(row: Campaign): InlineActions[] {
  const subject = campaignSubject(row);
  const { actions } = row;
  if (!actions?.length || !areFollowed(actions)) return [];
  const list = { id: row.id.toLowerCase(), name: `the campaign ${subject.name}`, actions };
  return [{ list, subject, origin: row.type === 'flow' ? 'run' : 'call' }, ...callsIn(list, subject)];
}

/** A flow that is named goes before actions. */
function callsIn({ id, name, actions }: Flow, subject: Subject): InlineActions[] {
  return (actions ?? []).flatMap(({ type, option }, index): InlineActions[] => {
    const nested: unknown = option?.['actions'];
    if (type !== 'call' || !Array.isArray(nested) || isSetId(flowIn(option))) return [];
    const own = nested.filter((one): one is Action => typeof one === 'object' && one !== null);
    if (own.length === 0 || !areFollowed(own)) return [];
    const list = {
      id: `${id.toLowerCase()}/${index}`,
      name: `the call of action ${index + 1} of ${name || id}`,
      actions: own,
    };
    return [{ list, subject, origin: 'call' }, ...callsIn(list, subject)];
  });
}

const flowIn = (option: Action['option']): string | undefined => {
  const id = option?.['flow_id'];
  return typeof id === 'string' ? id : undefined;
};

/** The server shows no ids of actions that came without: where they jump to is then not known. */
function areFollowed(actions: readonly Action[]): boolean {
  const jumps = actions.some(
    ({ next_id, option }) =>
      isSetId(next_id) || Object.keys(option ?? {}).some((key) => /target_ids?$/.test(key)),
  );
  return !jumps || actions.every(({ id }) => isSetId(id));
}
