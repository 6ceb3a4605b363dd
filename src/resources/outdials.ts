import * as wire from '../api/wire.ts';
import { NIL_UUID } from '../core/ids.ts';
import { addressText, created, id, linked, name, status, type Row } from './columns.ts';
import { field, reference, text } from './field.ts';
import { oneOf } from './index.ts';
import {
  checkName,
  deletion,
  detail,
  otherName,
  type Operation,
  type Listed,
  type ManyKind,
} from './kind.ts';

export const outdials: ManyKind<wire.Outdial> = {
  kind: 'outdials',
  one: oneOf('outdials'),
  path: 'outdials',
  wire: wire.outdial,
  listsDeleted: true,
  puts: [
    { part: '', fields: ['name', 'detail'] },
    { part: 'data', fields: ['data'] },
    // A campaign writes itself there, and does not take itself out again.
    { part: 'campaign_id', fields: ['campaign_id'], passing: true },
  ],
  about: 'Whom a campaign calls: a list of targets, which is not part of this file.',
  fields: [
    field('name', otherName),
    field('detail', detail),
    field('data', text('Any data to keep with it.', { length: null })),
  ],
  passing: [
    field(
      'campaign',
      { ...reference('The campaign that calls them', 'campaigns'), flag: { takes: 'none' } },
      'campaign_id',
    ),
  ],
  noticed: [],
  key: 'name',
  renamable: true,
  checkName,
  defaults: { campaign_id: NIL_UUID, detail: '', data: '' },
  suspect: 'try again in a minute',
  columns: [
    name,
    { key: 'detail', title: 'DETAIL' },
    linked('campaign_id', 'CAMPAIGN', 'campaigns'),
    created,
    id,
  ],
  examples: {
    create: 'Customers --detail "Customers of 2026" --data crm',
    update: 'Customers --clear campaign',
    delete: 'Customers',
  },
  missing: ({ detail: said, data }) =>
    said && data ? undefined : 'a new outdial needs detail and data: the server asks for both',
};

const DESTINATIONS = [0, 1, 2, 3, 4] as const;

/** Where a target is called, in the order in which it is tried. */
export const destinationsOf = (target: object): string[] =>
  DESTINATIONS.map(
    (index) =>
      (target as Readonly<Record<string, unknown>>)[`destination_${index}`] as wire.Address | undefined,
  )
    .filter((address) => address?.target)
    .map(addressText);

const triesOf = (row: Row): number =>
  DESTINATIONS.map((index) => Number(row[`try_count_${index}`] ?? 0)).reduce((sum, count) => sum + count, 0);

/** Whom an outdial lists. A plan does not hold them: there may be thousands, and a campaign works on them. */
export const targetsOf = (outdialId: string): Listed<wire.OutdialTarget> => ({
  one: 'target',
  path: `outdials/${outdialId}/targets`,
  wire: wire.outdialTarget,
  listedBy: `outdials targets ${outdialId}`,
  columns: [
    name,
    { key: 'destinations', title: 'NUMBERS', of: (row) => destinationsOf(row).join(', ') },
    status,
    { key: 'tries', title: 'TRIES', of: triesOf },
    { key: 'detail', title: 'DETAIL' },
    { key: 'data', title: 'DATA' },
    id,
  ],
  alsoCalled: destinationsOf,
  title: (row) => `target ${typeof row['name'] === 'string' && row['name'] !== '' ? row['name'] : row.id}`,
});

export const targetRemoval: Operation = {
  ...deletion(),
  verb: 'remove',
  does: 'take out',
  done: 'taken out',
};
