import * as wire from '../api/wire.ts';
import { NIL_UUID } from '../core/ids.ts';
import { actionsCodec } from './actions/codec.ts';
import { count, id, name, updated } from './columns.ts';
import { field, reference } from './field.ts';
import { oneOf } from './index.ts';
import { checkName, detail, otherName, type ManyKind } from './kind.ts';

export const flows: ManyKind<wire.Flow> = {
  kind: 'flows',
  one: oneOf('flows'),
  path: 'flows',
  wire: wire.flow,
  puts: [
    {
      part: '',
      fields: ['name', 'detail', 'actions', 'on_complete_flow_id'],
      looksAt: ['on_complete_flow_id'],
    },
  ],
  about: 'What happens in a call or with a message, step by step.',
  fields: [
    field('name', otherName),
    field('detail', detail),
    field(
      'on_complete_flow',
      reference('The flow that runs when this one has ended', 'flows'),
      'on_complete_flow_id',
    ),
    field('actions', actionsCodec),
  ],
  noticed: ['actions', 'on_complete_flow_id'],
  leadsCallers: true,
  key: 'name',
  renamable: true,
  checkName,
  defaults: { detail: '', actions: [], on_complete_flow_id: NIL_UUID },
  suspect: 'try again in a minute',
  columns: [name, { key: 'detail', title: 'DETAIL' }, count('actions', 'ACTIONS'), updated, id],
  examples: { create: 'Main --file main.yaml', update: 'Main --file main.yaml', delete: '"Main, old"' },
};
