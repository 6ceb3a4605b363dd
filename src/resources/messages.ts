import * as wire from '../api/wire.ts';
import { addressText, created, id, numberFilter, target, whenOf, type Row } from './columns.ts';
import { oneOf } from './index.ts';
import { deletion, type Listed } from './kind.ts';

const source = (row: Row): wire.Address | null | undefined =>
  row['source'] as wire.Address | null | undefined;
const targets = (row: Row) => (row as wire.Message).targets ?? [];

export const messages: Listed<wire.Message> = {
  one: oneOf('messages'),
  path: 'messages',
  wire: wire.message,
  history: true,
  listsDeleted: true,
  title: (row, reading) => `message${whenOf(row, reading)} from ${addressText(source(row))}`,
  columns: [
    created,
    { key: 'direction', title: 'DIRECTION' },
    target('source', 'FROM'),
    { key: 'to', title: 'TO', of: (row) => targets(row).map(({ destination }) => destination) },
    { key: 'delivery', title: 'STATUS', of: (row) => [...new Set(targets(row).map(({ status }) => status))] },
    { key: 'text', title: 'TEXT' },
    id,
  ],
  filters: [
    numberFilter((row) => [source(row), ...targets(row).map(({ destination }) => destination)]),
    {
      flag: {
        flags: '--direction <direction>',
        help: 'only messages of this direction',
        choices: ['inbound', 'outbound'],
      },
      valuesOf: ({ direction }) => [direction],
    },
  ],
  operations: [deletion(() => ['it is deleted here; whoever received it keeps it'])],
};
