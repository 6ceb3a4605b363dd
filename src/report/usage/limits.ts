/** How much of each limit is used: for people, and as plain data. The fields of the data are a contract. */
import { clean, fieldWords, grouped, sentenceList, wrapped } from '../../core/text.ts';
import type { LimitRow } from '../../usage/limit-rows.ts';
import type { Sheet } from '../format.ts';
import type { Paint } from '../paint.ts';
import { plainColumns } from '../tabular/csv-columns.ts';
import { bar, table } from './parts.ts';

export interface LimitReport {
  account: { id: string; name: string };
  /** Empty where it is not known. */
  plan: string;
  rows: readonly LimitRow[];
}

const STATES: Readonly<Record<LimitRow['state'], string>> = {
  ok: '',
  near: 'nearly reached',
  full: 'reached',
  unlimited: '',
  unknown: '',
  not_read: 'not read',
};

export function limitSheet(report: LimitReport): Sheet {
  const { account, plan, rows } = report;
  return {
    kind: 'sheet',
    raw: { format: 'voipbin.limits/1', account, plan: plan || null, limits: rows },
    rows,
    fields: plainColumns(['resource', 'used', 'limit', 'free', 'percent', 'state', 'note']),
    text: (paint, columns) => textOf(report, paint, columns),
  };
}

function textOf({ account, plan, rows }: LimitReport, paint: Paint, columns: number | undefined): string {
  const title = `${clean(account.name || account.id)}: ${plan === '' ? 'plan not known' : `${clean(plan)} plan`}`;
  const lines = table(
    [
      { title: 'Resource', cell: ({ resource }) => fieldWords(resource) },
      { title: 'Used', right: true, cell: ({ used }) => (used === null ? '-' : grouped(used)) },
      { title: 'Of', right: true, cell: limitText },
      { title: '', right: true, cell: ({ percent }) => (percent === null ? '' : `${percent} %`) },
      ...(columns === undefined
        ? []
        : [
            {
              title: '',
              optional: true,
              cell: ({ percent }: LimitRow) => bar((percent ?? 0) / 100, BAR),
              paint: colorOf,
            },
          ]),
      { title: '', cell: ({ state }) => STATES[state], paint: colorOf },
    ],
    rows,
    paint,
    columns,
  );
  const width = columns ?? Infinity;
  const notes = rows
    .filter(({ note }) => note !== null)
    .flatMap(({ resource, note }) => wrapped(`${fieldWords(resource)}: ${clean(note ?? '')}`, width));
  return [
    paint.bold(title),
    '',
    ...lines,
    '',
    ...notes.map((line) => paint.dim(line)),
    '',
    ...wrapped(summaryOf(rows), width),
    '',
  ].join('\n');
}

/** The limit for people. */
const limitText = ({ limit, state }: LimitRow): string => {
  if (limit !== null) return grouped(limit);
  return state === 'unlimited' ? 'no limit' : 'not known';
};

const BAR = 24;

function colorOf({ state }: LimitRow, paint: Paint): (text: string) => string {
  switch (state) {
    case 'full':
      return paint.red;
    case 'near':
    case 'not_read':
      return paint.yellow;
    case 'ok':
      return paint.green;
    case 'unlimited':
    case 'unknown':
      return paint.dim;
  }
}

/** What to look at, in a sentence. */
function summaryOf(rows: readonly LimitRow[]): string {
  const of = (state: LimitRow['state']): LimitRow[] => rows.filter((row) => row.state === state);
  const [full, near, unread] = [of('full'), of('near'), of('not_read')];
  const names = (some: readonly LimitRow[]): string =>
    sentenceList(
      some.map(({ resource, free }) => `${fieldWords(resource)}${free ? ` (${grouped(free)} more)` : ''}`),
    );
  const parts = [
    ...(full.length > 0 ? [`Reached: ${names(full)}.`] : []),
    ...(near.length > 0 ? [`Nearly reached: ${names(near)}.`] : []),
    ...(unread.length > 0 ? [`Not read: ${names(unread)}.`] : []),
  ];
  if (parts.length > 0) return parts.join(' ');
  return rows.some(({ state }) => state === 'unknown')
    ? 'The limits of this plan are not known.'
    : 'No limit is nearly reached.';
}
