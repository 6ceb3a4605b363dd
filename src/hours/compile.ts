/**
 * Hours as a flow: decisions by month, day, hour and minute in UTC, since a flow can ask for nothing else. Weekdays
 * cannot be asked for, dates can: so it is right for 365 days, each change of clocks among them, and afterwards answers
 * with last year's dates.
 *
 * How the platform runs it: `condition_datetime` reads `option <condition> now`, so that `<=` means "from then on"; it
 * compares hour and minute at 0 unless they are -1; month and day are not compared at 0. A flow that was fetched returns
 * when its list of actions is over: `stop` and the reserved ids would end the call.
 */
import { openSpans, type Calendar } from './calendar.ts';
import { dayOfMonth, monthOf } from './days.ts';
import { Graph, type Answer, type DateField, type Decision, type Node, type Run } from './graph.ts';
import { DAY_MINUTES, HOUR_MINUTES, shifted, within, type Span } from './spans.ts';

/** The variable that holds the answer. */
export const ANSWER = 'hours.answer';
/** The variable that says, once the flow has answered, which days it covers. */
export const COVERED = 'hours.days';

/** So many days of UTC a flow covers: one more, and a date could come twice. */
export const COVERED_DAYS = 365;

/** Actions that a call may use to find out whether it is open, those of the flow that asks among them. */
export const MOST_EXECUTED = 20;
/** Fetching the flow, comparing the answer, writing it, and the last action, where both answers meet. */
const BESIDES = 4;

/** One action, as a plan file has it: labels instead of ids. */
export interface HoursAction {
  type: string;
  option: Readonly<Record<string, unknown>>;
  label?: string;
  next?: string;
}

export interface Compiled {
  actions: readonly HoursAction[];
  /** The most that a call executes: at most MOST_EXECUTED, or it cannot be used. */
  executed: number;
  /** The days of UTC on which it needs that much. */
  deepest: readonly number[];
}

/** The days of UTC that a flow covers. */
export interface Covered {
  first: number;
  last: number;
}

export const coveredFrom = (first: number): Covered => ({ first, last: first + COVERED_DAYS - 1 });

/** @param keep Extra data in the last action, which the platform ignores. */
export function compileHours(
  calendar: Calendar,
  first: number,
  keep: { covered: string; definition: unknown },
): Compiled {
  const graph = new Graph();
  const days = dayNodes(calendar, coveredFrom(first), graph);
  const months = Array.from({ length: 12 }, (_, index): Run => {
    const month = index + 1;
    return { start: month, node: graph.decide('day', monthRuns(days, month)) };
  });
  const root = graph.decide('month', months);
  const deepest = Math.max(...[...days.values()].map(({ depth }) => depth));
  return {
    actions: actionsOf(root, keep),
    executed: root.depth + BESIDES,
    deepest: [...days].filter(([, { depth }]) => depth === deepest).map(([day]) => day),
  };
}

/** What each day of UTC decides. */
function dayNodes(calendar: Calendar, { first, last }: Covered, graph: Graph): Map<number, Node> {
  const open = openSpans(calendar, { from: first * DAY_MINUTES, to: (last + 1) * DAY_MINUTES });
  const nodes = new Map<string, Node>();
  const days = new Map<number, Node>();
  let next = 0;
  for (let day = first; day <= last; day += 1) {
    const whole = { from: day * DAY_MINUTES, to: (day + 1) * DAY_MINUTES };
    while ((open[next]?.to ?? Infinity) <= whole.from) next += 1;
    let end = next;
    while ((open[end]?.from ?? Infinity) < whole.to) end += 1;
    const spans = shifted(within(open.slice(next, end), whole), -whole.from);
    const key = spans.map(({ from, to }) => `${from}-${to}`).join(' ');
    const node = nodes.get(key) ?? dayNode(spans, graph);
    nodes.set(key, node);
    days.set(day, node);
  }
  return days;
}

