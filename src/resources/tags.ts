import * as wire from '../api/wire.ts';
import { created, id, name } from './columns.ts';
import { field } from './field.ts';
import { oneOf } from './index.ts';
import { checkName, detail, otherName, type ManyKind } from './kind.ts';

export const tags: ManyKind<wire.Tag> = {
  kind: 'tags',
  one: oneOf('tags'),
  path: 'tags',
  wire: wire.tag,
  listsDeleted: true,
  puts: [{ part: '', fields: ['name', 'detail'] }],
  about: 'Labels by which queues find agents.',
  fields: [field('name', otherName), field('detail', detail)],
  noticed: [],
  key: 'name',
  renamable: true,
  checkName,
  defaults: { detail: '' },
  suspect: 'try again in a minute',
  columns: [name, { key: 'detail', title: 'DETAIL' }, created, id],
  examples: {
    create: 'Sales --detail "Agents who sell"',
    update: 'Sales --detail "Agents who sell"',
    delete: 'Sales',
  },
};
