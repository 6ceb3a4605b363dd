/** Hours of the week as a field of marks: the more, the denser. It is read without colors, too. */
import type { CallReport } from '../../answering/report.ts';
import type { Paint } from '../paint.ts';

export interface HeatMap {
  /** 168 counts, Monday midnight first. */
  values: readonly number[];
  color: (text: string) => string;
}

/** Fewer calls than this do not show how a week goes. */
const LEAST_CALLS = 20;

/** The maps that there are enough calls for. */
export function mapsOf({
  hours,
}: CallReport): { kind: 'came' | 'lost'; title: string; values: readonly number[] }[] {
  const maps = [
    {
      kind: 'came' as const,
      title: 'Incoming calls by weekday and hour',
      values: hours.map(({ calls }) => calls),
    },
    {
      kind: 'lost' as const,
      title: 'Missed and abandoned by weekday and hour',
      values: hours.map(({ missed, abandoned }) => missed + abandoned),
    },
  ];
  return maps.filter(({ values }) => values.reduce((sum, value) => sum + value, 0) >= LEAST_CALLS);
}

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const MARKS = ['·', '░', '▒', '▓', '█'];
/** Of the names of the days, with two spaces after them. */
const MARGIN = 5;
const WIDEST = 5;
const HOURS = 24;

/** Lines of at most so many columns, with a legend below; none where there is nothing to see. */
export function drawHeatMap({ values, color }: HeatMap, columns: number, paint: Paint): string[] {
  const most = Math.max(0, ...values);
  if (most === 0) return [];
  const steps = stepsOf(most);
  const width = Math.max(1, Math.min(WIDEST, Math.floor((columns - MARGIN) / HOURS)));
  const mark = (value: number): string => {
    const level = levelOf(steps, value);
    // What is nothing is small, so that the rest is a picture.
    if (level === 0) return paint.dim((MARKS[0] ?? '').padEnd(width));
    return color((MARKS[level] ?? '').repeat(Math.max(1, width - 1)).padEnd(width));
  };
  const every = width >= 3 ? 1 : width === 2 ? 2 : 3;
  const head = Array.from({ length: HOURS / every }, (_, index) =>
    String(index * every)
      .padStart(2, '0')
      .padEnd(width * every),
  ).join('');
  const rows = WEEKDAYS.map((day, index) => {
    const cells = values.slice(index * HOURS, (index + 1) * HOURS).map(mark);
    return `${paint.dim(day.padEnd(MARGIN))}${cells.join('').trimEnd()}`;
  });
  const legend = [
    `${MARKS[0] ?? ''} none`,
    ...steps.map(
      ({ from, to }, index) => `${MARKS[index + 1] ?? ''} ${from === to ? to : `${from} to ${to}`}`,
    ),
  ];
  return [
    paint.dim(`${' '.repeat(MARGIN)}${head}`.trimEnd()),
    ...rows,
    ...filledLines(legend, columns - MARGIN).map((line) => paint.dim(`${' '.repeat(MARGIN)}${line}`)),
  ];
}

/** As many next to each other as there is room for. */
function filledLines(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = `${lines.at(-1) ?? ''}   ${part}`;
    if (lines.length > 0 && longer.length <= width) lines.splice(-1, 1, longer);
    else lines.push(part);
  }
  return lines;
}

interface Step {
  from: number;
  to: number;
}

/** 0 for nothing, then the step that a count is in, from 1 on. */
export const levelOf = (steps: readonly Step[], value: number): number =>
  value === 0 ? 0 : steps.findIndex(({ to }) => value <= to) + 1;

/** At most four steps from 1 to the most, as even as whole numbers allow. */
export function stepsOf(most: number): Step[] {
  const count = Math.min(MARKS.length - 1, most);
  const ends = Array.from({ length: count }, (_, index) => Math.round((most * (index + 1)) / count));
  return ends.map((to, index) => ({ from: (ends[index - 1] ?? 0) + 1, to }));
}
