/**
 * What kind of server this is, seen in the account's own runs. On the published server no timeout fires, every check of
 * weekdays fails, and a jump never ends by its count; a run that got past one of these proves that this one is newer.
 */
import type { Action, Activeflow } from '../api/wire.ts';
import { isSetId, isUuid } from '../core/ids.ts';
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

/** A pause that is over was stopped by its timeout, unless an agent became free. */
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

/** What may begin a list of actions again, and with it the count of its jumps. */
const FETCHING: ReadonlySet<string> = new Set(['fetch', 'fetch_flow', 'queue_join']);

/** Names that the platform gives to actions. */
const RESERVED = /^0{8}-0{4}-0{4}-0{4}-0{11}[0-9]$/;

/** A jump that was taken more often than it counts has no end; one that was not taken at last has one. */
function jumpsEnd(executed: readonly Action[]): boolean | undefined {
  const everTaken = new Set<string>();
  const taken = new Map<string, { times: number; most: number }>();
  for (const [index, { id, type, option }] of executed.entries()) {
    if (FETCHING.has(type ?? '')) taken.clear();
    const target = String(option?.['target_id']).toLowerCase();
    const next = executed[index + 1]?.id?.toLowerCase();
    // The first action has another id than the one by which a jump names it.
    if (type !== 'goto' || !isSetId(id) || !isUuid(target) || RESERVED.test(target) || !next) continue;
    // A server that counts may show what is left.
    const left = Number(option?.['loop_count'] ?? 0);
    if (next !== target) {
      if (left > 0 || everTaken.has(id)) return true;
      continue;
    }
    const { times, most } = taken.get(id) ?? { times: 0, most: left };
    if (times + 1 > Math.max(most, left)) return false;
    taken.set(id, { times: times + 1, most: Math.max(most, left) });
    everTaken.add(id);
  }
  return undefined;
}
