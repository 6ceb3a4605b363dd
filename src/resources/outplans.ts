import * as wire from '../api/wire.ts';
import { formatDuration } from '../core/yaml/durations.ts';
import { amount } from './codecs/amount.ts';
import { caller } from './codecs/caller.ts';
import { created, id, name, target, type Column } from './columns.ts';
import { duration, field } from './field.ts';
import { oneOf } from './index.ts';
import { checkName, detail, otherName, type ManyKind } from './kind.ts';

/** Each target has up to five destinations, tried one after the other. */
const TRIES = [0, 1, 2, 3, 4] as const;
const tries = (index: (typeof TRIES)[number]) => `max_try_count_${index}` as const;
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'] as const;
/** No server takes more calls to one destination for a good idea. */
const MOST_TRIES = 100;

const DIAL_TIMEOUT = 30_000;
const TRY_INTERVAL = 600_000;
const triesUnsaid = (index: number): number => (index === 0 ? 1 : 0);

const dialling = [
  'source',
  'dial_timeout',
  'try_interval',
  ...TRIES.map(tries),
] as const satisfies readonly (keyof wire.Outplan)[];

const span = (key: string, title: string): Column => ({
  key,
  title,
  value: (row) => formatDuration((row[key] as number | null | undefined) ?? 0),
});

export const outplans: ManyKind<wire.Outplan> = {
  kind: 'outplans',
  one: oneOf('outplans'),
  path: 'outplans',
  wire: wire.outplan,
  listsDeleted: true,
  puts: [
    { part: '', fields: ['name', 'detail'] },
    { part: 'dial_info', fields: dialling },
  ],
  about: 'How a campaign calls: with which number, how long, and how often.',
  fields: [
    field('name', otherName),
    field('detail', detail),
    field('source', caller('The number that people see: +14155550100.')),
    field('dial_timeout', duration('How long a telephone rings', { empty: DIAL_TIMEOUT })),
    field('try_interval', duration('How long to wait before the next try', { empty: TRY_INTERVAL })),
    ...TRIES.map((index) =>
      field(
        tries(index),
        amount(`How often to try the ${ORDINALS[index]} destination; 0 is never.`, {
          least: 0,
          most: MOST_TRIES,
          empty: triesUnsaid(index),
        }),
      ),
    ),
  ],
  noticed: [],
  key: 'name',
  renamable: true,
  checkName,
  defaults: {
    detail: '',
    source: {},
    dial_timeout: DIAL_TIMEOUT,
    try_interval: TRY_INTERVAL,
    ...Object.fromEntries(TRIES.map((index) => [tries(index), triesUnsaid(index)])),
  },
  suspect: 'try again in a minute',
  columns: [
    name,
    target('source', 'CALLS FROM'),
    span('dial_timeout', 'RINGS'),
    span('try_interval', 'TRIES EVERY'),
    {
      key: 'tries',
      title: 'TRIES',
      of: (row) =>
        TRIES.map((index) => Number(row[tries(index)] ?? 0))
          .join('+')
          .replace(/(\+0)+$/, ''),
    },
    created,
    id,
  ],
  examples: {
    create: 'Daily --source +14155550100 --try-interval 24h',
    update: 'Daily --dial-timeout 45s',
    delete: 'Daily',
  },
};
