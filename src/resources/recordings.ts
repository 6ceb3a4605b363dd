import * as wire from '../api/wire.ts';
import {
  agentFilter,
  between,
  created,
  endedFilter,
  id,
  linked,
  ownerOf,
  span,
  status,
  whenOf,
  type Row,
} from './columns.ts';
import { oneOf } from './index.ts';
import { deletion, type Listed } from './kind.ts';

const endOf = ({ status: now }: Row): string | undefined => (now === 'ended' ? 'ended' : undefined);

export const recordings: Listed<wire.Recording> = {
  one: oneOf('recordings'),
  path: 'recordings',
  wire: wire.recording,
  history: true,
  title: (row, reading) => `recording${whenOf(row, reading)}`,
  columns: [
    created,
    span('length_seconds', 'LENGTH', (row) => between(row, 'tm_start', 'tm_end')),
    { key: 'format', title: 'FORMAT' },
    status,
    { key: 'reference_type', title: 'OF' },
    linked('owner_id', 'AGENT', 'agents'),
    { key: 'reference_id', title: 'CALL' },
    id,
  ],
  filters: [agentFilter(ownerOf), endedFilter([], endOf)],
  operations: [
    deletion((row) => [
      ...(endOf(row) === undefined ? ['the recording has not ended'] : []),
      'the audio files are deleted with it',
    ]),
  ],
};
