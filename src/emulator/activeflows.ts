/** Runs of flows without a call: started by a request, ended a moment later. */
import { openCase } from './cases.ts';
import { runFlow } from './flow-run.ts';
import { delays, START_ACTION } from './platform.ts';
import type { FlowRow } from './records.ts';
import { isLive, touch } from './route.ts';
import { addRow } from './rows.ts';
import type { RowOf } from './tables/index.ts';
import type { World } from './world.ts';

export type Activeflow = RowOf<'activeflows'>;
type Reference = Pick<Activeflow, 'reference_type' | 'reference_id'>;

export function startFlow(world: World, flow: FlowRow, reference: Reference, id?: string): Activeflow {
  const given = { ...reference, ...(id !== undefined && { id }) };
  const activeflow = addRow({ world }, 'activeflows', flow.customer_id, given, () => ({
    flow_id: flow.id,
    status: 'running' as const,
    current_action: START_ACTION,
  }));
  world.later(delays.flowRun, () => {
    if (activeflow.status === 'running' && isLive(activeflow)) run(world, activeflow, flow);
  });
  return activeflow;
}

function run(world: World, activeflow: Activeflow, { actions }: FlowRow): void {
  const { executed, current, status } = runFlow(actions, {
    now: world.now(),
    variables: variablesOf(activeflow),
    flowOf(id) {
      const flow = world.tables.flows.get(id);
      return flow?.customer_id === activeflow.customer_id && isLive(flow) ? flow.actions : undefined;
    },
  });
  for (const { type, option } of executed) {
    if (type === 'case_create') createCase(world, activeflow, option ?? {});
  }
  const executed_actions = [START_ACTION, ...executed];
  Object.assign(activeflow, { executed_actions, current_action: current, status });
  touch(world, activeflow);
}

const variablesOf = (row: Activeflow): Record<string, string> => ({
  'voipbin.activeflow.id': row.id,
  'voipbin.activeflow.reference_type': row.reference_type,
  'voipbin.activeflow.reference_id': row.reference_id,
  'voipbin.activeflow.reference_activeflow_id': row.reference_activeflow_id,
  'voipbin.activeflow.flow_id': row.flow_id,
  'voipbin.activeflow.complete_count': '0',
});

/** Only a conversation has a peer for whom a case can be opened. */
function createCase(world: World, activeflow: Activeflow, option: Readonly<Record<string, unknown>>): void {
  if (activeflow.reference_type !== 'conversation') return;
  const conversation = world.tables.conversations.get(activeflow.reference_id);
  if (conversation !== undefined) openCase(world, conversation, option);
}
