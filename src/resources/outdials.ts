import * as wire from '../api/wire.ts';
import { NIL_UUID } from '../core/ids.ts';
import { created, id, linked, name } from './columns.ts';
import { field, reference, text } from './field.ts';
import { oneOf } from './index.ts';
import { checkName, detail, otherName, type ManyKind } from './kind.ts';

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
    field('data', text('Whatever you want to keep with it.', { length: null })),
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
