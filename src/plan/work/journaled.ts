import type { Client } from '../../api/client.ts';
import { ApiError } from '../../core/errors.ts';
import type { Entry } from '../journal.ts';

/** A line of the journal without what all lines of a change have. */
export type EntryBody = Omit<Extract<Entry, { address: string }>, 'at' | 'address'> & Record<string, unknown>;
export type Note = (entry: EntryBody) => Promise<void>;

/** The same client, with a line before and after every request that changes something. */
export function journaled(client: Client, note: Note): Client {
  return {
    ...client,
    get attempts() {
      return client.attempts;
    },
    async request(asked) {
      if (asked.method === 'GET') return client.request(asked);
      await note({ event: 'request', method: asked.method, path: asked.path });
      try {
        const answer = await client.request(asked);
        await note({ event: 'answer' });
        return answer;
      } catch (error) {
        const known = error instanceof ApiError ? error : undefined;
        const status = known?.status === undefined ? {} : { status: known.status };
        await note({ event: 'answer', error: known?.code ?? 'BUG', ...status });
        throw error;
      }
    },
  };
}
