/** Bars from day to day on a terminal. Heavy enough to be loaded only by the command that draws. */
import plot from 'simple-ascii-chart';
import type { Paint } from '../paint.ts';

export interface BarChart {
  /** Zero or more; at least one. */
  values: readonly number[];
  /** Below each bar, such as `11-23`; only some of them are shown. */
  labels: readonly string[];
  /** A value as the axis has it. */
  format: (value: number) => string;
}

const ROWS = 8;
/** Wider than this, bars are hard to compare. */
const WIDEST = 8;
/** Between two labels below the axis. */
const LABEL_GAP = 2;
const BLOCKS = ' ▁▂▃▄▅▆▇█';

/** Lines of at most so many columns; none where there is nothing to see. More bars than columns are put together. */
export function drawBars(chart: BarChart, columns: number, paint: Paint): string[] {
  const top = roundAbove(Math.max(...chart.values));
  if (!(top > 0)) return [];
  const axis = Math.max(chart.format(top).length, chart.format(top / 2).length);
  const room = columns - axis - 3;
  const { values, labels } = chart;
  const step = Math.max(1, Math.min(WIDEST, Math.floor(room / values.length)));
  const width = step >= 3 ? step - 1 : step;
  // The library draws the axes, and leaves the bars to us: its own have no eighths.
  const drawn = plot(
    // One point after the last bar, so that bars are exactly so far apart.
    [...values, 0].map((_, index): [number, number] => [index, top]),
    {
      width: step * values.length + 1,
      height: ROWS,
      // Each row is labeled by what a bar has that fills it.
      yRange: [top / ROWS, top],
      customYAxisTicks: [top / 2, top],
      customXAxisTicks: ticksOf(labels, step),
      formatter: (value, { axis: of }) =>
        of === 'y' ? chart.format(value).padStart(axis) : (labels[Math.round(value)] ?? ''),
      symbols: { axis: { n: ' ', e: '─' } },
      lineFormatter: ({ index }) =>
        barOf(values[index] ?? 0, top).flatMap((symbol, row) =>
          Array.from({ length: width }, (_, column) => ({
            x: index * step + column + 1,
            y: ROWS - row,
            symbol,
          })),
        ),
    },
  );
  return drawn
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .map((line) => line.replace(/[▁-█]+(?: *[▁-█]+)*/g, (bars) => paint.cyan(bars)));
}

/** The blocks of one bar, from below. What is not nothing is never empty. */
function barOf(value: number, top: number): string[] {
  const eighths = value > 0 ? Math.max(1, Math.round((value / top) * ROWS * 8)) : 0;
  const full = Math.floor(eighths / 8);
  const rest = BLOCKS[eighths % 8] ?? ' ';
  return [...Array.from({ length: full }, () => '█'), ...(rest === ' ' ? [] : [rest])];
}

/** One digit with zeros: the least that is not below it. */
export function roundAbove(value: number): number {
  if (!(value > 0)) return 0;
  const size = 10 ** Math.floor(Math.log10(value));
  const found = [1, 2, 3, 4, 5, 6, 8, 10].find((digit) => digit * size >= value - size * 1e-9);
  return (found ?? 10) * size;
}

/** Bars whose labels do not touch: the first one, and every so many. */
function ticksOf(labels: readonly string[], step: number): number[] {
  const longest = Math.max(...labels.map((label) => label.length));
  const apart = Math.ceil((longest + LABEL_GAP) / step);
  // Weeks are easier to count than anything else.
  const every = apart <= 1 ? 1 : Math.ceil(apart / 7) * 7;
  return labels.map((_, index) => index).filter((index) => index % every === 0);
}
