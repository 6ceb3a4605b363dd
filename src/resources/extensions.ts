import { field, text } from './field.ts';
import { checkName, detail, resource, type ManyKind } from './kind.ts';

export const extensionsKind: ManyKind = {
  kind: 'extensions',
  one: 'extension',
  about: 'SIP telephones, by their number.',
  fields: [field('name', text('Whose telephone it is.')), field('detail', detail)],
  noticed: ['password'],
  key: 'extension',
  renamable: false,
  takesPassword: true,
  shownPassword: ({ password }) => (typeof password === 'string' && password !== '' ? password : undefined),
  checkName,
  defaults: { name: '', detail: '' },
  writes: [['name', 'detail', 'password']],
  resource: (api) => resource(api.extensions),
  missing: ({ password }) =>
    password === undefined ? 'a new extension needs a password: generate, env:NAME or file:path' : undefined,
};
