/** The shape of the configuration file; fields that we do not know are kept. */
import { parseJson } from '../../core/json.ts';
import { schemaProblem } from '../../core/schema-problem.ts';
import * as z from 'zod/mini';
import type { Config, Profile } from './profiles.ts';
import { emptyConfig } from './profiles.ts';
import { DEFAULT_API_URL } from './settings.ts';

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
const file = z.looseObject({
  current: words,
  profiles: z.optional(z.record(z.string(), z.unknown())),
});

/**
 * The configuration as it stands in the file, fields we do not know included, or what is wrong with the whole of it.
 *
 * @param onWrong Told of each profile that makes no sense; it costs no other.
 */
export function readConfig(text: string, onWrong: (message: string) => void): Config | string {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    return 'not JSON';
  }
  const whole = file.safeParse(value);
  if (!whole.success) return schemaProblem(whole.error.issues[0], 'the whole file');
  const profiles = emptyConfig().profiles as Record<string, Profile>;
  const unread: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries(whole.data.profiles ?? {})) {
    const read = profile.safeParse(raw);
    if (read.success) {
      profiles[name] = { ...(read.data as Profile), api_url: read.data.api_url ?? DEFAULT_API_URL };
    } else {
      unread[name] = raw;
      onWrong(
        `profile ${JSON.stringify(name)} is left out: ${schemaProblem(read.error.issues[0], 'all of it')}`,
      );
    }
  }
  const isSound = Object.keys(unread).length === 0;
  return { ...(whole.data as object), profiles, ...(!isSound && { unread }) };
}
