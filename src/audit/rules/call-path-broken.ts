import type { Number, Queue } from '../../api/wire.ts';
import type { FoundEnd, Way } from '../../calls/explore/found.ts';
import { teamOf } from '../../calls/teams.ts';
import { effectIn } from '../afterwards.ts';
import { callSections, type AccountCalls } from '../calls.ts';
import { agent, action, flow, id, number, phones, queue } from '../examples.ts';
import { onwardsOf, placeOf, refOf, someNumbers } from '../places.ts';
import type { Onwards, Place, Ref, Some } from '../places.ts';
import { defineRule, type ProblemOf } from '../rule.ts';
import type { Said } from '../sentences.ts';
import { numberSubject, queueSubject } from '../subjects.ts';
import { actionName, numberWords, wayOnwards } from '../ways.ts';

const hold = flow({ id: id(35), name: 'Hold' });
const sound = phones([flow({ actions: [action(31, 'queue_join', { queue_id: id(40) })] }), hold], {
  queues: [queue({ wait_flow_id: id(35) })],
  agents: [agent({ tag_ids: [id(50)] })],
});

/** A dead end, and how one gets there. */
type Leading = Readonly<{
  /** Whose calls get there, too. */
  other_numbers: Some;
  way: Onwards;
}>;

/** `why`: a clause. */
type Failing = Readonly<{ action: Place; flow: Ref; why: string }>;

function deadEndWords({ other_numbers, way }: Leading, why: string): string {
  const more = other_numbers.count === 0 ? '' : `, as do calls to ${numberWords(other_numbers)}`;
  return `leads to a dead end${more}: ${why}${wayOnwards(way)}`;
}

const messages = {
  queue_without_agents: (data: Leading & { queue: Ref }) =>
    deadEndWords(data, `the queue ${data.queue.name} has no agents`),
  queue_without_wait_flow: (data: Leading & { queue: Ref }) =>
    deadEndWords(data, `the queue ${data.queue.name} has no wait flow`),
  action_fails: (data: Leading & Failing) =>
    deadEndWords(data, `${actionName(data.action)} of ${data.flow.name}: ${data.why}`),
  flow_without_actions: (data: Leading & { flow: Ref }) =>
    deadEndWords(data, `the flow ${data.flow.name} has no actions`),
};

export const callPathBroken = defineRule({
  id: 'call-path-broken',
  title: 'callers can reach a dead end',
  category: 'routing',
  severity: 'critical',
  since: '0.2.0',
  needs: callSections,
  explores: true,
  why: 'Every object looks fine on its own, and yet a caller who presses 3 reaches a queue that no one answers. This rule follows calls from each number along every path to the agents, and names the path.',
  fix: 'give the queue at the end of the path agents (`voipbin agents update <who> --add-tag <name>`) or a wait flow (`voipbin queues update <which> --wait-flow <name>`), or point the action at the end to a flow, queue or action that exists (`voipbin flows update <which> --file <yaml>`)',
  messages,
  examples: {
    ok: () => [
      { name: 'a number leads to a queue with an agent', account: sound },
      {
        name: 'a number leads to a flow that only plays an announcement',
        account: { ...sound, flows: [flow()], queues: [], agents: [] },
      },
      {
        name: 'a number leads to no flow (reported by number-without-flow)',
        account: { ...sound, numbers: [number({ call_flow_id: undefined })] },
      },
      {
        name: 'a number leads to a flow that no longer exists (reported by number-flow-missing)',
        account: { ...sound, numbers: [number({ call_flow_id: id(99) })] },
      },
    ],
    bad: () => [
      { name: 'a number leads to a queue without agents', account: { ...sound, agents: [] } },
      {
        name: 'a number leads to a queue without a wait flow',
        account: { ...sound, queues: [queue({ wait_flow_id: undefined })] },
      },
      { name: 'a number leads to a queue that no longer exists', account: { ...sound, queues: [] } },
      {
        name: 'a number leads to a flow without actions',
        account: { ...sound, flows: [flow({ actions: [] })] },
      },
      {
        name: 'a number leads to a menu in which key 3 leads to an action that does not exist',
        account: {
          ...sound,
          flows: [
            flow({
              actions: [
                action(30, 'talk', { text: 'Press 3', digits_handle: 'next' }),
                action(31, 'branch', { target_ids: { '3': id(99) }, default_target_id: id(32) }),
                action(32, 'hangup'),
              ],
            }),
          ],
        },
      },
    ],
  },
  *check(_account, { calls }) {
    const found = new Map<string, DeadEnd & { row: Number; flows: Set<string> }>();
    for (const { found: exploration } of calls.explored.filter(({ origin }) => origin === 'number')) {
      for (const end of exploration.ends) {
        const dead = deadEnd(end, calls);
        const [row] = dead === undefined ? [] : calls.numbersOf(end.way.flow);
        if (dead === undefined || row === undefined) continue;
        const known = found.get(dead.key) ?? { ...dead, row, flows: new Set() };
        found.set(dead.key, known);
        known.flows.add(dead.flow);
      }
    }
    for (const { key, said, way, row, flows } of found.values()) {
      const numbers = calls.numbersInto(...flows);
      const leading = { other_numbers: someNumbers(numbers, row), way: onwardsOf(way) };
      yield { subject: numberSubject(row), key, ...said(leading) };
    }
    yield* emptyFlows(calls);
  },
});

