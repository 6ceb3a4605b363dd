import * as wire from '../api/wire.ts';
import { created, id, status, target } from './columns.ts';
import { oneOf } from './index.ts';
import type { Listed } from './kind.ts';

export const calls: Listed<wire.Call> = {
  one: oneOf('calls'),
  path: 'calls',
  wire: wire.call,
  history: true,
  columns: [
    created,
    { key: 'direction', title: 'DIRECTION' },
    target('source', 'FROM'),
    target('destination', 'TO'),
    status,
    { key: 'hangup_reason', title: 'ENDED' },
    id,
  ],
};
