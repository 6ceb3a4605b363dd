/** The envelopes of objects: pages of lists, and errors. */
import * as z from 'zod/mini';
import { text } from './parts.ts';

/**
 * One page of a list. `result` is always present, even if empty: an answer without it is not an empty list.
 * `next_page_token` is empty only after an empty page.
 */
export function page<T extends z.ZodMiniType>(item: T) {
  return z.looseObject({ result: z.array(item), next_page_token: text });
}

/** The error envelope, wherever it appears and whatever its content type claims. */
export const errorEnvelope = z.looseObject({
  error: z.looseObject({
    status: text,
    reason: text,
    message: text,
    request_id: text,
    details: z.nullish(z.array(z.record(z.string(), z.unknown()))),
  }),
});
