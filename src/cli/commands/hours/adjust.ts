/** `hours close` and `hours open`: from now on, until a moment. */
import { UsageError } from '../../../core/errors.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import { readUntil, withClosing, withOpening, withoutClosing } from '../../../hours/adjust.ts';
import { clean, isUnwritable } from '../../../core/text.ts';
import { openingAt, spansOn, type Calendar } from '../../../hours/calendar.ts';
import { calendarOf, type Definition } from '../../../hours/definition.ts';
import { DAY_MINUTES } from '../../../hours/spans.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import {
  applyHours,
  definitionIn,
  hoursNamed,
  readHoursFile,
  showChanged,
  withDefinition,
} from './change.ts';
import { localOf, localText, minuteOfNow, momentOf, wireTime } from './moments.ts';
import type { AdjustFlags } from './command.ts';

interface Adjusting {
  /** As it was typed, without flags. */
  command: string;
  changed: (definition: Definition, calendar: Calendar, moment: Moment) => Definition;
}

interface Moment {
  /** Minutes since 1970 by the local clock, as `until`. */
  now: number;
  until: number | undefined;
  because: string | undefined;
}

export const closeHours = (call: Call<AdjustFlags>): Promise<ExitCode> =>
  adjust(call, { command: 'hours close', changed: closedNow });

export const openHours = (call: Call<AdjustFlags>): Promise<ExitCode> =>
  adjust(call, { command: 'hours open', changed: openedNow });

async function adjust(
  { context, args: [named], options }: Call<AdjustFlags>,
  { command, changed: changedFrom }: Adjusting,
): Promise<ExitCode> {
  const source = await readHoursFile(context, options);
  const name = hoursNamed(source, named);
  const definition = definitionIn(source, name);
  const minute = minuteOfNow(context.host.clock.now());
  const now = localOf(definition.time_zone, minute);
  const today = Math.floor(now / DAY_MINUTES);
  const covered = { first: today - 1, last: today + 400 };
  const calendar = calendarOf(definition, covered, source.plan.holidays);
  const until = untilOf(options.until, now);
  const changed = changedFrom(definition, calendar, { now, until, because: reasonIn(options.because) });
  const after = await withDefinition(source, name, changed);
  const result = await applyHours(context, after, {
    command,
    names: [name],
    missing: 'refused',
    before: source.text,
  });
  if (typeof result === 'number') return result;
  const isSame = result.done.length === 0 && after.text === source.text;
  const next = calendarOf(changed, covered, source.plan.holidays);
  return showOutlook(context, { name, calendar: next, minute, planFile: source.path, isSame }, result);
}

/** What is longer is a slip of the finger in a year. */
const LONGEST = 2 * 366 * DAY_MINUTES;

/** @throws UsageError for a text that a line of the plan file cannot show. */
function reasonIn(because = ''): string | undefined {
  const reason = because.trim();
  if (isUnwritable(reason) || /[\r\n]/.test(reason)) {
    throw new UsageError('--because must be one line of text, without control characters');
  }
  return reason || undefined;
}

function untilOf(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const until = readUntil(text, now);
  if (until === undefined) {
    throw new UsageError(`--until: ${JSON.stringify(text)} is not a time or a date`, {
      hint: 'write a time (15:00), a date (2026-12-24), or both (2026-12-24 15:00)',
    });
  }
  if (until > now + LONGEST) {
    throw new UsageError(`--until: ${localText(until)} is more than two years from now`, {
      hint: 'write longer times under closed in the plan file',
    });
  }
  if (until > now) return until;
  throw new UsageError(`--until: ${localText(until)} is over`, { hint: `it is ${localText(now)} there` });
}

function closedNow(definition: Definition, calendar: Calendar, { now, until, because }: Moment): Definition {
  return withClosing(definition, calendar, { from: now, to: closingEnd(calendar, now, until) }, because);
}

function openedNow(definition: Definition, calendar: Calendar, { now, until, because }: Moment): Definition {
  const to = until === undefined ? usualEnd(calendar, now) : openingEnd(now, until);
  if (to !== undefined) return withOpening(definition, calendar, { from: now, to }, because);
  const reopened = withoutClosing(definition, now);
  if (reopened !== undefined) return reopened;
  throw new UsageError('the weekly hours are closed now, and do not say until when to open', {
    hint: 'add --until with a time, such as --until 18:00',
  });
}

/** Without an end: for the rest of the day, and of its night. */
function closingEnd(calendar: Calendar, now: number, until: number | undefined): number {
  const today = Math.floor(now / DAY_MINUTES);
  const nights = spansOn(calendar, today).map(({ to }) => to + today * DAY_MINUTES);
  return until ?? Math.max((today + 1) * DAY_MINUTES, ...nights);
}

/** @throws UsageError for what is later than one day of the plan file can say. */
function openingEnd(now: number, until: number): number {
  if (until <= (Math.floor(now / DAY_MINUTES) + 2) * DAY_MINUTES) return until;
  throw new UsageError('--until: hours can be opened until the end of tomorrow', {
    hint: 'write longer times under opened in the plan file',
  });
}

/** Until when the hours of the week have it open now. */
function usualEnd(calendar: Calendar, now: number): number | undefined {
  const today = Math.floor(now / DAY_MINUTES);
  const plain = { ...calendar, holidays: new Map<number, string>(), opened: [], closed: [] };
  return spansOn(plain, today)
    .map(({ from, to }) => ({ from: from + today * DAY_MINUTES, to: to + today * DAY_MINUTES }))
    .find(({ from, to }) => from <= now && now < to)?.to;
}

async function showOutlook(
  context: Context,
  {
    name,
    calendar,
    minute,
    planFile,
    isSame,
  }: { name: string; calendar: Calendar; minute: number; planFile: string; isSame: boolean },
  result: Parameters<typeof showChanged>[1],
): Promise<ExitCode> {
  const { isOpen, changes } = openingAt(calendar, minute);
  const [next] = changes;
  const until = next === undefined ? '' : ` until ${momentOf(calendar.zone, next.at)}`;
  const state = `${isOpen ? 'open' : 'closed'}${until} (${calendar.zone})`;
  return showChanged(context, result, {
    title: isSame ? `Nothing changed: ${clean(name)} was already ${state}` : `${clean(name)}: ${state}`,
    rows: context.flags.demo === undefined ? [['Plan file', planFile]] : [],
    raw: { name, is_open: isOpen, until: next === undefined ? null : wireTime(next.at) },
  });
}
