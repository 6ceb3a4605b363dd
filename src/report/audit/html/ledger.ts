/** What the ledger comes to in charts: what was spent by day and kind, and what was left. */
import { formatUsd } from '../../../core/money.ts';
import { grouped, plural } from '../../../core/text.ts';
import { DAY, utcDay } from '../../../core/time.ts';
import type { Ledger } from '../../../snapshot/ledger.ts';
import type { Chart } from './charts.ts';

/** A chart with its caption and legend. */
export interface Figure {
  chart: Chart;
  shape: 'bars' | 'lines';
  /** One sentence below the title. */
  caption: string;
  /** The colours and what they stand for, if there is more than one. */
  legend: readonly { name: string; colour: string; value: string }[];
}

/** More bars than this are too thin to tell apart. */
const MOST_BARS = 92;
/** More colours than this are too many to tell apart. */
const MOST_KINDS = 7;

/** Days (UTC) put together, so that they fit into a chart. */
interface Steps {
  /** `by day`, `by week`. */
  by: string;
  /** The first day of each step: `23 Nov`. */
  places: readonly string[];
  /** Undefined for what is not a day of the chart. */
  indexOf: (day: string) => number | undefined;
}

const compact = (value: number): string =>
  value.toLocaleString('en-GB', { notation: 'compact', maximumFractionDigits: 1 });
/** Micro-USD. Fractions of a cent only where there is nothing but cents. */
function dollars(value: number): string {
  const size = Math.abs(value);
  if (size >= 10_000_000_000) return `${value < 0 ? '-' : ''}$${compact(size / 1_000_000)}`;
  return formatUsd(size < 1_000_000 ? Math.round(value) : Math.round(value / 10_000) * 10_000);
}
/** On an axis, whole dollars have no cents. */
const axisDollars = (value: number): string => dollars(value).replace(/\.00$/, '');

/** Empty where nothing was billed. The horizon is RFC 3339. */
export function ledgerFigures(ledger: Ledger, horizon: { since: string; until: string }): Figure[] {
  const steps = stepsOf(ledger, horizon);
  if (steps === undefined) return [];
  return [
    balance(ledger, steps, 'credit'),
    usage(ledger, steps, 'credit'),
    balance(ledger, steps, 'tokens'),
    usage(ledger, steps, 'tokens'),
  ].filter((figure) => figure !== undefined);
}

function stepsOf(
  { days, balances }: Ledger,
  { since, until }: { since: string; until: string },
): Steps | undefined {
  const used = [...Object.keys(days), ...Object.keys(balances)]
    .map(dayNumber)
    .filter((day) => !Number.isNaN(day));
  if (used.length === 0) return undefined;
  const ends = [since, until].map((time) => dayNumber(time.slice(0, 10))).filter((day) => !Number.isNaN(day));
  const all = [...used, ...ends];
  const first = all.reduce((a, b) => Math.min(a, b));
  const last = all.reduce((a, b) => Math.max(a, b));
  const length = stepLength(last - first + 1);
  const places = Array.from({ length: Math.floor((last - first) / length) + 1 }, (_, index) =>
    dayText(first + index * length),
  );
  const names: Readonly<Record<number, string>> = { 1: 'by day', 7: 'by week', 30: 'by 30 days' };
  return {
    by: names[length] ?? `by ${length} days`,
    places,
    indexOf: (day) => {
      const at = dayNumber(day);
      return Number.isNaN(at) ? undefined : Math.floor((at - first) / length);
    },
  };
}

function stepLength(days: number): number {
  const fits = [1, 7, 30].find((length) => days <= length * MOST_BARS);
  return fits ?? Math.ceil(days / MOST_BARS);
}

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY;
const dayText = (day: number): string =>
  new Date(day * DAY).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Undefined where nothing of it was used. */
