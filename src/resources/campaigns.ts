import * as wire from '../api/wire.ts';
import { created, id, name } from './columns.ts';
import { oneOf } from './index.ts';
import type { Listed } from './kind.ts';

export const campaigns: Listed<wire.Campaign> = {
  one: oneOf('campaigns'),
  path: 'campaigns',
  wire: wire.campaign,
  columns: [name, created, id],
};
