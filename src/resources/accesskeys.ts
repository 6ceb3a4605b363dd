import * as wire from '../api/wire.ts';
import { formatLocal, parseTime } from '../core/time.ts';
import { id, name, updated, type Reading, type Row } from './columns.ts';
import { oneOf } from './index.ts';
import type { Listed } from './kind.ts';

/** The list keeps keys that have expired. */
function expiry(row: Row, { timeZone, now }: Reading): string {
  const millis = parseTime(row['tm_expire'] as string | null);
  if (millis === undefined) return 'never';
  return `${formatLocal(millis, timeZone)}${millis <= now ? ' (expired)' : ''}`;
}

/** What makes one. `expire` is in seconds from now, at least 86,400. */
export interface NewAccesskey {
  name: string;
  detail: string;
  expire: number;
}

export const accesskeys: Listed<wire.Accesskey> = {
  one: oneOf('accesskeys'),
  path: 'accesskeys',
  wire: wire.accesskey,
  puts: [{ part: '', fields: ['name', 'detail'] }],
  columns: [
    name,
    { key: 'token_prefix', title: 'BEGINS WITH' },
    { key: 'tm_expire', title: 'EXPIRES', value: expiry },
    updated,
    { key: 'detail', title: 'DETAIL' },
    id,
  ],
};
