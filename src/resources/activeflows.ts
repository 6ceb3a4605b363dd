import * as wire from '../api/wire.ts';
import { created, endedFilter, id, linked, status, whenOf, type Row } from './columns.ts';
import { oneOf } from './index.ts';
import { deletion, type Listed } from './kind.ts';

const endOf = ({ status: now }: Row): string | undefined => (now === 'ended' ? 'ended' : undefined);

/** The platform's own start and end have no type. */
const executed = (row: Row): wire.Action[] =>
  ((row['executed_actions'] as wire.Action[] | null | undefined) ?? []).filter(({ type }) => type);

export const activeflows: Listed<wire.Activeflow> = {
  one: oneOf('activeflows'),
  path: 'activeflows',
  wire: wire.activeflow,
  history: true,
  title: (row, reading) =>
    `run of flow ${reading.nameOf('flows', String(row['flow_id']))}${whenOf(row, reading)}`,
  columns: [
    created,
    status,
    linked('flow_id', 'FLOW', 'flows'),
    { key: 'reference_type', title: 'STARTED BY' },
    { key: 'last_action', title: 'LAST ACTION', of: (row) => executed(row).at(-1)?.type },
    id,
  ],
  filters: [
    {
      flag: { flags: '--flow <flow>', help: 'only runs of this flow' },
      refers: 'flows',
      valuesOf: ({ flow_id }) => [flow_id],
    },
    endedFilter([], endOf),
  ],
  operations: [
    {
      verb: 'stop',
      part: 'stop',
      does: 'stop',
      done: 'stopped',
      isOver: (row) => endOf(row) !== undefined,
      over: 'has already ended',
      warns: ({ reference_type }) => [
        ...(reference_type === 'call' ? ['a call in it does not continue in its flow'] : []),
      ],
    },
    deletion((row) => (endOf(row) === undefined ? ['the run has not ended: it is stopped first'] : [])),
  ],
};
