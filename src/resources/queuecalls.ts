import * as wire from '../api/wire.ts';
import { created, id, status } from './columns.ts';
import { oneOf } from './index.ts';
import type { Listed } from './kind.ts';

export const queuecalls: Listed<wire.Queuecall> = {
  one: oneOf('queuecalls'),
  path: 'queuecalls',
  wire: wire.queuecall,
  history: true,
  columns: [created, status, id],
};
