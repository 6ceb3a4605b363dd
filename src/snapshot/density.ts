/** How many rows lie between moments at which the list was looked at. */
import { DAY } from '../core/time.ts';

export interface Sample {
  /** Microseconds since 1970. */
  at: number;
  /** Rows per microsecond. */
  density: number;
}

const DAY_MICROS = DAY * 1000;
/** From so many samples on there are enough for every part of the day. */
const WHOLE_DAYS = 24;
/** With fewer of them weekends are days like others. */
const FEW = 6;

/**
 * Rows from the first sample down to the bottom. Traffic has its hours and its weekends: many samples are laid over one
 * another by the hour, those of weekends apart, and each such day is as long as there are days of it.
 */
export function expectedRows(samples: readonly Sample[], bottom: number): number {
  const top = samples[0]?.at ?? bottom;
  if (samples.length < WHOLE_DAYS || top - bottom < 2 * DAY_MICROS) return betweenSamples(samples, bottom);
  const week = samples.filter(({ at }) => !isWeekend(at));
  const weekend = samples.filter(({ at }) => isWeekend(at));
  const off = weekendTime(bottom, top);
  if (weekend.length < FEW || week.length < FEW) return meanOverDay(samples) * (top - bottom);
  return meanOverDay(week) * (top - bottom - off) + meanOverDay(weekend) * off;
}

function betweenSamples(samples: readonly Sample[], bottom: number): number {
  return sum(
    samples.map(({ at, density }, index) => {
      const next = samples[index + 1];
      return ((density + (next?.density ?? density)) / 2) * (at - (next?.at ?? bottom));
    }),
  );
}

/** Rows per microsecond, over all hours of the day. */
function meanOverDay(samples: readonly Sample[]): number {
  const hours = samples
    .map(({ at, density }) => ({ at: at % DAY_MICROS, density }))
    .sort((a, b) => a.at - b.at);
  const first = hours[0];
  if (first === undefined) return 0;
  const round = [...hours, { at: first.at + DAY_MICROS, density: first.density }];
  const rows = hours.map(({ at, density }, index) => {
    const next = round[index + 1] ?? first;
    return ((density + next.density) / 2) * (next.at - at);
  });
  return sum(rows) / DAY_MICROS;
}

/** Saturday and Sunday, UTC. */
const isWeekend = (micros: number): boolean => new Date(micros / 1000).getUTCDay() % 6 === 0;

function weekendTime(bottom: number, top: number): number {
  let time = 0;
  for (let at = bottom; at < top;) {
    const next = Math.min(top, (Math.floor(at / DAY_MICROS) + 1) * DAY_MICROS);
    if (isWeekend(at)) time += next - at;
    at = next;
  }
  return time;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