interface DeadEnd {
  /** Of the object that is at fault. */
  key: string;
  /** What to say of it. */
  said: (leading: Leading) => Said<typeof messages>;
  /** Up to it. */
  way: Way;
  /** The flow in which callers get there, by id. */
  flow: string;
}

/** An object at the end of a path at which no one answers. Faults of single actions are found by flow-cuts-off. */
function deadEnd(end: FoundEnd, calls: AccountCalls): DeadEnd | undefined {
  const { kind, step, why, isMissing } = end;
  if (step === undefined || (kind !== 'agent' && kind !== 'failed')) return undefined;
  const { flow } = step;
  const queue = step.inserted ? queueOn(end.way, calls) : undefined;
  if (queue !== undefined) return deadQueue(end, flow, queue, calls);
  const names = step.type === 'fetch_flow' || step.type === 'queue_join';
  if (kind !== 'failed' || (!names && !isMissing)) return undefined;
  return {
    key: `${step.flow} ${calls.keyOf(step)}`,
    way: end.way,
    flow,
    said: (leading) => ({
      messageId: 'action_fails',
      data: { ...leading, action: placeOf(step, calls), flow: flowRef(flow, calls), why },
    }),
  };
}

function deadQueue(
  { kind, way }: FoundEnd,
  flow: string,
  queue: Queue,
  calls: AccountCalls,
): DeadEnd | undefined {
  if (kind === 'agent' && teamOf(queue, calls.account.agents).length > 0) return undefined;
  const messageId = kind === 'agent' ? 'queue_without_agents' : 'queue_without_wait_flow';
  return {
    key: queue.id,
    way: kind === 'agent' ? untilQueue(way) : way,
    flow,
    said: (leading) => ({ messageId, data: { ...leading, queue: refOf(queueSubject(queue)) } }),
  };
}

/** That an agent becomes free is not going to happen. */
const untilQueue = (way: Way): Way => ({
  ...way,
  steps: way.steps.slice(0, way.steps.findLastIndex(({ step }) => step.type === 'queue_join') + 1),
});

/** The queue that the way has led into last. */
function queueOn({ steps }: Way, { account }: AccountCalls): Queue | undefined {
  const joined = steps.findLast(({ step }) => step.type === 'queue_join')?.step;
  const effect = joined && effectIn(joined, account);
  return effect?.does === 'wait-in-queue' ? account.queues.get(effect.queue) : undefined;
}

const flowRef = (id: string, calls: AccountCalls): Ref => ({ id, name: calls.nameOf(id) });

/** A call to one of them is over before it has begun. */
function* emptyFlows(calls: AccountCalls): Iterable<ProblemOf<typeof messages>> {
  for (const { flow, steps } of calls.account.flows.values()) {
    const [row, ...others] = calls.numbersOf(flow);
    if (row === undefined || steps.length > 0) continue;
    const leading = { other_numbers: someNumbers(others), way: { moment: null, decisions: [] } };
    yield {
      subject: numberSubject(row),
      key: flow,
      messageId: 'flow_without_actions',
      data: { ...leading, flow: flowRef(flow, calls) },
    };
  }
}
