/** Where something happens in calls, as plain data of findings; `ways.ts` puts it into words. */
import type { Number as NumberRow } from '../api/wire.ts';
import type { Step } from '../calls/code.ts';
import type { Way, WayStep } from '../calls/explore/found.ts';
import type { Choice } from '../calls/explore/graph.ts';
import { isUuid } from '../core/ids.ts';
import type { ServerFault } from '../snapshot/server-evidence.ts';
import type { AccountCalls, ServerKind } from './calls.ts';
import type { Numbers } from './numbers.ts';
import { numberSubject, type Subject } from './subjects.ts';

/** An object of the account. */
export type Ref = Readonly<{ id: string; name: string }>;

export const refOf = ({ id, name }: Subject): Ref => ({ id, name });

/** Of many, how many, and the first of them: enough to be named. */
export type Some = Readonly<{ count: number; first: readonly Ref[] }>;

/** An action of a flow or of a campaign. */
export type Place = Readonly<
  ({ flow_id: string } | { campaign_id: string }) & {
    /** The index of the action; before it those of the actions that bring along the list in which it is. */
    path: readonly number[];
    /** Null where the server shows none. */
    action_id: string | null;
    type: string;
  }
>;

export function placeOf(
  { flow, index, type, id }: Pick<Step, 'flow' | 'index' | 'type'> & { id?: string | null | undefined },
  calls: AccountCalls,
): Place {
  const [, ...outer] = flow.split('/');
  const list = calls.flowOf({ flow: flow.toLowerCase() });
  const owner = list && calls.subjectOf(list);
  const path = outer.length === 0 ? [index] : [...outer.map(Number), index];
  const action_id = isUuid(id ?? '') ? (id ?? null) : null;
  return owner?.kind === 'campaign'
    ? { campaign_id: owner.id, path, action_id, type }
    : { flow_id: owner?.id ?? flow, path, action_id, type };
}

/** A decision from outside, in words. */
export type Decision = Readonly<
  | { kind: 'press'; keys: string }
  | { kind: 'no-key' }
  | { kind: 'value'; name: string; value: string }
  | { kind: 'agent-free' }
  | { kind: 'last-round' }
>;

/** How a caller gets on in a call. */
export type Onwards = Readonly<{
  /** RFC 3339: a moment at which it happens; null where times do not matter. */
  moment: string | null;
  /** In order. What the time decides follows from the moment. */
  decisions: readonly Decision[];
}>;

/** How a caller gets to a place. */
export type WayThere = Onwards &
  Readonly<{
    /** The number that is called; or the flow, campaign or call that is started. */
    from: Ref & Readonly<{ kind: string }>;
    /** Other numbers whose calls get to the flow in which the way ends. */
    other_numbers: Some;
  }>;

export const onwardsOf = ({ steps, moment }: Way): Onwards => ({
  moment: moment === undefined ? null : new Date(moment).toISOString(),
  decisions: withoutHesitation(steps).flatMap(decisionOf),
});

export function wayOf(way: Way, calls: AccountCalls): WayThere {
  const { flow } = way.steps.at(-1)?.step ?? way;
  const [own] = calls.numbersOf(way.flow);
  return {
    from: own === undefined ? startOf(way.flow, calls) : { ...numberSubject(own) },
    ...onwardsOf(way),
    other_numbers: someNumbers(calls.numbersInto(flow), own),
  };
}

function startOf(flow: string, calls: AccountCalls): WayThere['from'] {
  const list = calls.flowOf({ flow });
  if (list === undefined || flow.includes('/')) return { kind: 'call', id: flow, name: calls.nameOf(flow) };
  return { ...calls.subjectOf(list) };
}

/** So many numbers are named; one more, where it is the only other one. */
export const MOST_NUMBERS = 5;

/** @param except is named already. */
export function someNumbers(numbers: Numbers, except?: NumberRow): Some {
  const isAmong = except !== undefined && numbers.includes(except);
  const first: Ref[] = [];
  for (const number of numbers) {
    if (first.length > MOST_NUMBERS) break;
    if (number !== except) first.push(refOf(numberSubject(number)));
  }
  return { count: numbers.length - (isAmong ? 1 : 0), first };
}

/** What works on the kind of server on which it happens, and what does not; null where it happens on every kind. */
export type OnlyWhere = Readonly<Partial<Record<ServerFault, boolean>>> | null;

export const onlyWhere = (only: ServerKind | undefined): OnlyWhere =>
  only === undefined
    ? null
    : Object.fromEntries(only.faults.map((fault) => [fault, only.server[fault]] as const));

/** A caller who presses nothing during a speech, and then presses a key before anything is decided, presses a key. */
function withoutHesitation(steps: readonly WayStep[]): (Choice | undefined)[] {
  return steps.flatMap(({ choice }, index): (Choice | undefined)[] => {
    if (choice?.kind !== 'no-key') return [choice];
    const next = steps.slice(index + 1).find((one) => one.choice !== undefined || one.step.type === 'branch');
    return next?.choice?.kind === 'press' ? [] : [choice];
  });
}

function decisionOf(choice: Choice | undefined): Decision[] {
  switch (choice?.kind) {
    case 'press':
      return [{ kind: 'press', keys: choice.keys }];
    case 'value':
      return [{ kind: 'value', name: choice.name, value: choice.value }];
    case 'no-key':
    case 'agent-free':
      return [{ kind: choice.kind }];
    case 'round':
      return choice.again ? [] : [{ kind: 'last-round' }];
    case 'time':
    case undefined:
      return [];
  }
}
