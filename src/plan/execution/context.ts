/** What the steps of one run share. */
import type { Api } from '../../api/api.ts';
import type { Clock } from '../../core/ports.ts';
import { SECOND } from '../../core/time.ts';
import type { Change } from '../change.ts';
import type { Field } from '../../resources/field.ts';
import type { Ids } from '../../resources/names.ts';
import { valuesOf, type ManyKind, type SingleKind, type Values, type Wire } from '../../resources/kind.ts';
import type { Target } from '../difference/match.ts';
import type { Secrets } from '../difference/secrets.ts';

/** One change that was made. */
export interface Done {
  change: Change;
  id: string | undefined;
  /** Its key in the API: for `virtual: any`, the number. */
  key?: string | undefined;
  /** `adopted`: a request whose answer was lost had created it. */
  outcome: Outcome;
  /** Fields for which the server returned another value than was sent. */
  differs: readonly string[];
}

export type Outcome = 'done' | 'adopted';

export interface Shared {
  /** Objects created in this run, by address. */
  made: Map<string, Wire>;
  /** Ids of all known objects: any other was created by a request whose answer was lost. */
  known: Set<string>;
  /** Ids of existing objects with this value of the kind's key. */
  namesakes: (kind: ManyKind, key: unknown) => string[];
  ids: () => Ids;
  now: Clock['now'];
  sleep: (ms: number) => Promise<void>;
  /** The first secrets of a new object. */
  secretsOf: (target: Target) => Secrets;
  /** Called for long waits. */
  onWait: (change: Change, ms: number) => Promise<void>;
  /** Called before secrets are sent for the first time, while they can still be saved. */
  beforeSecrets: (address: string) => Promise<void>;
}

/** The context of one step: its requests are journaled. */
export interface Working extends Shared {
  change: Change;
  api: Api;
  /** Records what is about to be changed. */
  begin: (values: {
    before?: Values;
    after?: Values;
    others?: string[];
    secrets?: string[];
  }) => Promise<void>;
}

/** How many times a change of an existing object is tried. */
export const TRIES = 3;
/** The platform's services mostly time out after three seconds; what was done is visible soon after. */
export const WAITS = [0.5, 2, 4].map((seconds) => seconds * SECOND);
/** The carrier takes up to a minute for a purchase, even after the server has stopped waiting for it. */
export const PURCHASE_WAITS = [2, 8, 15, 20, 25, 30].map((seconds) => seconds * SECOND);
/** If the server answers with an error instead, it has probably refused. */
export const REFUSED_PURCHASE_WAITS = PURCHASE_WAITS.slice(0, 2);

/** Only these API fields, unchanged. */
export const subset = (values: Values, fields: readonly Field[]): Values =>
  Object.fromEntries(fields.map(({ wire, empty }) => [wire, values[wire] ?? empty]));

/** The fields of an answer that differ from what was sent. */
export function differences(
  kind: ManyKind | SingleKind,
  fields: readonly Field[],
  wanted: Values,
  answer: Wire,
): string[] {
  const now = valuesOf(kind, answer);
  return fields
    .filter(({ wire, canonical }) => canonical(now[wire]) !== canonical(wanted[wire]))
    .map(({ key }) => key);
}
