/** A whole list: every row once. */
import * as z from 'zod/mini';
import type { Api } from '../../../api/api.ts';
import { listRows, type Loss } from '../../../api/pages.ts';
import { ApiError } from '../../../core/errors.ts';
import type { Place } from './place.ts';

const row = z.looseObject({ id: z.string(), tm_create: z.nullish(z.string()) });
const events = z.looseObject({ result: z.array(z.unknown()), next_page_token: z.nullish(z.string()) });

type Asked = Pick<Place, 'path' | 'query'> & { headers: Record<string, string> };

/** @param onLoss Called where rows may be missing. */
export async function wholeList(
  { client }: Api,
  { path, query, headers }: Asked,
  onLoss: (loss: Loss) => void,
): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  try {
    for await (const one of listRows(client, path, row, { query, headers, onLoss })) rows.push(one);
    return rows;
  } catch (error) {
    if (rows.length > 0 || !(error instanceof ApiError) || error.code !== 'UNEXPECTED_ANSWER') throw error;
  }
  return otherList(client, { path, query, headers });
}

/** A bare list is whole; one without ids (events, free numbers) has tokens of its own. */
async function otherList(
  client: Api['client'],
  { path, query, headers }: Asked,
): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  for (let token: string | undefined; ;) {
    const answer: unknown = await client.request({
      method: 'GET',
      path,
      headers,
      query: { ...query, ...(token !== undefined && { page_token: token }) },
      schema: token === undefined ? z.union([z.array(z.unknown()), events]) : events,
    });
    if (Array.isArray(answer)) return answer as unknown[];
    const { result, next_page_token } = answer as z.infer<typeof events>;
    rows.push(...result);
    if (result.length === 0 || !next_page_token || next_page_token === token) return rows;
    token = next_page_token;
  }
}
