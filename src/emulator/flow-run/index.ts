/** Runs flows that no call belongs to: what they do, and which of their actions were executed. */
import type { Action } from '../../api/wire.ts';
import { isSetId } from '../../core/ids.ts';
import { openCase } from '../cases.ts';
import { delays, FINISH_ACTION, START_ACTION } from '../platform.ts';
import type { FlowRow } from '../records.ts';
import { isLive, touch } from '../route.ts';
import { addRow } from '../rows.ts';
import type { RowOf } from '../tables/index.ts';
import type { World } from '../world.ts';

export type Activeflow = RowOf<'activeflows'>;

/** In all, over a whole run (execution.md). */
const MOST_ACTIONS = 100;

type Reference = Pick<Activeflow, 'reference_type' | 'reference_id'>;

/** An activeflow that has begun; it runs a moment later. */
export function startFlow(world: World, flow: FlowRow, reference: Reference, id?: string): Activeflow {
  const given = { ...reference, ...(id !== undefined && { id }) };
  const activeflow = addRow({ world }, 'activeflows', flow.customer_id, given, () => ({
    flow_id: flow.id,
    status: 'running' as const,
    current_action: START_ACTION,
  }));
  world.later(delays.flowRun, () => {
    if (activeflow.status === 'running' && isLive(activeflow)) runFlow(world, activeflow, flow.actions);
  });
  return activeflow;
}

/** Runs the actions to their end, and writes down which were executed. */
export function runFlow(world: World, activeflow: Activeflow, actions: readonly Action[]): void {
  const executed: Action[] = [START_ACTION];
  let action = actions[0];
  while (action !== undefined && executed.length <= MOST_ACTIONS) {
    executed.push(action);
    if (action.type === 'stop') break;
    execute(world, activeflow, action);
    action = nextOf(actions, action);
  }
  Object.assign(activeflow, { executed_actions: executed, current_action: FINISH_ACTION, status: 'ended' });
  touch(world, activeflow);
}

function nextOf(actions: readonly Action[], action: Action): Action | undefined {
  if (isSetId(action.next_id)) return actions.find(({ id }) => id === action.next_id);
  return actions[actions.indexOf(action) + 1];
}

/** Actions that need a call are passed over. */
function execute(world: World, activeflow: Activeflow, { type, option = {} }: Action): void {
  if (type !== 'case_create' || activeflow.reference_type !== 'conversation') return;
  const conversation = world.tables.conversations.get(activeflow.reference_id);
  if (conversation !== undefined) openCase(world, conversation, option ?? {});
}
