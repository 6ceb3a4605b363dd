import * as wire from '../api/wire.ts';
import { created, id } from './columns.ts';
import { oneOf } from './index.ts';
import type { Listed } from './kind.ts';

/** Counted by `usage limits`; no command lists them. */
export const trunks: Listed<wire.Trunk> = {
  one: oneOf('trunks'),
  path: 'trunks',
  wire: wire.trunk,
  columns: [{ key: 'name', title: 'NAME' }, created, id],
};