function usage({ days }: Ledger, steps: Steps, what: 'credit' | 'tokens'): Figure | undefined {
  const kinds = new Map<string, { values: number[]; sum: number; lines: number }>();
  for (const [day, spent] of Object.entries(days)) {
    const place = steps.indexOf(day);
    if (place === undefined) continue;
    for (const [kind, spending] of Object.entries(spent)) {
      if (spending[what] === 0) continue;
      const known = kinds.get(kind) ?? { values: steps.places.map(() => 0), sum: 0, lines: 0 };
      kinds.set(kind, known);
      known.values[place] = (known.values[place] ?? 0) + spending[what];
      known.sum += spending[what];
      known.lines += spending.count;
    }
  }
  if (kinds.size === 0) return undefined;
  const sorted = [...kinds].sort(([a, { sum: x }], [b, { sum: y }]) => y - x || (a < b ? -1 : 1));
  const shown = sorted.length <= MOST_KINDS ? sorted : sorted.slice(0, MOST_KINDS - 1);
  const rest = sorted.slice(shown.length).map(([, kind]) => kind);
  const groups = [
    ...shown,
    ...(rest.length === 0
      ? []
      : [
          [
            plural(rest.length, 'other kind'),
            {
              values: steps.places.map((_, place) => total(rest.map(({ values }) => values[place] ?? 0))),
              sum: total(rest.map(({ sum }) => sum)),
              lines: total(rest.map(({ lines }) => lines)),
            },
          ] as const,
        ]),
  ];
  const format = what === 'credit' ? dollars : grouped;
  const sum = total(groups.map(([, kind]) => kind.sum));
  const lines = total(groups.map(([, kind]) => kind.lines));
  const title = `${what === 'credit' ? 'Credit' : 'Tokens'} used ${steps.by} and kind`;
  const caption = `${format(sum)} in total, ${grouped(lines)} billed ${lines === 1 ? 'item' : 'items'}; days in UTC`;
  return {
    shape: 'bars',
    caption,
    legend: groups.map(([name, kind], index) => ({
      name,
      colour: kindColour(index),
      value: format(kind.sum),
    })),
    chart: {
      text: {
        id: `usage-${what}`,
        title,
        description: `Stacked bars. ${caption}. ${groups.map(([name, kind]) => `${name}: ${format(kind.sum)}`).join('; ')}.`,
      },
      places: steps.places,
      series: groups.map(([name, { values }], index) => ({ name, colour: kindColour(index), values })),
      format: what === 'credit' ? axisDollars : compact,
    },
  };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const kindColour = (index: number): string => `var(--kind-${index + 1})`;

/** Undefined where no balance is known; for tokens also where there never were any. */
function balance({ balances, topUps }: Ledger, steps: Steps, what: 'credit' | 'tokens'): Figure | undefined {
  const known = Object.entries(balances).sort(([a], [b]) => (a < b ? -1 : 1));
  const first = known[0]?.[1];
  const last = known.at(-1)?.[1];
  if (first === undefined || last === undefined) return undefined;
  if (what === 'tokens' && known.every(([, { tokens }]) => tokens === 0)) return undefined;
  const values = steps.places.map((): number | null => null);
  for (const [day, left] of known) {
    const place = steps.indexOf(day);
    if (place !== undefined) values[place] = left[what];
  }
  // Without a line the balance stays what it was.
  let before: number | null = null;
  for (const [place, value] of values.entries()) {
    before = value ?? before;
    values[place] = before;
  }
  const marks =
    what === 'tokens'
      ? []
      : topUps.flatMap(({ at }) => {
          const place = steps.indexOf(utcDay(at));
          const value = place === undefined ? undefined : values[place];
          return place === undefined || typeof value !== 'number' ? [] : [{ place, value }];
        });
  const format = what === 'credit' ? dollars : grouped;
  const colour = what === 'credit' ? 'var(--kind-1)' : 'var(--kind-2)';
  const lowest = known.map(([, left]) => left[what]).reduce((a, b) => Math.min(a, b));
  const caption = `from ${format(first[what])} to ${format(last[what])}, lowest ${format(lowest)}; days in UTC`;
  const title = `${what === 'credit' ? 'Credit' : 'Token'} balance ${steps.by}`;
  const added = total(topUps.map(({ credit }) => credit));
  return {
    shape: 'lines',
    caption,
    legend: [
      { name: what === 'credit' ? 'credit left' : 'tokens left', colour, value: format(last[what]) },
      ...(marks.length === 0
        ? []
        : [{ name: `▲ ${plural(topUps.length, 'top-up')}`, colour: 'var(--good)', value: dollars(added) }]),
    ],
    chart: {
      text: {
        id: `balance-${what}`,
        title,
        description: `A line ${caption}.${marks.length === 0 ? '' : ` ${plural(topUps.length, 'top-up')}, ${dollars(added)} in total.`}`,
      },
      places: steps.places,
      series: [{ name: 'balance', colour, values }],
      format: what === 'credit' ? axisDollars : compact,
      marks,
    },
  };
}
