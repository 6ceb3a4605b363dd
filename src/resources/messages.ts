import * as wire from '../api/wire.ts';
import { created, id, status } from './columns.ts';
import { oneOf } from './index.ts';
import type { Listed } from './kind.ts';

export const messages: Listed<wire.Message> = {
  one: oneOf('messages'),
  path: 'messages',
  wire: wire.message,
  history: true,
  columns: [created, status, id],
};
