/** Where runs begin: which flows something in the account starts, and how. */
import type { Flow, Number } from '../api/wire.ts';
import { flowReferences, pointersIn } from '../calls/references.ts';
import { isSetId } from '../core/ids.ts';
import type { Sections } from '../snapshot/snapshot.ts';
import type { InlineActions } from './inline.ts';

/** What starts a run: a call to a number, a call of another kind, or something that is not a call. */
export type Origin = 'number' | 'call' | 'run';

export const numbersIn = ({ numbers = [] }: Partial<Sections>): Number[] =>
  numbers.filter(({ tm_delete }) => !tm_delete);

/**
 * The flows that something starts. A flow that nothing names may still be started: by a program, or a call to the
 * flow itself.
 */
export function entrancesOf(
  sections: Partial<Sections>,
  flows: readonly Flow[],
  inline: readonly InlineActions[],
): Record<Origin, string[]> {
  const { numbers = [], conversation_accounts = [], webchat_widgets = [] } = sections;
  const ids = (all: readonly (string | null | undefined)[]): Set<string> =>
    new Set(all.filter(isSetId).map((id) => id.toLowerCase()));
  const pointers = flows.flatMap(pointersIn);
  const named = pointers.filter(({ kind }) => kind === 'flow');
  const called = ids(numbersIn(sections).map((row) => row.call_flow_id));
  const afterwards = ids([
    ...numbers.map((row) => row.message_flow_id),
    ...conversation_accounts.map((row) => row.message_flow_id),
    ...webchat_widgets.flatMap((row) => [row.session_flow_id, row.message_flow_id]),
    ...flows.map((row) => row.on_complete_flow_id),
    ...named.filter(({ starts }) => starts === 'run').map(({ id }) => id),
  ]);
  const otherCalls = ids([
    ...(sections.conferences ?? []).flatMap((row) => [row.pre_flow_id, row.post_flow_id]),
    ...(sections.campaigns ?? []).flatMap((row) =>
      pointersIn(row).flatMap(({ kind, id }) => (kind === 'flow' ? id : [])),
    ),
    ...named.filter(({ starts }) => starts === 'call').map(({ id }) => id),
  ]);
  const brought = (origin: Origin): string[] =>
    inline.flatMap((one) => (one.origin === origin ? one.list.id : []));
  const used = flowReferences({ ...sections, numbers, flows, queues: sections.queues ?? [] });
  const unused = flows.map(({ id }) => id.toLowerCase()).filter((id) => !used.has(id));
  return {
    number: [...called],
    call: [...new Set([...otherCalls, ...unused, ...brought('call')])].filter((id) => !called.has(id)),
    run: [...afterwards, ...brought('run')].filter((id) => !called.has(id) && !otherCalls.has(id)),
  };
}
