import { NIL_UUID } from '../core/ids.ts';
import { actionsCodec } from './actions/codec.ts';
import { field, reference } from './field.ts';
import { checkName, detail, otherName, resource, type ManyKind } from './kind.ts';

export const flowsKind: ManyKind = {
  kind: 'flows',
  one: 'flow',
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
  key: 'name',
  renamable: true,
  takesPassword: false,
  checkName,
  defaults: { detail: '', actions: [], on_complete_flow_id: NIL_UUID },
  writes: [['name', 'detail', 'actions', 'on_complete_flow_id']],
  resource: (api) => resource(api.flows),
};
