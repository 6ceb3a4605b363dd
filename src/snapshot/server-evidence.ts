/**
 * What kind of server this is, seen in the account's own runs. On the published server no timeout fires, every check of
 * weekdays fails, and a jump never ends by its count; a run that got past one of these proves that this one is newer.
 */
import type { Action, Activeflow } from '../api/wire.ts';
import { isSetId } from '../core/ids.ts';
import { parseTime, SECOND } from '../core/time.ts';

/** What the published server does not do as documented. */
export const serverFaults = ['timeouts', 'weekdays', 'counted_jumps'] as const;
export type ServerFault = (typeof serverFaults)[number];

/** The last run that showed whether something works. */
interface ServerFact {
  works: boolean;
  /** Milliseconds since 1970. */
  at: number;
  activeflow: string;
}

/** What was never seen is absent. */
export type ServerEvidence = Readonly<Partial<Record<ServerFault, ServerFact>>>;

/** The newer of two facts holds: a server may have been upgraded. */
export function addEvidence(known: ServerEvidence, more: ServerEvidence): ServerEvidence {
  const result: Partial<Record<ServerFault, ServerFact>> = { ...known };
  for (const [fault, fact] of Object.entries(more) as [ServerFault, ServerFact][]) {
    const before = result[fault];
    if (before === undefined || before.at <= fact.at) result[fault] = fact;
  }
  return result;
}

/** What it shows, as far as it shows anything. */
export const shownBy = (evidence: ServerEvidence): Partial<Record<ServerFault, boolean>> =>
  Object.fromEntries(Object.entries(evidence).map(([fault, { works }]) => [fault, works]));

/** A pause may last so much longer than it should before that proves something. */
const SLACK_MS = 10 * SECOND;

/** What one run shows. @param now Milliseconds since 1970, for runs that have not ended. */
export function evidenceOf(row: Activeflow, now: number): ServerEvidence {
  const executed = (row.executed_actions ?? []).filter(({ type }) => type);
  const current = (row as { current_action?: Action | null }).current_action ?? undefined;
  const at = parseTime(row.tm_update) ?? parseTime(row.tm_create) ?? 0;
  const verdicts: [ServerFault, boolean | undefined][] = [
    ['timeouts', row.reference_type === 'call' ? timeoutsFire(executed, current, row, now) : undefined],
    ['weekdays', weekdaysWork(executed, current, row)],
    ['counted_jumps', jumpsEnd(executed)],
  ];
  const facts = verdicts.flatMap(([fault, works]) =>
    works === undefined ? [] : [[fault, { works, at, activeflow: row.id }] as const],
  );
  return Object.fromEntries(facts);
}

/** A pause that is over was ended by its timeout, unless an agent became free. */
function timeoutsFire(
  executed: readonly Action[],
  current: Action | undefined,
  row: Activeflow,
  now: number,
): boolean | undefined {
  const passed = executed.some(
    (action, index) => pauseMs(action) > 0 && (executed[index + 1] ?? current)?.type !== 'confbridge_join',
  );
  if (passed) return true;
  const begun = parseTime(current?.tm_execute);
  if (current === undefined || pauseMs(current) <= 0 || begun === undefined) return undefined;
  const until = row.status === 'ended' ? parseTime(row.tm_update) : now;
  return until !== undefined && until - begun > pauseMs(current) + SLACK_MS ? false : undefined;
}

function pauseMs({ type, option }: Action): number {
  const duration = option?.['duration'];
  return type === 'sleep' && typeof duration === 'number' ? duration : 0;
}

function weekdaysWork(
  executed: readonly Action[],
  current: Action | undefined,
  { status }: Activeflow,
): boolean | undefined {
  if (executed.some(asksForWeekdays)) return true;
  return status === 'ended' && current !== undefined && asksForWeekdays(current) ? false : undefined;
}

/** Whether an action is a check of weekdays, which fails on the published server. */
export const asksForWeekdays = ({ type, option }: Asking): boolean =>
  type === 'condition_datetime' &&
  Array.isArray(option?.['weekdays']) &&
  (option['weekdays'] as unknown[]).length > 0;

interface Asking {
  type?: string | null | undefined;
  option?: Readonly<Record<string, unknown>> | null | undefined;
}

/** A jump that was taken more often than it counts has no end; one that was not taken at last has one. */
function jumpsEnd(executed: readonly Action[]): boolean | undefined {
  const taken = new Map<string, number>();
  for (const [index, { id, type, option }] of executed.entries()) {
    const target = option?.['target_id'];
    const next = executed[index + 1];
    if (type !== 'goto' || !isSetId(id) || typeof target !== 'string' || next === undefined) continue;
    const jumps = next.id === target;
    const count = (taken.get(id) ?? 0) + (jumps ? 1 : 0);
    if (!jumps && count > 0) return true;
    if (count > Number(option?.['loop_count'] ?? 0) && jumps) return false;
    taken.set(id, count);
  }
  return undefined;
}
