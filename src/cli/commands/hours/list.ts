/** `hours`: whether it is open now, until when, and what comes next: by the flows of the account, as callers meet them. */
import { ExitCode } from '../../../core/exit-codes.ts';
import { MINUTE } from '../../../core/time.ts';
import { openingAt, reasonAt, type Calendar, type Change } from '../../../hours/calendar.ts';
import { isoOf } from '../../../hours/days.ts';
import { calendarOf } from '../../../hours/definition.ts';
import { reachOf, whenText } from '../../../hours/exceptions.ts';
import { RENEWED_DAYS, storedHours, type StoredHours } from '../../../hours/flow.ts';
import { loadHolidays, type Holidays } from '../../../hours/holidays.ts';
import { DAY_MINUTES } from '../../../hours/spans.ts';
import type { Wire } from '../../../resources/kind.ts';
import { decidesBy } from '../../../plan/difference/hours.ts';
import { readLive } from '../../../plan/state/live.ts';
import { hoursSheet, type HoursRow } from '../../../report/hours.ts';
import type { Call } from '../../program/command.ts';
import { print } from '../../output.ts';
import { localOf, minuteOfNow, momentOf, wireTime } from './moments.ts';

const NONE =
  'The account has no opening hours made by voipbin. Declare them under hours in a plan file, or run `voipbin setup`.';
/** So many of each are shown. */
const NEXT = 3;
/** Holidays are looked for this far ahead, whatever the flow covers. */
const AHEAD = 365;

export async function listHours({ context }: Call): Promise<ExitCode> {
  const api = await context.api({ readOnly: true });
  const { lists } = await readLive(api, { kinds: new Set(['hours']) });
  const now = minuteOfNow(context.host.clock.now());
  const stored = lists.hours.flatMap((flow) => {
    const hours = storedHours(flow['actions']);
    return hours === undefined ? [] : [{ flow, hours }];
  });
  const named = stored.some(({ hours }) => hours.definition.holidays !== undefined);
  const holidays = named ? await loadHolidays() : undefined;
  const rows = stored
    .map(({ flow, hours }) => rowOf(flow, hours, { now, holidays }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const row of rows) await warnOfEnd(row, now, context.warn);
  for (const { flow, hours } of stored) {
    if (decidesBy(hours, flow['actions'], { address: flow.id, holidays })) continue;
    await context.warn(
      `the flow ${JSON.stringify(flow['name'])} no longer decides by its hours, since it was changed by hand, or holidays or clocks have changed: run \`voipbin hours renew\``,
    );
  }
  await print(
    context,
    hoursSheet(rows, (zone, at) => momentOf(zone, Date.parse(at) / MINUTE), NONE),
  );
  return ExitCode.done;
}

function rowOf(
  flow: Wire,
  { definition, covered }: StoredHours,
  { now, holidays }: { now: number; holidays: Holidays | undefined },
): HoursRow {
  const local = localOf(definition.time_zone, now);
  const today = Math.floor(local / DAY_MINUTES);
  const calendar = calendarOf(definition, { first: today, last: today + AHEAD }, holidays);
  const { isOpen, changes } = openingAt(calendar, now);
  const daysOff = [...calendar.holidays].filter(([day]) => day >= today).slice(0, NEXT);
  const [next, ...then] = changes;
  return {
    id: flow.id,
    name: typeof flow['name'] === 'string' ? flow['name'] : '',
    time_zone: definition.time_zone,
    open: definition.open,
    holidays: definition.holidays ?? null,
    is_open: isOpen,
    because: reasonAt(calendar, local) ?? null,
    until: next === undefined ? null : wireTime(next.at),
    changes: then.slice(0, NEXT).map(changeOf),
    next_holidays: daysOff.map(([day, name]) => ({ date: isoOf(day), name })),
    next_exceptions: exceptionsFrom(calendar, local),
    covers: { from: isoOf(covered.first), to: isoOf(covered.last) },
  };
}

const changeOf = ({ at, isOpen }: Change): HoursRow['changes'][number] => ({
  at: wireTime(at),
  is_open: isOpen,
});

/** What the week and the holidays do not say, from a moment on, by the local clock. */
function exceptionsFrom({ opened, closed }: Calendar, local: number): HoursRow['next_exceptions'] {
  const all = [
    ...opened.map((one) => ({ ...one, is_open: true })),
    ...closed.map((one) => ({ ...one, is_open: false })),
  ];
  return all
    .filter(({ when }) => reachOf(when).to > local)
    .sort((a, b) => reachOf(a.when).from - reachOf(b.when).from)
    .map(({ when, is_open, because }) => ({ when: whenText(when), is_open, because: because ?? null }));
}

async function warnOfEnd(
  { name: own, covers: { to } }: HoursRow,
  now: number,
  warn: (text: string) => Promise<void>,
): Promise<void> {
  const left = Math.floor(Date.parse(to) / 86_400_000) - Math.floor(now / DAY_MINUTES);
  const name = JSON.stringify(own);
  if (left < 0) {
    await warn(`the hours ${name} ended on ${to} and use last year's dates: run \`voipbin hours renew\``);
  } else if (left < RENEWED_DAYS) {
    await warn(`the hours ${name} end on ${to}: run \`voipbin hours renew\``);
  }
}
