import * as wire from '../api/wire.ts';
import { created, id, name } from './columns.ts';
import { oneOf } from './index.ts';
import type { Listed } from './kind.ts';

export const webchatWidgets: Listed<wire.WebchatWidget> = {
  one: oneOf('webchat_widgets'),
  path: 'webchat_widgets',
  wire: wire.webchatWidget,
  columns: [name, created, id],
};
