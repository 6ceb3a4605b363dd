import * as wire from '../api/wire.ts';
import { created, id, status } from './columns.ts';
import { oneOf } from './index.ts';
import type { Listed } from './kind.ts';

export const activeflows: Listed<wire.Activeflow> = {
  one: oneOf('activeflows'),
  path: 'activeflows',
  wire: wire.activeflow,
  history: true,
  columns: [created, status, id],
};
