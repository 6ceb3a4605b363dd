/** The steps of a plan: each change, and what there is to do for it. */
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
  /** Values of the API over an object that is known. */
  | { do: 'write'; kind: SingleKind | ManyKind; patch: Values; expected: Wire }
  /** `later`: fields of the API that another step fills. `buys`: it costs money. */
  | { do: 'create'; target: Target; later: ReadonlySet<string>; buys: boolean }
  /** `secrets`: in place of those that it has. */
  | { do: 'update'; target: Target; fields: readonly Field[]; secrets: Secrets }
  | { do: 'delete'; kind: ManyKind; name: string; live: Wire };

export interface Step {
  change: Change;
  /** A step waits for all steps of the phases before: those of smaller numbers. */
  phase: number;
  work: Work;
}

/**
 * What callers come through is changed when what it leads to is there. Kind after kind is deleted, so that nothing
 * goes while something of ours still names it. What costs money comes last.
 */
const phases = [
  'make',
  'change',
  'number',
  ...allManyKinds.map(({ kind }) => `delete ${kind}` as const).toReversed(),
  'buy',
] as const;

export const phaseOf = (name: (typeof phases)[number]): number => phases.indexOf(name);

/** The fields of which something is declared. A name that is not declared is the one in the file. */
export function declaredFields({ kind, spec }: Target): Field[] {
  return writtenFields(kind).filter(
    ({ key, wire }) => spec[key] !== undefined || (kind.renamable && wire === kind.key),
  );
}

/** What the API is to have. */
export function wantedValue({ kind, name, address, spec }: Target, field: Field, ids: Ids): unknown {
  const value = spec[field.key];
  if (value === undefined) return field.wire === kind.key ? name : undefined;
  return value === null ? field.empty : field.toWire(value, ids, address);
}

export function wantedValues(target: Target, fields: readonly Field[], ids: Ids): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.wire, wantedValue(target, field, ids)]));
}

/** What the API is to have of the account itself, or of its outgoing settings: they name nothing. */
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

/** What a step makes of this field of the API; undefined where it leaves it as it is. */
export function valueFrom({ work }: Step, wire: string, ids: Ids): unknown {
  if (work.do === 'write') return work.patch[wire];
  if (work.do !== 'create' && work.do !== 'update') return undefined;
  const { kind } = work.target;
  const field = kind.fields.find((one) => one.wire === wire);
  if (field === undefined || (work.do === 'update' && !work.fields.includes(field))) return undefined;
  return wantedValue(work.target, field, ids) ?? kind.defaults[wire];
}

/** The addresses of flows that the steps give other actions. */
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
