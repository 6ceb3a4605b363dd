import { field, text } from '../field.ts';
import { checkName, detail, resource, type ManyKind } from '../kind.ts';

export const extensionsKind: ManyKind = {
  kind: 'extensions',
  one: 'extension',
  about: 'SIP telephones, by their number.',
  fields: [field('name', text('Whose telephone it is.')), field('detail', detail)],
  noticed: [],
  key: 'extension',
  renamable: false,
  takesPassword: true,
  checkName,
  defaults: { name: '', detail: '' },
  writes: [['name', 'detail']],
  resource: (api) => resource(api.extensions),
  missing: ({ password }) =>
    password === undefined
      ? 'a new extension needs a password: add password: generate, env:NAME or file:path'
      : undefined,
};
