/** Long lists of what happened, read for one command: counted, announced, and with the progress on a terminal. */
import type { Api } from '../api/api.ts';
import type { ApiResource } from '../api/collection.ts';
import type { ListedRow } from '../api/pages.ts';
import { plural } from '../core/text.ts';
import { DAY, HOUR } from '../core/time.ts';
import { createMeter, type Meter } from '../snapshot/meter.ts';
import { readRows } from '../snapshot/rows.ts';
import type { Context } from './context.ts';
import { createProgress, duration, type Progress } from './progress.ts';
import { parseWindow, type WindowFlags } from './since.ts';

/** Milliseconds since 1970; `until` is not included, and undefined for now. */
export interface Window {
  since: number;
  until: number | undefined;
  now: number;
}

/** @throws UsageError as `parseWindow`. */
export const windowOf = (flags: WindowFlags, now: number): Window => ({ ...parseWindow(flags, now), now });

/** So much is read at a time, the newest first: of what is read no more is held. */
const AT_A_TIME = 7 * DAY;

export interface Parts {
  /** The newest first, side by side without a gap. */
  parts: readonly Window[];
  /** So many times as much as one part is read in all. */
  times: number;
}

export function partsOf({ since, until: end, now }: Window): Parts {
  const parts: Window[] = [];
  let until = end;
  while ((until ?? now) - since > AT_A_TIME) {
    const from = (until ?? now) - AT_A_TIME;
    parts.push({ since: from, until, now });
    until = from;
  }
  parts.push({ since, until, now });
  return { parts, times: Math.max(1, ((end ?? now) - since) / AT_A_TIME) };
}

/** So far apart the rows of one call are at most, as far as anything is said of calls: its legs, queue calls, runs, lines. */
export const CALL_SPAN_MS = 2 * HOUR;

/** The window with what belongs to calls at its edges. */
export const widened = ({ since, until, now }: Window): Window => ({
  since: since - CALL_SPAN_MS,
  until: until === undefined ? undefined : until + CALL_SPAN_MS,
  now,
});

export interface Reading {
  api: Api;
  meter: Meter;
  /**
   * Every row of a list within the window, in any order; what is possibly missing is kept in `missing`.
   * @param times So much more is read, this window and others: it is announced with the first one.
   */
  rows: <Row extends ListedRow>(
    resource: ApiResource<Row>,
    window: Window,
    onRow: (row: Row) => void,
    times?: number,
  ) => Promise<void>;
  /** Sentences. */
  missing: string[];
  /** Takes the progress away. */
  end: () => Promise<void>;
}

/** Fewer requests than this are made before anybody has read how many there are. */
const WORTH_SAYING = 30;

export interface Metered {
  api: Api;
  meter: Meter;
  progress: Progress;
  /** Requests per second. */
  rate: number;
}

/** A connection that only reads: its requests are counted, and a terminal shows how far it is. */
export async function openMetered(
  context: Context,
  { maxRequests }: { maxRequests?: number | undefined } = {},
): Promise<Metered> {
  const meter = createMeter();
  const progress = createProgress(context);
  const api = await context.api({
    readOnly: true,
    maxRequests,
    onAttempt(attempt) {
      meter.onAttempt(attempt);
      progress.step();
    },
  });
  return { api, meter, progress, rate: await context.rate() };
}

export async function openReading(context: Context): Promise<Reading> {
  const { api, meter, progress, rate } = await openMetered(context);
  const missing: string[] = [];
  const announced = new Set<string>();
  return {
    api,
    meter,
    missing,
    async rows(resource, window, onRow, times = 1) {
      const loss = await readRows(api, resource, {
        ...window,
        onRow,
        onOpen(remaining) {
          progress.expect(meter.total + remaining);
          const all = Math.round(remaining * times);
          if (announced.has(resource.path) || all < WORTH_SAYING) return;
          announced.add(resource.path);
          const time = duration(all / rate);
          void progress
            .clear()
            .then(() =>
              context.notice(
                `${resource.path}: about ${plural(all, 'request')}, ${time} at ${rate} per second`,
              ),
            );
        },
      });
      if (loss !== undefined) missing.push(`${resource.path}: ${loss}`);
    },
    end: () => progress.clear(),
  };
}
