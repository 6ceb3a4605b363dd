/** Who refers to which flow. The server has no reverse look-up: it takes all lists together. */
import type { Action, Flow, Number, Queue } from '../api/wire.ts';
import { isSetId } from '../core/ids.ts';

/** Ids of every flow that a number, a queue or another flow names. A flow naming itself does not count. */
export function flowReferences(
  numbers: readonly Number[],
  queues: readonly Queue[],
  flows: readonly Flow[],
): ReadonlySet<string> {
  const fromFlows = flows.flatMap((flow) =>
    [flow.on_complete_flow_id, ...actionReferences(flow.actions ?? [])].filter((id) => id !== flow.id),
  );
  return new Set(
    [
      ...numbers.flatMap((row) => [row.call_flow_id, row.message_flow_id]),
      ...queues.map((row) => row.wait_flow_id),
      ...fromFlows,
    ].filter(isSetId),
  );
}

/** Options that hold a flow's id, by action type (models/action/option.go). */
const flowOptions: Readonly<Record<string, string>> = {
  fetch_flow: 'flow_id',
  call: 'flow_id',
  ai_summary: 'on_end_flow_id',
  recording_start: 'on_end_flow_id',
  transcribe_start: 'on_end_flow_id',
  transcribe_recording: 'on_end_flow_id',
};

/** Flows that actions name, those nested in `call` included. Options are free: anything that is no text is passed over. */
function actionReferences(actions: readonly Action[]): string[] {
  return actions.flatMap(({ type, option }) => {
    const id = option?.[flowOptions[type ?? ''] ?? ''];
    const nested = option?.['actions'];
    return [
      ...(typeof id === 'string' ? [id.toLowerCase()] : []),
      ...(type === 'call' && Array.isArray(nested) ? actionReferences(nested as Action[]) : []),
    ];
  });
}
