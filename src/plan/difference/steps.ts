/** The steps of a plan: each change, with the work that it takes. */
import type { Change } from '../change.ts';
import type { Field } from '../../resources/field.ts';
import type { Ids } from '../../resources/names.ts';
import {
  writtenFields,
  type ManyKind,
  type SingleKind,
  type Values,
  type Wire,
} from '../../resources/kind.ts';
import { allManyKinds } from '../../resources/all.ts';
import type { Target } from './match.ts';
import type { Secrets } from './secrets.ts';

export type Work =
  | { do: 'note' }
  /** Writes API values to a known object. */
  | { do: 'write'; kind: SingleKind | ManyKind; patch: Values; expected: Wire }
  /** `later`: API fields that another step fills in. `buys`: it costs money. */
  | { do: 'create'; target: Target; later: ReadonlySet<string>; buys: boolean }
  /** `secrets`: replace the current ones. */
  | { do: 'update'; target: Target; fields: readonly Field[]; secrets: Secrets }
  | { do: 'delete'; kind: ManyKind; name: string; live: Wire };

export interface Step {
  change: Change;
  /** A step waits for all steps of earlier phases, which have lower numbers. */
  phase: number;
  work: Work;
}

/**
 * Objects that callers come through are changed after what they lead to exists. Deletions go kind by kind, so that
 * nothing is deleted while another of our objects names it. What costs money comes last.
 */
const phases = [
  'make',
  'change',
  'number',
  ...allManyKinds.map(({ kind }) => `delete ${kind}` as const).toReversed(),
  'buy',
] as const;

export const phaseOf = (name: (typeof phases)[number]): number => phases.indexOf(name);

/** The declared fields. An undeclared name is the key in the file. */
export function declaredFields({ kind, spec }: Target): Field[] {
  return writtenFields(kind).filter(
    ({ key, wire }) => spec[key] !== undefined || (kind.renamable && wire === kind.key),
  );
}

/** The value that the API should have. */
export function wantedValue({ kind, name, address, spec }: Target, field: Field, ids: Ids): unknown {
  const value = spec[field.key];
  if (value === undefined) return field.wire === kind.key ? name : undefined;
  return value === null ? field.empty : field.toWire(value, ids, address);
}

export function wantedValues(target: Target, fields: readonly Field[], ids: Ids): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.wire, wantedValue(target, field, ids)]));
}

/** The API values of the account itself, or of its outgoing settings, which name no other objects. */
export function declaredValues(single: SingleKind, spec: Values): Record<string, unknown> {
  const { kind } = single;
  const declared = writtenFields(single).filter(({ key }) => spec[key] !== undefined);
  return Object.fromEntries(
    declared.map(({ key, wire, empty, toWire }) => {
      const value = spec[key];
      return [wire, value === null ? empty : toWire(value, noIds, kind)];
    }),
  );
}

const noIds: Ids = {
  idOf: ({ kind, name }) => {
    throw new RangeError(`${kind}/${name}: the account names nothing`);
  },
};

/** The value that a step gives this API field; undefined if it does not change it. */
export function valueFrom({ work }: Step, wire: string, ids: Ids): unknown {
  if (work.do === 'write') return work.patch[wire];
  if (work.do !== 'create' && work.do !== 'update') return undefined;
  const { kind } = work.target;
  const field = kind.fields.find((one) => one.wire === wire);
  if (field === undefined || (work.do === 'update' && !work.fields.includes(field))) return undefined;
  return wantedValue(work.target, field, ids) ?? kind.defaults[wire];
}

/** The addresses of flows whose actions the steps change. */
export function flowsWritten(steps: readonly Step[]): ReadonlySet<string> {
  const writes = ({ work }: Step): boolean =>
    work.do === 'create' || (work.do === 'update' && work.fields.some(({ wire }) => wire === 'actions'));
  return new Set(
    steps.flatMap((step) =>
      'target' in step.work && step.work.target.kind.kind === 'flows' && writes(step)
        ? [step.work.target.address]
        : [],
    ),
  );
}
