/** The account itself, and its outgoing settings. */
import type { Change } from '../change.ts';
import type { Names } from '../../resources/names.ts';
import { consequenceOf, requestsFor, valuesOf, writtenFields, type Values } from '../../resources/kind.ts';
import { allSingleKinds } from '../../resources/all.ts';
import { singleOf, type LiveAccount } from '../state/live.ts';
import type { PlanFile } from '../file/read.ts';
import { declaredValues, phaseOf, type Step } from './steps.ts';
import { titleOf } from '../title.ts';
import { fieldChange } from './fields.ts';

export function singleSteps({ document }: PlanFile, live: LiveAccount): Step[] {
  return allSingleKinds.flatMap((kind) => {
    const spec = document[kind.kind] as Values | undefined;
    const object = singleOf(live, kind);
    if (spec === undefined || object === null) return [];
    if (object === undefined) throw new RangeError(`${kind.kind} was not read`);
    const now = valuesOf(kind, object);
    const fields = writtenFields(kind).filter(({ key }) => spec[key] !== undefined);
    const wanted = declaredValues(kind, spec);
    const changed = fields.filter(({ wire, canonical }) => canonical(wanted[wire]) !== canonical(now[wire]));
    if (changed.length === 0) return [];
    const patch = Object.fromEntries(changed.map(({ wire }) => [wire, wanted[wire]]));
    const change: Change = {
      address: kind.kind,
      verb: 'update',
      kind: kind.kind,
      name: kind.kind,
      title: titleOf(kind, kind.kind),
      id: object.id,
      fields: changed.map((field) => fieldChange(field, now[field.wire], spec[field.key], noNames)),
      ...consequenceOf(kind, patch),
      requests: requestsFor(kind, Object.keys(patch)),
      after: [],
    };
    return [
      { change, phase: phaseOf('make'), work: { do: 'write', kind, patch, expected: object } } satisfies Step,
    ];
  });
}

const noNames: Names = { nameOf: () => undefined };
