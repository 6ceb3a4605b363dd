import * as wire from '../api/wire.ts';
import { created, id, status } from './columns.ts';
import { oneOf } from './index.ts';
import type { Listed } from './kind.ts';

export const groupcalls: Listed<wire.Groupcall> = {
  one: oneOf('groupcalls'),
  path: 'groupcalls',
  wire: wire.groupcall,
  history: true,
  columns: [created, status, id],
};
