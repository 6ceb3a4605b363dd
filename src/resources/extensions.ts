import * as wire from '../api/wire.ts';
import { PASSWORD } from '../core/lengths.ts';
import { created, id, name } from './columns.ts';
import { field, text } from './field.ts';
import { oneOf } from './index.ts';
import { checkName, detail, type ManyKind } from './kind.ts';

export const extensions: ManyKind<wire.Extension> = {
  kind: 'extensions',
  one: oneOf('extensions'),
  path: 'extensions',
  wire: wire.extension,
  puts: [{ part: '', fields: ['name', 'detail', 'password'], needs: ['password'] }],
  about: 'SIP telephones, by their number.',
  fields: [field('name', text('Whose telephone it is.')), field('detail', detail)],
  noticed: ['password'],
  key: 'extension',
  dialed: 'extension',
  renamable: false,
  secrets: [
    {
      key: 'password',
      about: 'the password',
      generated: 'on-request',
      length: PASSWORD,
      shown: ({ password }) => (typeof password === 'string' && password !== '' ? password : undefined),
      afterwards: 'phones that sign in with the old password no longer can',
    },
  ],
  checkName,
  defaults: { name: '', detail: '' },
  limited: { as: 'extensions' },
  suspect: 'or the extension is taken, or the number of extensions of your plan is reached',
  columns: [{ key: 'extension', title: 'EXTENSION' }, name, { key: 'detail', title: 'DETAIL' }, created, id],
  examples: {
    create: '1001 --name "Front desk" --password generate',
    update: '1001 --name Reception',
    delete: '1001',
  },
  missing: ({ password }) =>
    password === undefined ? 'a new extension needs a password: generate, env:NAME or file:path' : undefined,
};
