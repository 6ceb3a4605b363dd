/** `hours`: whether it is open now, until when, and what comes next: by the flows of the account, as callers meet them. */
import { ExitCode } from '../../../core/exit-codes.ts';
import { outlookOf, type Calendar, type Change } from '../../../hours/calendar.ts';
import { isoOf } from '../../../hours/days.ts';
import { calendarOf } from '../../../hours/definition.ts';
import { RENEWED_DAYS, storedHours, type StoredHours } from '../../../hours/flow.ts';
import { loadHolidays, type Holidays } from '../../../hours/holidays.ts';
import { DAY_MINUTES } from '../../../hours/spans.ts';
import type { Wire } from '../../../resources/kind.ts';
import { readLive } from '../../../plan/state/live.ts';
import type { DataRow } from '../../../report/format.ts';
import { plainColumns } from '../../../report/tabular/csv-columns.ts';
import type { Call } from '../../program/command.ts';
import { printList } from '../../output.ts';
import { localOf, minuteOfNow, momentOf, wireTime } from './moments.ts';

const CSV_FIELDS = [
  ...['id', 'name', 'time_zone', 'open', 'holidays', 'is_open', 'because', 'until'],
  ...['changes', 'next_holidays', 'covers.from', 'covers.to'],
];
/** So many of each are shown. */
const NEXT = 3;
/** Holidays are looked for this far ahead, whatever the flow covers. */
const AHEAD = 365;

export async function listHours({ context }: Call): Promise<ExitCode> {
  const api = await context.api({ readOnly: true });
  const { lists } = await readLive(api, { kinds: new Set(['hours']), outbound: false, billing: 'no' });
  const now = minuteOfNow(context.host.clock.now());
  const stored = lists.hours.flatMap((flow) => {
    const hours = storedHours(flow['actions']);
    return hours === undefined ? [] : [{ flow, hours }];
  });
  const named = stored.some(({ hours }) => hours.definition.holidays !== undefined);
  const holidays = named ? await loadHolidays() : undefined;
  const rows = stored
    .map(({ flow, hours }) => rowOf(flow, hours, { now, holidays }))
    .sort((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1));
  for (const row of rows) await warnOfEnd(row, now, context.warn);
  await printList(context, {
    rows,
    fields: () => plainColumns(CSV_FIELDS),
    columns: [
      { key: 'name', title: 'Hours' },
      { key: 'is_open', title: 'Now', value: nowText },
      { key: 'until', title: 'Until', value: (row) => momentIn(row, row['until']) },
      { key: 'changes', title: 'Then', value: thenText },
      { key: 'next_holidays', title: 'Next days off', value: holidaysText },
      { key: 'covers', title: 'Covered until', value: (row) => (row['covers'] as { to: string }).to },
    ],
    empty:
      'The account has no opening hours that voipbin made. Declare them under hours in a plan file, or run `voipbin setup`.',
  });
  return ExitCode.done;
}

function rowOf(
  flow: Wire,
  { definition, covered }: StoredHours,
  { now, holidays }: { now: number; holidays: Holidays | undefined },
): DataRow {
  const today = Math.floor(localOf(definition.time_zone, now) / DAY_MINUTES);
  const calendar = calendarOf(definition, { first: today, last: today + AHEAD }, holidays);
  const { isOpen, changes } = outlookOf(calendar, now);
  const daysOff = [...calendar.holidays].filter(([day]) => day >= today).slice(0, NEXT);
  const [next, ...then] = changes;
  return {
    id: flow.id,
    name: flow['name'] ?? '',
    time_zone: definition.time_zone,
    open: definition.open,
    holidays: definition.holidays ?? null,
    is_open: isOpen,
    because: isOpen ? null : (reasonOf(calendar, localOf(definition.time_zone, now)) ?? null),
    until: next === undefined ? null : wireTime(next.at),
    changes: then.slice(0, NEXT).map(changeOf),
    next_holidays: daysOff.map(([day, name]) => ({ date: isoOf(day), name })),
    covers: { from: isoOf(covered.first), to: isoOf(covered.last) },
  };
}

const changeOf = ({ at, isOpen }: Change): object => ({ at: wireTime(at), is_open: isOpen });

/** Why it is closed, where that is not what the hours of the week say. */
function reasonOf(calendar: Calendar, local: number): string | undefined {
  const day = Math.floor(local / DAY_MINUTES);
  const closing = calendar.closed.find(({ when }) => {
    if (when.kind === 'moments') return when.from <= local && local < when.to;
    const minute = local - day * DAY_MINUTES;
    const isDay = when.first <= day && day <= when.last;
    return isDay && (when.spans?.some(({ from, to }) => from <= minute && minute < to) ?? true);
  });
  return closing?.because ?? calendar.holidays.get(day);
}

const momentIn = ({ time_zone }: DataRow, at: unknown): string =>
  typeof at === 'string' ? momentOf(String(time_zone), Date.parse(at) / 60_000) : 'always';

const nowText = ({ is_open, because }: DataRow): string =>
  is_open === true ? 'open' : typeof because === 'string' ? `closed (${because})` : 'closed';

function thenText(row: DataRow): string {
  const changes = row['changes'] as { at: string; is_open: boolean }[];
  return changes.map(({ at, is_open }) => `${is_open ? 'opens' : 'closes'} ${momentIn(row, at)}`).join(', ');
}

const holidaysText = ({ next_holidays }: DataRow): string =>
  (next_holidays as { date: string; name: string }[]).map(({ date, name }) => `${date} ${name}`).join(', ');

async function warnOfEnd(row: DataRow, now: number, warn: (text: string) => Promise<void>): Promise<void> {
  const { to } = row['covers'] as { to: string };
  const left = Math.floor(Date.parse(to) / 86_400_000) - Math.floor(now / DAY_MINUTES);
  const name = JSON.stringify(row['name']);
  if (left < 0) {
    await warn(
      `the hours ${name} ended on ${to} and answer with last year's dates: run \`voipbin hours renew\``,
    );
  } else if (left < RENEWED_DAYS) {
    await warn(`the hours ${name} end on ${to}: run \`voipbin hours renew\``);
  }
}
