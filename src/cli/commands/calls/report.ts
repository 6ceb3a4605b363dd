/** `calls report`: how calls were answered. */
import {
  CallCounting,
  type IsAddressOf,
  type PlaceInWeek,
  type QueueOf,
} from '../../../answering/counting.ts';
import { ExitCode, worstExitCode } from '../../../core/exit-codes.ts';
import { formatLocal, MINUTE } from '../../../core/time.ts';
import { weekdayOf } from '../../../hours/days.ts';
import { DAY_MINUTES, HOUR_MINUTES } from '../../../hours/spans.ts';
import { offsetOf } from '../../../hours/zones.ts';
import { callReportSheet, type CallReportInput } from '../../../report/answering/calls.ts';
import type { NameOf } from '../../../report/answering/columns.ts';
import { activeflows } from '../../../resources/activeflows.ts';
import { calls } from '../../../resources/calls.ts';
import { queuecalls } from '../../../resources/queuecalls.ts';
import { collect } from '../../../snapshot/collect.ts';
import type { Snapshot } from '../../../snapshot/snapshot.ts';
import type { Context } from '../../context.ts';
import { isWantedAs, print } from '../../output.ts';
import type { Call } from '../../program/command.ts';
import { openReading, partsOf, widened, windowOf, type Reading, type Window } from '../../reading.ts';
import { customerOf, rowsOf, unreadOf } from '../../sections.ts';
import { checkTimeZone } from '../../time-zone.ts';
import type { CallReportFlags } from './command.ts';

/** What has names in the report. */
const NAMED = ['agents', 'numbers', 'queues'] as const;

export async function callsReport({ context, options }: Call<CallReportFlags>): Promise<ExitCode> {
  const { clock, system } = context.host;
  const timeZone = options.timeZone ?? system.timeZone;
  checkTimeZone(timeZone);
  const isPage = isWantedAs('html', options);
  const window = windowOf(options, clock.now());
  const reading = await openReading(context);
  try {
    const { api, meter } = reading;
    const { sections } = await collect(api, {
      clock,
      since: window.since,
      meter,
      wanted: ['customer', ...NAMED],
    });
    const customer = await customerOf(api, sections);
    const counting = new CallCounting({
      placeOf: placeIn(timeZone),
      isAddressOf: addressesOf(sections),
      queueOf: queuesOf(sections),
    });
    await countCalls(reading, window, counting);
    await reading.end();
    await show(context, isPage, {
      account: { id: customer.id, name: customer.name ?? '' },
      since: window.since,
      until: window.until ?? window.now,
      timeZone,
      formatDay: (at) => formatLocal(at, timeZone).slice(0, 10),
      report: counting.result(),
      nameOf: namesOf(sections),
    });
    const unread = unreadOf(sections, NAMED);
    for (const [name, reason] of unread.reasons)
      await context.warn(`${name}: ${reason}; they have no names here`);
    for (const missing of reading.missing) await context.warn(missing);
    return worstExitCode([
      reading.missing.length > 0 ? ExitCode.unreachable : ExitCode.done,
      unread.exitCode,
    ]);
  } finally {
    await reading.end();
  }
}

/** Part by part: what is held of calls does not grow with the time. */
async function countCalls(reading: Reading, window: Window, counting: CallCounting): Promise<void> {
  const { parts, times } = partsOf(window);
  for (const part of parts) {
    const { since, until = window.now } = part;
    counting.begin({ since, until });
    const wide = widened(part);
    let queued = 0;
    await reading.rows(
      queuecalls,
      wide,
      (row) => {
        queued += 1;
        counting.addQueuecall(row);
      },
      times,
    );
    // Only for the queues in which callers were: nothing else says so of what is over.
    if (queued > 0) {
      await reading.rows(
        activeflows,
        wide,
        (row) => {
          counting.addRun(row);
        },
        times,
      );
    }
    await reading.rows(
      calls,
      wide,
      (row) => {
        counting.addCall(row);
      },
      times,
    );
  }
}

async function show(context: Context, isPage: boolean, input: CallReportInput): Promise<void> {
  if (!isPage) {
    await print(context, callReportSheet(input));
    return;
  }
  const { callReportHtml } = await import('../../../report/answering/html.ts');
  await context.host.io.stdout.write(callReportHtml(input));
}

/** Clocks are changed at the quarters of an hour: one look for each is enough. */
function placeIn(timeZone: string): PlaceInWeek {
  const QUARTER = 15;
  const offsets = new Map<number, number>();
  return (at) => {
    const minute = Math.floor(at / MINUTE);
    const quarter = Math.floor(minute / QUARTER);
    const known = offsets.get(quarter);
    const offset = known ?? offsetOf(timeZone, quarter * QUARTER);
    if (known === undefined) offsets.set(quarter, offset);
    const local = minute + offset;
    const day = Math.floor(local / DAY_MINUTES);
    // Of opening hours Sunday is the first day, as 0.
    return { weekday: weekdayOf(day) || 7, hour: Math.floor((local - day * DAY_MINUTES) / HOUR_MINUTES) };
  };
}

function addressesOf({ agents }: Snapshot['sections']): IsAddressOf {
  const known = new Map(
    rowsOf(agents).map(({ id, addresses }) => [id, new Set((addresses ?? []).map(({ target }) => target))]),
  );
  return (agent, { target }) => known.get(agent)?.has(target) ?? false;
}

/** Who waits or is being served now is in the lists of the queue. */
function queuesOf({ queues }: Snapshot['sections']): QueueOf {
  const known = new Map(
    rowsOf(queues).flatMap(({ id, wait_queuecall_ids: waiting, service_queuecall_ids: served }) =>
      [...(waiting ?? []), ...(served ?? [])].map((queuecall) => [queuecall, id.toLowerCase()] as const),
    ),
  );
  return (queuecall) => known.get(queuecall);
}

function namesOf({ agents, numbers, queues }: Snapshot['sections']): NameOf {
  const names = {
    agent: new Map(rowsOf(agents).map((row) => [row.id, row.name || row.username])),
    number: new Map(rowsOf(numbers).map((row) => [row.number ?? '', row.name])),
    queue: new Map(rowsOf(queues).map((row) => [row.id.toLowerCase(), row.name])),
  };
  return (kind, key) => names[kind].get(key) || undefined;
}
