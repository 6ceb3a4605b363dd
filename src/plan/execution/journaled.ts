import type { Client } from '../../api/client.ts';
import { ApiError, AppError } from '../../core/errors.ts';
import type { Entry } from '../journal/journal.ts';

/** A journal line without the fields that all lines of a change share. */
type EntryBody = Omit<Extract<Entry, { address: string }>, 'at' | 'address'> & Record<string, unknown>;
export type Note = (entry: EntryBody) => Promise<void>;

/** The same client, with a journal line before and after every request that changes something. */
export function journaled(client: Client, note: Note): Client {
  return {
    apiUrl: client.apiUrl,
    credential: client.credential,
    download: (link, sink) => client.download(link, sink),
    get attempts() {
      return client.attempts;
    },
    async request(asked) {
      if (asked.method === 'GET') return client.request(asked);
      await note({ event: 'request', method: asked.method, path: asked.path });
      const answer = await client.request(asked).catch(async (error: unknown) => {
        const status =
          error instanceof ApiError && error.status !== undefined ? { status: error.status } : {};
        await note({ event: 'answer', error: codeOf(error), ...status });
        throw error;
      });
      await note({ event: 'answer' });
      return answer;
    },
  };
}

/** The error code in a journal line. */
export const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : 'BUG');
