import * as wire from '../api/wire.ts';
import { agentFilter, created, endedFilter, id, linked, span, status, whenOf, type Row } from './columns.ts';
import { oneOf } from './index.ts';
import { deletion, type Listed } from './kind.ts';

const OVER: readonly unknown[] = ['done', 'abandoned'];
const endOf = ({ status: now }: Row): string | undefined => (OVER.includes(now) ? String(now) : undefined);

/** Milliseconds of the API, as seconds. */
const seconds = (value: unknown): number => Math.round(((value as number | null | undefined) ?? 0) / 1000);

export const queuecalls: Listed<wire.Queuecall> = {
  one: oneOf('queuecalls'),
  path: 'queuecalls',
  wire: wire.queuecall,
  history: true,
  title: (row, reading) => `queue call${whenOf(row, reading)}`,
  alsoById: ({ reference_id }) => reference_id,
  columns: [
    created,
    status,
    linked('service_agent_id', 'AGENT', 'agents'),
    span('wait_seconds', 'WAITED', (row) =>
      // Counted when the waiting is over.
      endOf(row) === undefined && !row['duration_waiting'] ? undefined : seconds(row['duration_waiting']),
    ),
    // The server counts the waiting into the service.
    span('talk_seconds', 'TALKED', ({ duration_waiting, duration_service }) =>
      duration_service ? Math.max(0, seconds(duration_service) - seconds(duration_waiting)) : undefined,
    ),
    { key: 'reference_id', title: 'CALL' },
    id,
  ],
  filters: [
    agentFilter(({ service_agent_id }) => [service_agent_id]),
    endedFilter(['done', 'abandoned'], endOf),
  ],
  operations: [
    {
      verb: 'kick',
      part: 'kick',
      does: 'kick',
      done: 'taken out of the queue',
      isOver: (row) => endOf(row) !== undefined || row['status'] === 'kicking',
      over: 'has already ended',
      warns: ({ status: now }) => [
        now === 'service'
          ? 'the caller talks to an agent, and is cut off from them'
          : 'the caller loses their place in the queue, and the flow continues after it',
      ],
    },
    deletion((row) =>
      endOf(row) === undefined
        ? ['the caller stays in the queue: `voipbin queuecalls kick` takes them out']
        : [],
    ),
  ],
};
