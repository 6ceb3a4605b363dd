/** The account itself, and its outgoing settings. */
import type { Change } from '../change.ts';
import type { Field, Names, Reference } from '../field.ts';
import { riskOf, valuesOf, type Values, type Wire } from '../kind.ts';
import { singleKinds } from '../kinds/index.ts';
import type { Live } from '../live.ts';
import type { PlanFile } from '../read.ts';
import { phaseOf, type Step } from '../steps.ts';
import { titleOf } from '../title.ts';
import { fieldChange } from './fields.ts';

export function singleSteps({ document }: PlanFile, live: Live): Step[] {
  return singleKinds.flatMap((kind) => {
    const spec = document[kind.kind] as Values | undefined;
    const object = (kind.kind === 'account' ? live.customer : live.outbound) as unknown as Wire | null;
    if (spec === undefined || !object) return [];
    const now = valuesOf(kind, object);
    const fields = kind.fields.filter(({ key }) => spec[key] !== undefined);
    const wanted = (field: Field): unknown => {
      const value = spec[field.key];
      return value === null ? field.empty : field.toWire(value, noIds, kind.kind);
    };
    const changed = fields.filter(
      (field) => field.canonical(wanted(field)) !== field.canonical(now[field.wire]),
    );
    if (changed.length === 0) return [];
    const patch = Object.fromEntries(changed.map((field) => [field.wire, wanted(field)]));
    const change: Change = {
      address: kind.kind,
      verb: 'update',
      kind: kind.kind,
      name: kind.kind,
      title: titleOf(kind, kind.kind),
      id: object.id,
      fields: changed.map((field) => fieldChange(field, now[field.wire], spec[field.key], noNames)),
      risk: riskOf(kind, Object.keys(patch)),
      requests: kind.requests(patch),
      after: [],
    };
    return [
      { change, phase: phaseOf('make'), work: { do: 'write', kind, patch, expected: object } } satisfies Step,
    ];
  });
}

const noIds = {
  idOf: ({ kind, name }: Reference): string => {
    throw new RangeError(`${kind}/${name}: the account names nothing`);
  },
};
const noNames: Names = { nameOf: () => undefined };
