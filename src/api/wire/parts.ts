/** The parts that API objects consist of. */
import * as z from 'zod/mini';

// Compiling a schema takes longer than checking the few objects that most commands read.
z.config({ jitless: true });

export const text = z.nullish(z.string());
export const time = z.nullish(z.string());
export const ref = z.nullish(z.string());
export const refs = z.nullish(z.array(z.string()));
/** Above 2^53 a number is no longer exactly what the server sent. */
export const integer = z.nullish(z.int());
export const flag = z.nullish(z.boolean());
export const map = z.nullish(z.record(z.string(), z.unknown()));
/** The same where there are very many: it takes less than half of the time. */
const option = z.looseObject({});
export const metadata = z.nullish(z.looseObject({ rtp_debug: flag }));

export const times = { tm_create: time, tm_update: time, tm_delete: time };

/** `type`: `tel`, `sip`, `extension`, `agent`, `email`, ... Empty members are left out. */
export const address = z.looseObject({
  type: text,
  target: text,
  target_name: text,
  name: text,
  detail: text,
});
export type Address = z.infer<typeof address>;

export const action = z.looseObject({
  id: ref,
  /** Nil: the next one in the list. */
  next_id: ref,
  type: text,
  option: z.nullish(option),
  tm_execute: time,
});
export type Action = z.infer<typeof action>;
