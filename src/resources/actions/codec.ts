/** The actions of a flow as a field: read, compiled, compared and written back. */
import type { Action } from '../../api/wire.ts';
import type { ActionSpec } from '../document.ts';
import { custom } from '../field.ts';
import { canonicalActions } from './canonical.ts';
import { actionChanges, newActions } from './changes.ts';
import { compileActions, referencesOf } from './compile.ts';
import { decompileActions } from './decompile.ts';
import { actionToPlain } from './plain.ts';
import { readActions } from './read.ts';
import { actionsSchema } from './schema.ts';

export const actionsCodec = custom<readonly ActionSpec[]>({
  schema: actionsSchema(),
  flag: { takes: 'file' },
  empty: [],
  read: readActions,
  refersTo: ['hours', 'queues', 'agents', 'extensions'],
  references: (actions) => actions.flatMap(referencesOf),
  toWire: compileActions,
  fromWire: (wire, names) => decompileActions(wire, names),
  canonical: (wire) => JSON.stringify(canonicalActions(wire)),
  toPlain: (actions) => actions.map(actionToPlain),
  changes: (live, { value, wanted }) =>
    live === undefined
      ? newActions(value)
      : actionChanges(live.wire, value ?? [], wanted as readonly Action[], live.names),
});
