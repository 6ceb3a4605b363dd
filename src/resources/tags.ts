import { field } from './field.ts';
import { checkName, detail, otherName, resource, type ManyKind } from './kind.ts';

export const tagsKind: ManyKind = {
  kind: 'tags',
  one: 'tag',
  about: 'Words by which queues find agents.',
  fields: [field('name', otherName), field('detail', detail)],
  noticed: [],
  key: 'name',
  renamable: true,
  takesPassword: false,
  checkName,
  defaults: { detail: '' },
  writes: [['name', 'detail']],
  resource: (api) => resource(api.tags),
};
