import * as wire from '../api/wire.ts';
import { created, id, name } from './columns.ts';
import { oneOf } from './index.ts';
import type { Listed } from './kind.ts';

export const conferences: Listed<wire.Conference> = {
  one: oneOf('conferences'),
  path: 'conferences',
  wire: wire.conference,
  columns: [name, created, id],
};
