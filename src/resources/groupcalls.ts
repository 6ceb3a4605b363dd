import * as wire from '../api/wire.ts';
import {
  addressText,
  agentFilter,
  count,
  created,
  endedFilter,
  id,
  linked,
  numberFilter,
  ownerOf,
  status,
  target,
  whenOf,
  type Row,
} from './columns.ts';
import { oneOf } from './index.ts';
import { deletion, type Listed } from './kind.ts';

const sourceOf = (row: Row): wire.Address | null | undefined =>
  row['source'] as wire.Address | null | undefined;
const destinationsOf = (row: Row): readonly wire.Address[] =>
  (row['destinations'] as readonly wire.Address[] | null | undefined) ?? [];

const endOf = ({ status: now }: Row): string | undefined => (now === 'hangup' ? 'hangup' : undefined);

export const groupcalls: Listed<wire.Groupcall> = {
  one: oneOf('groupcalls'),
  path: 'groupcalls',
  wire: wire.groupcall,
  history: true,
  title: (row, reading) => `group call${whenOf(row, reading)} from ${addressText(sourceOf(row))}`,
  alsoCalled: (row) => [sourceOf(row), ...destinationsOf(row)].map((address) => address?.target),
  columns: [
    created,
    target('source', 'FROM'),
    {
      key: 'rings',
      title: 'RINGS',
      of: (row) => destinationsOf(row).map(addressText).join(', '),
      // The agent's name is in a column of its own.
      value: (row) =>
        destinationsOf(row)
          .map((address) => (address.type === 'agent' ? 'agent' : addressText(address)))
          .join(', ') || '-',
    },
    status,
    { key: 'ring_method', title: 'HOW' },
    linked('owner_id', 'AGENT', 'agents'),
    count('call_ids', 'CALLS'),
    id,
  ],
  filters: [
    numberFilter((row) => [sourceOf(row), ...destinationsOf(row)]),
    agentFilter(ownerOf),
    endedFilter([], endOf),
  ],
  operations: [
    {
      verb: 'hangup',
      part: 'hangup',
      does: 'hang up',
      done: 'hung up',
      isOver: ({ status: now }) => now === 'hangup' || now === 'hangingup',
      over: 'has already ended',
      warns: () => ['every call of it ends, the one that was answered, too'],
    },
    deletion((row) =>
      endOf(row) === undefined ? ['its calls are not hung up: `voipbin groupcalls hangup` does that'] : [],
    ),
  ],
};
