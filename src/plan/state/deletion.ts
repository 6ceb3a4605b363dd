/** The step that deletes an object, and its consequences. */
import { RENEWAL_PRICE } from '../../snapshot/plans.ts';
import type { Change } from '../change.ts';
import type { ManyKind, Wire } from '../../resources/kind.ts';
import type { Step } from '../difference/steps.ts';
import { calledNow, titleOf } from '../title.ts';

/** @param name Its name in the file. */
export function deletion(kind: ManyKind, name: string, object: Wire, phase: number): Step {
  return {
    phase,
    change: {
      address: `${kind.kind}/${name}`,
      verb: 'delete',
      kind: kind.kind,
      name,
      title: titleOf(kind, calledNow(kind, name, object)),
      id: object.id,
      fields: [],
      ...releaseOf(kind, object),
      requests: 2,
      after: [],
    },
    work: { do: 'delete', kind, name, live: object },
  };
}

/** A bought number goes back to the carrier, and may never be available again; most other objects can be recreated. */
function releaseOf(kind: ManyKind, object: Wire): Pick<Change, 'risk' | 'cost' | 'because'> {
  if (kind.loses !== undefined) return { risk: 'irreversible', because: kind.loses };
  if (kind.costs?.(String(object[kind.key])) !== true) return { risk: 'safe' };
  return {
    risk: 'irreversible',
    cost: { now: 0, monthly: -RENEWAL_PRICE },
    because: 'the number is released, and its cost is not refunded',
  };
}
