/** How much of each limit is used: for people, and as plain data. The fields of the data are a contract. */
import { fieldWords, grouped, sentenceList } from '../../core/text.ts';
import type { LimitRow } from '../../usage/limit-rows.ts';
import type { Sheet } from '../format.ts';
import type { Paint } from '../paint.ts';
import { plainColumns } from '../tabular/csv-columns.ts';
import { bar, sheetOf, tableOf, type Part, type PartColumn } from '../parts.ts';

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

export const limitSheet = (report: LimitReport): Sheet =>
  sheetOf(
    {
      raw: {
        format: 'voipbin.limits/1',
        account: report.account,
        plan: report.plan || null,
        limits: report.rows,
      },
      rows: report.rows,
      fields: plainColumns(['resource', 'used', 'limit', 'free', 'percent', 'state', 'note']),
    },
    () => partsOf(report),
  );

function partsOf({ account, plan, rows }: LimitReport): Part[] {
  const columns: PartColumn<LimitRow>[] = [
    { title: 'Resource', isProse: true, cell: ({ resource }) => fieldWords(resource) },
    { title: 'Used', right: true, cell: ({ used }) => (used === null ? '-' : grouped(used)) },
    { title: 'Of', right: true, cell: limitText },
    { title: '', right: true, cell: ({ percent }) => (percent === null ? '' : `${percent} %`) },
    { title: '', drawn: true, cell: ({ percent }) => bar((percent ?? 0) / 100, BAR), paint: colorOf },
    { title: '', isProse: true, cell: ({ state }) => STATES[state], paint: colorOf },
  ];
  const notes = rows.flatMap(({ resource, note }) =>
    note === null ? [] : `${fieldWords(resource)}: ${note}`,
  );
  return [
    {
      kind: 'title',
      text: `${account.name || account.id}: ${plan === '' ? 'plan not known' : `${plan} plan`}`,
    },
    tableOf('Limits', columns, rows),
    { kind: 'sentences', texts: notes, isAside: true },
    { kind: 'sentences', texts: [summaryOf(rows)] },
  ];
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
