/** From the answers to the document: what each topic adds, and what of it the plan file takes. */
import { isDeepStrictEqual } from 'node:util';
import type { PlanDocument } from '../resources/document.ts';
import type { Values } from '../resources/kind.ts';
import type { Facts } from './facts.ts';
import { leftOver } from './left-over.ts';
import { merge } from './merge.ts';
import type { Step } from './question.ts';
import type { Part } from './part.ts';
import { reconcile } from './reconcile.ts';
import { shapeOf, type Scene } from './scene.ts';

export interface Composed {
  document: PlanDocument;
  /** What setup generated for this file so far: the next run uses it to see what people have changed. */
  made: Part;
  /** Notes for people about their own edits in the file. */
  notes: readonly string[];
}

/**
 * The document that results from the answers.
 * @param staysOut Whether objects that people removed from the file stay out, although the answers still need them.
 */
export function compose(steps: readonly Step[], at: Scene, staysOut = false): Composed {
  const { made, file, match } = at.facts;
  const now = merge(steps.map(({ contribute }) => contribute(at)));
  const before = made?.part ?? {};
  const isAdding = shapeOf(at) === 'add';
  const result = reconcile({
    file: file.document,
    before,
    now,
    staysOut,
    // Additions do not speak of what was set up before them, and the other way round.
    takesBack: made !== undefined && (made.shape === 'add') === isAdding,
    exists(kind, name) {
      const target = match.target(kind, name);
      return target?.live !== undefined || target?.locked !== undefined;
    },
    holds: (kind, key, value) => isDeepStrictEqual(valueOf(at.facts, kind, key), value),
  });
  const left = isAdding || made?.shape === 'add' ? [] : leftOver({ ...result, before, now, at });
  return {
    document: { version: 1, ...result.document },
    made: result.made,
    notes: [...result.notes, ...left],
  };
}

function valueOf({ live }: Facts, kind: 'account' | 'outbound', key: string): unknown {
  const object = (kind === 'account' ? live.customer : live.outbound) as Values | null | undefined;
  return object?.[key];
}
