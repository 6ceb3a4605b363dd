/** The variables that the platform sets by itself. */
import { NIL_UUID } from '../core/ids.ts';
import type { CallAccount } from './account.ts';
import type { CallSetup } from './call.ts';

/** A call that is not really made has no ids: this one stands for them. */
const SOME_ID = '11111111-1111-4111-8111-111111111111';

export function callVariables({ flow, inCall }: Pick<CallSetup, 'flow' | 'inCall'>): Record<string, string> {
  const run = {
    'voipbin.activeflow.id': SOME_ID,
    'voipbin.activeflow.reference_type': inCall ? 'call' : 'api',
    'voipbin.activeflow.reference_id': inCall ? SOME_ID : NIL_UUID,
    'voipbin.activeflow.reference_activeflow_id': NIL_UUID,
    'voipbin.activeflow.flow_id': flow,
    'voipbin.activeflow.complete_count': '0',
  };
  if (!inCall) return run;
  const sides = ['source', 'destination'].flatMap((side) =>
    ['type', 'target', 'target_name', 'name', 'detail'].map((field) => [
      `voipbin.call.${side}.${field}`,
      field === 'type' ? 'tel' : '',
    ]),
  );
  return {
    ...run,
    // The whole call; no flow can look into it.
    'voipbin.flow.reference_data': JSON.stringify({ id: SOME_ID, direction: 'incoming' }),
    'voipbin.call.id': SOME_ID,
    'voipbin.call.direction': 'incoming',
    'voipbin.call.master_call_id': NIL_UUID,
    'voipbin.call.digits': '',
    ...(Object.fromEntries(sides) as Record<string, string>),
  };
}

/** The caller and the called party, as far as known. */
export const partyVariables = (
  from: string | undefined,
  number: string | undefined,
): Record<string, string> => ({
  'voipbin.call.source.target': from ?? '',
  ...(number !== undefined && { 'voipbin.call.destination.target': number }),
});

/** The variables that exist only while the caller is in a queue. */
export function queueVariables(id = '', account?: CallAccount): readonly (readonly [string, string])[] {
  const queue = account?.queues.get(id);
  return [
    ['voipbin.queue.id', id],
    ['voipbin.queue.name', queue?.name ?? ''],
    ['voipbin.queue.detail', queue?.detail ?? ''],
    ['voipbin.queuecall.id', SOME_ID],
    ['voipbin.queuecall.timeout_wait', String(queue?.wait_timeout ?? 0)],
    ['voipbin.queuecall.timeout_service', String(queue?.service_timeout ?? 0)],
  ];
}
