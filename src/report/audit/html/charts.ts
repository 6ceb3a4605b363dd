/** Charts as SVG; their colours are variables of the page, so that they follow its theme. */
import { scaleLinear, scalePoint } from 'd3-scale';
import { area, line, stack, stackOffsetDiverging, symbol, symbolTriangle } from 'd3-shape';
import { join, markup, nothing, pictureOpen, type Markup, type PictureText } from './markup.ts';

interface Series {
  name: string;
  /** A CSS colour. */
  colour: string;
  /** One for each place on the axis; null if unknown. */
  values: readonly (number | null)[];
}

export interface Chart {
  text: PictureText;
  /** Below the axis, from left to right. */
  places: readonly string[];
  series: readonly Series[];
  /** A label on the axis. */
  format: (value: number) => string;
  /** Only whole numbers on the axis. */
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
/** Lines across, or a few more or less: their values are round. */
const LINES_ACROSS = 5;
/** Square pixels. */
const MARK = 72;

/** More bars than this have no room for edges and gaps. */
const MANY_BARS = 45;
const WIDEST_BAR = 36;

/** One bar for each place, the series on top of each other, the first at the bottom; what is negative goes down. */
export function drawBars(chart: Chart, size: Size): Markup {
  const { places, series, totals } = chart;
  const valuesOf = (place: number): number[] => series.map(({ values }) => values[place] ?? 0);
  const stacks = stack<number, number>()
    .keys(series.keys())
    .value((place, index) => series[index]?.values[place] ?? 0)
    .offset(stackOffsetDiverging)(places.keys());
  const room = roomOf(chart, size, stacks.flat(2));
  const many = places.length > MANY_BARS;
  const width = Math.min(WIDEST_BAR, room.step * (many ? 0.88 : 0.72));
  const bars = stacks.flatMap((parts) =>
    parts.map(([from, to], place) => {
      // Without a value, there is no bar, and so no edge.
      if (from === to) return nothing;
      return markup`<rect x="${tenths(room.x(place) - width / 2)}" y="${tenths(room.y(to))}" width="${tenths(width)}" height="${tenths(room.y(from) - room.y(to))}" fill="${series[parts.key]?.colour ?? ''}"${many ? nothing : markup` stroke="var(--card)"`}></rect>`;
    }),
  );
  const sums = totals
    ? places.map((_, place) => {
        const top = Math.max(0, ...stacks.map((parts) => parts[place]?.[1] ?? 0));
        const sum = valuesOf(place).reduce((all, value) => all + value, 0);
        return label(room.x(place), room.y(top) - GAP - 2, chart.format(sum), 'middle', 'text');
      })
    : [];
  return picture(chart, size, room, [...bars, ...sums]);
}

/** A line for each series, with its area, across gaps of unknown values. */
export function drawLines(chart: Chart, size: Size): Markup {
  const { series, marks = [] } = chart;
  const all = [...series.flatMap(({ values }) => values), ...marks.map(({ value }) => value)];
  const room = roomOf(
    chart,
    size,
    all.filter((value) => value !== null),
  );
  const path = line().digits(1);
  const ground = area().y0(room.y(0)).digits(1);
  const lines = series.map(({ colour, values }) => {
    const points = values.flatMap((value, place): [number, number][] =>
      value === null ? [] : [[room.x(place), room.y(value)]],
    );
    const [first] = points;
    if (first === undefined) return nothing;
    if (points.length === 1)
      return markup`<circle cx="${tenths(first[0])}" cy="${tenths(first[1])}" r="3" fill="${colour}"></circle>`;
    return markup`<path d="${ground(points) ?? ''}" fill="${colour}" fill-opacity="0.16"></path><path d="${path(points) ?? ''}" fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round"></path>`;
  });
  const triangle = symbol(symbolTriangle, MARK).digits(1)() ?? '';
  const triangles = marks.map(
    ({ place, value }) =>
      markup`<path transform="translate(${tenths(room.x(place))} ${tenths(room.y(value))})" d="${triangle}" fill="var(--good)" stroke="var(--card)" stroke-width="1.5"></path>`,
  );
  return picture(chart, size, room, [...lines, ...triangles]);
}

/** Where things are, in pixels. */
interface Room {
  left: number;
  right: number;
  bottom: number;
  /** From one place to the next. */
  step: number;
  x: (place: number) => number;
  y: (value: number) => number;
  ticks: readonly number[];
}

/** The axis of values holds nothing, too, so that heights can be compared. */
function roomOf({ places, format, whole }: Chart, { width, height }: Size, values: readonly number[]): Room {
  const bottom = height - MARGIN.bottom;
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const y = scaleLinear([low, low === high ? 1 : high], [bottom, MARGIN.top]).nice(LINES_ACROSS);
  const ticks = y.ticks(LINES_ACROSS).filter((tick) => !whole || Number.isInteger(tick));
  const left = MARGIN.left + widest(ticks.map(format)) + GAP;
  const right = width - MARGIN.right;
  const x = scalePoint(places.keys(), [left, right]).padding(0.5);
  return { left, right, bottom, ticks, y, step: x.step(), x: (place) => x(place) ?? left };
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
  const every = Math.ceil((widest(places) + GAP) / room.step);
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