function dayNode(spans: readonly Span[], graph: Graph): Node {
  const hours = Array.from({ length: DAY_MINUTES / HOUR_MINUTES }, (_, hour): Run => {
    const whole = { from: hour * HOUR_MINUTES, to: (hour + 1) * HOUR_MINUTES };
    const open = shifted(within(spans, whole), -whole.from);
    return { start: hour, node: graph.decide('minute', minuteRuns(open, graph)) };
  });
  return graph.decide('hour', hours);
}

function minuteRuns(open: readonly Span[], graph: Graph): Run[] {
  const runs = open.flatMap(({ from, to }): Run[] => [
    { start: from, node: graph.answer('open') },
    ...(to < HOUR_MINUTES ? [{ start: to, node: graph.answer('closed') }] : []),
  ]);
  return runs[0]?.start === 0 ? runs : [{ start: 0, node: graph.answer('closed') }, ...runs];
}

/** The days of a month, of whichever year they are; one that is not covered is like the one before. */
function monthRuns(days: ReadonlyMap<number, Node>, month: number): Run[] {
  return [...days]
    .filter(([day]) => monthOf(day) === month)
    .map(([day, node]) => ({ start: dayOfMonth(day), node }))
    .sort((a, b) => a.start - b.start);
}

const END = 'end';

/** The decisions, then the answers, then the action at which the flow returns. */
function actionsOf(root: Node, keep: { covered: string; definition: unknown }): HoursAction[] {
  const labels = new Map<Node, string>();
  const labelOf = (node: Node): string => {
    const label = labels.get(node) ?? ('answer' in node ? node.answer : `${labels.size}`);
    labels.set(node, label);
    return label;
  };
  const decisions: HoursAction[] = [];
  const answers = new Set<Answer>();
  const done = new Set<Node>();
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    // "Yes" continues with the following action, unless that one is in the list already.
    for (let at: Node | undefined = node; at !== undefined && !done.has(at);) {
      done.add(at);
      if ('answer' in at) {
        answers.add(at.answer);
        break;
      }
      const { yes, no }: Decision = at.decision;
      const follows: boolean = !('answer' in yes) && !done.has(yes);
      decisions.push(action(at.decision, labelOf(at), labelOf(no), follows ? undefined : labelOf(yes)));
      open.push(no, ...(follows ? [] : [yes]));
      at = follows ? yes : undefined;
    }
  }
  return [
    ...decisions,
    ...(['open', 'closed'] as const).filter((one) => answers.has(one)).map(writing),
    end(keep),
  ];
}

function action({ field, least }: Decision, label: string, no: string, yes: string | undefined): HoursAction {
  return {
    label,
    type: 'condition_datetime',
    option: { condition: '<=', ...fieldsOf(field, least), false_target: no },
    ...(yes !== undefined && { next: yes }),
  };
}

/** Hour and minute are compared at 0, too. */
const fieldsOf = (field: DateField, least: number): Record<string, number> => ({
  hour: -1,
  minute: -1,
  [field]: least,
});

const writing = (answer: Answer): HoursAction => ({
  label: answer,
  type: 'variable_set',
  option: { key: ANSWER, value: answer },
  next: END,
});

/** Both answers meet here, and the list is over: the flow returns to the one that fetched it. */
const end = ({ covered, definition }: { covered: string; definition: unknown }): HoursAction => ({
  label: END,
  type: 'variable_set',
  option: { key: COVERED, value: covered, extra: { hours: definition } },
});

/**
 * What a flow does that goes by these hours: it fetches their flow, and compares the answer. Without an answer it is
 * closed, and nothing fails.
 */
export function entranceOf(
  flow: string,
  closed: string,
  { label, next }: { label?: string | undefined; next?: string | undefined },
): [fetch: HoursAction, look: HoursAction] {
  return [
    { ...(label !== undefined && { label }), type: 'fetch_flow', option: { flow } },
    {
      type: 'condition_variable',
      option: {
        condition: '==',
        variable: `\${${ANSWER}}`,
        value_type: 'string',
        value_string: 'open',
        false_target: closed,
      },
      ...(next !== undefined && { next }),
    },
  ];
}
