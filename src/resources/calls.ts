import * as wire from '../api/wire.ts';
import {
  addressText,
  agentFilter,
  between,
  created,
  endedFilter,
  id,
  linked,
  numberFilter,
  ownerOf,
  span,
  target,
  whenOf,
  type Row,
} from './columns.ts';
import { oneOf } from './index.ts';
import { deletion, type Listed } from './kind.ts';

const REASONS = ['normal', 'failed', 'busy', 'cancel', 'timeout', 'noanswer', 'dialout', 'amd'] as const;
const OVER: readonly unknown[] = ['hangup', 'terminating', 'canceling'];

const endOf = ({ status, hangup_reason }: Row): string | undefined =>
  status === 'hangup' ? (hangup_reason as string | undefined) || 'ended' : undefined;

const address = (row: Row, key: string): wire.Address | null | undefined =>
  row[key] as wire.Address | null | undefined;

export const calls: Listed<wire.Call> = {
  one: oneOf('calls'),
  path: 'calls',
  wire: wire.call,
  history: true,
  title: (row, reading) =>
    `call${whenOf(row, reading)} from ${addressText(address(row, 'source'))} to ${addressText(address(row, 'destination'))}`,
  alsoCalled: (row) => [address(row, 'source')?.target, address(row, 'destination')?.target],
  columns: [
    created,
    { key: 'direction', title: 'DIRECTION' },
    target('source', 'FROM'),
    target('destination', 'TO'),
    { key: 'status', title: 'STATUS', value: (row) => endOf(row) ?? ((row['status'] as string) || '-') },
    span('talk_seconds', 'TALKED', (row) => between(row, 'tm_progressing', 'tm_hangup')),
    linked('owner_id', 'AGENT', 'agents'),
    id,
  ],
  filters: [
    numberFilter((row) => [address(row, 'source'), address(row, 'destination')]),
    agentFilter(ownerOf),
    {
      flag: {
        flags: '--direction <direction>',
        help: 'only calls of this direction',
        choices: ['incoming', 'outgoing'],
      },
      valuesOf: ({ direction }) => [direction],
    },
    endedFilter(REASONS, endOf),
  ],
  operations: [
    {
      verb: 'hangup',
      part: 'hangup',
      does: 'hang up',
      done: 'hung up',
      isOver: ({ status }) => OVER.includes(status),
      over: 'has already ended',
      example: '+14155550171',
      warns: () => ['everyone in the call is cut off'],
    },
    deletion(({ status }) => [
      ...(status === 'hangup' ? [] : ['the call has not ended: it is hung up first']),
      'it disappears from the lists, and from what an audit counts',
    ]),
  ],
};
