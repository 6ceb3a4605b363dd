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
  /** What it is called in the API: which number `virtual: any` has become. */
  key?: string | undefined;
  /** `adopted`: it was made by a request whose answer was lost. */
  outcome: Outcome;
  /** Fields that the server answered differently from what was asked. */
  differs: readonly string[];
}

export type Outcome = 'done' | 'adopted';

export interface Shared {
  /** What was made in this run, by address. */
  made: Map<string, Wire>;
  /** Ids of everything that is known: what else turns up was made by a request whose answer was lost. */
  known: Set<string>;
  /** Ids of what already has this value of the kind's key. */
  namesakes: (kind: ManyKind, key: unknown) => string[];
  ids: () => Ids;
  now: Clock['now'];
  sleep: (ms: number) => Promise<void>;
  /** The first secrets of a new object. */
  secretsOf: (target: Target) => Secrets;
  /** Told of long waits. */
  onWait: (change: Change, ms: number) => Promise<void>;
  /** Told before secrets are sent for the first time, while they can still be handed over. */
  beforeSecrets: (address: string) => Promise<void>;
}

/** One step at work: its requests are journaled. */
export interface Working extends Shared {
  change: Change;
  api: Api;
  /** Writes down what is about to be changed. */
  begin: (values: {
    before?: Values;
    after?: Values;
    others?: string[];
    secrets?: string[];
  }) => Promise<void>;
}

/** How often a change of what is there is tried. */
export const TRIES = 3;
/** The platform's services give up after three seconds, mostly; what is done then is to be seen soon. */
export const WAITS = [0.5, 2, 4].map((seconds) => seconds * SECOND);
/** A purchase takes up to a minute at the carrier, after the server has stopped waiting for it. */
export const PURCHASE_WAITS = [2, 8, 15, 20, 25, 30].map((seconds) => seconds * SECOND);
/** Where it answers instead, it has refused as like as not. */
export const REFUSED_PURCHASE_WAITS = PURCHASE_WAITS.slice(0, 2);

/** These fields of the API, each as it is. */
export const subset = (values: Values, fields: readonly Field[]): Values =>
  Object.fromEntries(fields.map(({ wire, empty }) => [wire, values[wire] ?? empty]));

/** The fields of an answer that are not as they were asked for. */
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
