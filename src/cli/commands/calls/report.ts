/** `calls report`: how calls were answered. */
import { CallCounting, type IsAddressOf, type PlaceInWeek } from '../../../answering/counting.ts';
import { UsageError } from '../../../core/errors.ts';
import { ExitCode, worstExitCode } from '../../../core/exit-codes.ts';
import { DAY, formatLocal, MINUTE } from '../../../core/time.ts';
import { offsetOf, zoneProblem } from '../../../hours/zones.ts';
import { callReportSheet, type CallReportInput, type NameOf } from '../../../report/answering/calls.ts';
import { activeflows } from '../../../resources/activeflows.ts';
import { calls } from '../../../resources/calls.ts';
import { queuecalls } from '../../../resources/queuecalls.ts';
import { collect } from '../../../snapshot/collect.ts';
import type { Snapshot } from '../../../snapshot/snapshot.ts';
import { print } from '../../output.ts';
import type { Call } from '../../program/command.ts';
import { openReading, widened, windowOf } from '../../reading.ts';
import { customerOf, rowsOf, unreadOf } from '../../sections.ts';
import type { CallReportFlags } from './command.ts';

/** What has names in the report. */
const NAMED = ['agents', 'numbers', 'queues'] as const;

export async function callsReport({ context, options }: Call<CallReportFlags>): Promise<ExitCode> {
  const { clock, system } = context.host;
  const timeZone = options.timeZone ?? system.timeZone;
  const problem = zoneProblem(timeZone);
  if (problem !== undefined) throw new UsageError(`--time-zone: ${problem}`);
  const isPage = options.output === 'html';
  if (isPage && options.query !== undefined)
    throw new UsageError('--query does not go with -o html', { hint: 'use -o json' });
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
    const { since, until = window.now } = window;
    const counting = new CallCounting(
      placeIn(timeZone),
      addressesOf(sections),
      (at) => at >= since && at < until,
    );
    const wide = widened(window);
    let queued = 0;
    await reading.rows(queuecalls, wide, (row) => {
      queued += 1;
      counting.addQueuecall(row);
    });
    // Only for the queues in which callers were: nothing else says so.
    if (queued > 0) {
      await reading.rows(activeflows, wide, (row) => {
        counting.addRun(row);
      });
    }
    await reading.rows(calls, wide, (row) => {
      counting.addCall(row);
    });
    await reading.end();
    const input: CallReportInput = {
      account: { id: customer.id, name: customer.name ?? '' },
      since,
      until,
      timeZone,
      formatDay: (at) => formatLocal(at, timeZone).slice(0, 10),
      report: counting.result(),
      nameOf: namesOf(sections),
    };
    if (isPage) {
      const { callReportHtml } = await import('../../../report/answering/html.ts');
      await context.host.io.stdout.write(callReportHtml(input));
    } else await print(context, callReportSheet(input));
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

/** Clocks are changed at the quarters of an hour: one look for each is enough. */
function placeIn(timeZone: string): PlaceInWeek {
  const QUARTER = 15 * MINUTE;
  const offsets = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER);
    const known = offsets.get(quarter);
    const offset = known ?? offsetOf(timeZone, quarter * 15);
    if (known === undefined) offsets.set(quarter, offset);
    const local = at + offset * MINUTE;
    // 1 January 1970 was a Thursday.
    return {
      weekday: ((Math.floor(local / DAY) + 3) % 7) + 1,
      hour: Math.floor((local % DAY) / (60 * MINUTE)),
    };
  };
}

function addressesOf({ agents }: Snapshot['sections']): IsAddressOf {
  const known = new Map(
    rowsOf(agents).map(({ id, addresses }) => [id, new Set((addresses ?? []).map(({ target }) => target))]),
  );
  return (agent, { target }) => known.get(agent)?.has(target) ?? false;
}

function namesOf({ agents, numbers, queues }: Snapshot['sections']): NameOf {
  const names = {
    agent: new Map(rowsOf(agents).map((row) => [row.id, row.name || row.username])),
    number: new Map(rowsOf(numbers).map((row) => [row.number ?? '', row.name])),
    queue: new Map(rowsOf(queues).map((row) => [row.id, row.name])),
  };
  return (kind, key) => names[kind].get(key) || undefined;
}
