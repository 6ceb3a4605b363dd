/** Charts as SVG; their colours are variables of the page, so that they follow its theme. */
import { join, markup, nothing, pictureOpen, type Markup, type PictureText } from './markup.ts';

interface Series {
  name: string;
  /** A CSS colour. */
  colour: string;
  /** One for each place on the axis; null where nobody knows. */
  values: readonly (number | null)[];
}

export interface Chart {
  text: PictureText;
  /** Below the axis, from left to right. */
  places: readonly string[];
  series: readonly Series[];
  /** A value beside the axis. */
  format: (value: number) => string;
  /** Whole numbers only beside the axis. */
  whole?: boolean;
  /** Numbers above the bars. */
  totals?: boolean;
  /** Points that are marked, each by its place. */
  marks?: readonly { place: number; value: number }[];
}

/** Pixels. */
export interface Size {
  width: number;
  height: number;
}

/** Around what is drawn: half a label above it and right of the last place, a whole one below. */
const MARGIN = { left: 6, right: 20, top: 26, bottom: 26 };
const FONT_SIZE = 12;
/** Digits and small letters, roughly. */
const LETTER = 7;
/** Between labels, and between them and what they belong to. */
const GAP = 8;
/** So many parts of the axis, or a few more. */
const PARTS = 4;

/** More bars than this have no room for edges and gaps. */
const MANY_BARS = 45;
const WIDEST_BAR = 36;

/** One bar for each place, the series on top of each other, the first at the bottom. */
export function drawBars(chart: Chart, size: Size): Markup {
  const { places, series, totals } = chart;
  const stacks = places.map((_, place) => stackOf(series.map(({ values }) => values[place] ?? 0)));
  const room = roomOf(
    chart,
    size,
    stacks.flatMap(({ low, high }) => [low, high]),
  );
  const many = places.length > MANY_BARS;
  const width = Math.min(WIDEST_BAR, room.band * (many ? 0.88 : 0.72));
  const bars = stacks.flatMap(({ parts }, place) =>
    parts.map(({ from, to }, index) => {
      // Without a value there is no bar, and so no edge of one.
      if (from === to) return nothing;
      const [top, bottom] = [room.y(Math.max(from, to)), room.y(Math.min(from, to))];
      return markup`<rect x="${tenths(room.x(place) - width / 2)}" y="${tenths(top)}" width="${tenths(width)}" height="${tenths(bottom - top)}" fill="${series[index]?.colour ?? ''}"${many ? nothing : markup` stroke="var(--card)"`}></rect>`;
    }),
  );
  const sums = totals
    ? stacks.map(({ low, high }, place) =>
        label(room.x(place), room.y(high) - GAP - 2, chart.format(low + high), 'middle', 'text'),
      )
    : [];
  return picture(chart, size, room, [...bars, ...sums]);
}

/** What is positive upwards from nothing, what is negative downwards. */
function stackOf(values: readonly number[]): {
  parts: readonly { from: number; to: number }[];
  low: number;
  high: number;
} {
  let [low, high] = [0, 0];
  const parts = values.map((value) => {
    const from = value < 0 ? low : high;
    if (value < 0) low += value;
    else high += value;
    return { from, to: from + value };
  });
  return { parts, low, high };
}

/** A line for each series, with its area. */
export function drawLines(chart: Chart, size: Size): Markup {
  const { series, marks = [] } = chart;
  const all = [...series.flatMap(({ values }) => values), ...marks.map(({ value }) => value)];
  const room = roomOf(
    chart,
    size,
    all.filter((value) => value !== null),
  );
  const lines = series.map(({ colour, values }) => {
    const points = values.flatMap((value, place) => (value === null ? [] : [[place, value] as const]));
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined) return nothing;
    if (points.length === 1)
      return markup`<circle cx="${tenths(room.x(first[0]))}" cy="${tenths(room.y(first[1]))}" r="3" fill="${colour}"></circle>`;
    const line = points
      .map(([place, value]) => `${tenths(room.x(place))} ${tenths(room.y(value))}`)
      .join('L');
    const ground = tenths(room.y(0));
    return markup`<path d="M${line}L${tenths(room.x(last[0]))} ${ground}L${tenths(room.x(first[0]))} ${ground}Z" fill="${colour}" fill-opacity="0.16"></path><path d="M${line}" fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round"></path>`;
  });
  const triangles = marks.map(({ place, value }) => {
    const [x, y] = [room.x(place), room.y(value)];
    const corners = [
      [x, y - 6],
      [x + 6, y + 6],
      [x - 6, y + 6],
    ];
    return markup`<polygon points="${corners.map((corner) => corner.map(tenths).join(',')).join(' ')}" fill="var(--good)" stroke="var(--card)" stroke-width="1.5"></polygon>`;
  });
  return picture(chart, size, room, [...lines, ...triangles]);
}

