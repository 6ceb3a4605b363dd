/** The shape of the configuration file; fields that we do not know are kept. */
import * as z from 'zod/mini';

const words = z.optional(z.string());
const amount = z.optional(z.number());
const profile = z.looseObject({
  api_url: words,
  access_key: words,
  access_key_expires: words,
  access_key_command: z.optional(z.array(z.string()).check(z.minLength(1))),
  token: words,
  customer_id: words,
  customer_name: words,
  username: words,
  output: words,
  timeout: amount,
  rate: amount,
  ca_file: words,
});
/** Tolerant: everything may be absent. */
export const configSchema = z.looseObject({
  current: words,
  profiles: z.optional(z.record(z.string(), profile)),
});