/** Where things are, in pixels. */
interface Room {
  left: number;
  right: number;
  bottom: number;
  /** The width that belongs to one place. */
  band: number;
  x: (place: number) => number;
  y: (value: number) => number;
  ticks: readonly number[];
}

function roomOf({ places, format, whole }: Chart, { width, height }: Size, values: readonly number[]): Room {
  const ticks = ticksOf(values, whole ?? false);
  const [lowest = 0, highest = 1] = [ticks[0], ticks.at(-1)];
  const left = MARGIN.left + widest(ticks.map(format)) + GAP;
  const right = width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const band = (right - left) / Math.max(1, places.length);
  return {
    left,
    right,
    bottom,
    band,
    ticks,
    x: (place) => left + band * (place + 0.5),
    y: (value) => bottom - ((value - lowest) / (highest - lowest)) * (bottom - MARGIN.top),
  };
}

/** Round values from below the lowest to above the highest, nothing among them. */
export function ticksOf(values: readonly number[], whole: boolean): number[] {
  const low = values.reduce((a, b) => Math.min(a, b), 0);
  const highest = values.reduce((a, b) => Math.max(a, b), 0);
  const high = low === highest ? 1 : highest;
  const part = (high - low) / PARTS;
  const size = 10 ** Math.floor(Math.log10(part));
  // 3 goes before 2.5: what is counted has no halves.
  const digit = [1.5, 2.5, 4, 7].findIndex((end) => part / size < end);
  const step = Math.max(([1, 2, 3, 5][digit] ?? 10) * size, whole ? 1 : 0);
  const first = Math.floor(low / step);
  return Array.from({ length: Math.ceil(high / step) - first + 1 }, (_, index) => (first + index) * step);
}

/** Both axes, and on top of them what is drawn. */
function picture(
  { text, places, format }: Chart,
  { width, height }: Size,
  room: Room,
  drawn: readonly Markup[],
): Markup {
  const { left, right, bottom, ticks } = room;
  const across = (y: number, colour: string): Markup =>
    markup`<path d="M${tenths(left)} ${Math.round(y) + 0.5}H${tenths(right)}" fill="none" stroke="var(--${colour})"></path>`;
  const every = Math.ceil((widest(places) + GAP) / room.band);
  return join([
    pictureOpen(text, width, height, `0 0 ${width} ${height}`),
    ...ticks.map((tick) => across(room.y(tick), 'grid')),
    across(room.y(0), 'axis'),
    ...ticks.map((tick) => label(left - GAP, room.y(tick), format(tick), 'end', 'muted')),
    ...places.map((place, index) =>
      index % every === 0
        ? label(room.x(index), bottom + GAP + FONT_SIZE / 2, place, 'middle', 'muted')
        : nothing,
    ),
    markup`<g>${drawn}</g></svg>`,
  ]);
}

const label = (x: number, y: number, text: string, anchor: 'middle' | 'end', colour: string): Markup =>
  markup`<text x="${tenths(x)}" y="${tenths(y)}" dominant-baseline="central" text-anchor="${anchor}" font-size="${FONT_SIZE}" fill="var(--${colour})">${text}</text>`;

const widest = (labels: readonly string[]): number =>
  labels.reduce((width, { length }) => Math.max(width, length * LETTER), 0);

const tenths = (pixels: number): number => Math.round(pixels * 10) / 10;
