/** What the wizard knows of the account before it asks: read once, looked at by every question. */
import { fieldWords, plural } from '../core/text.ts';
import type { NamedKind } from '../resources/index.ts';
import type { Wire } from '../resources/kind.ts';
import { manyKind, manyKinds } from '../resources/all.ts';
import type { LiveAccount } from '../plan/state/live.ts';
import type { Match } from '../plan/difference/match.ts';
import type { PlanFile } from '../plan/file/read.ts';
import type { Holidays } from '../hours/holidays.ts';
import type { Part } from './part.ts';
import type { LimitedResource } from '../snapshot/plans.ts';

export interface Facts {
  /** The public holidays of all regions: they take long to load, and are loaded where an answer names some. */
  holidays: Holidays | undefined;
  /** False before the account was read: then only the form of an answer can be judged. */
  known: boolean;
  live: LiveAccount;
  /** The plan file to start from; an empty one where there is none. */
  file: PlanFile;
  /** What setup has made of that file before; undefined where nothing is known of it. */
  made:
    | {
        shape: string;
        part: Part;
        /** Departments of an addition that is resumed, or is not finished: they may exist. */
        adding?: readonly string[];
      }
    | undefined;
  /** What the names of that file are in the account. */
  match: Match;
  /** The billing plan; empty where the sign-in may not see it. */
  plan: string;
  limits: Readonly<Partial<Record<LimitedResource, number>>>;
  /** Micro-USD for a phone number, now and each month. */
  price: number;
  /** IANA name of the zone where the program runs. */
  timeZone: string;
  /** Milliseconds since 1970. */
  now: number;
  /** Whether this sign-in may change the account itself. */
  isAdmin: boolean;
  /** Whether an environment variable has a value. */
  isSet: (variable: string) => boolean;
  /** Whether it holds a password that is guessed easily. */
  isWeak: (variable: string) => boolean;
}

/** A field of the API that holds text; empty where it holds none. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** How many there are of what a plan limits; none of what no plan file speaks of. */
function countOf({ live }: Facts, resource: LimitedResource): number {
  const counted = manyKinds.filter(({ limited }) => limited?.as === resource);
  return counted.reduce(
    (sum, { kind, limited }) => sum + live.lists[kind].filter(limited?.counts ?? (() => true)).length,
    0,
  );
}

/** How many more the plan allows. */
export function roomFor(facts: Facts, resource: LimitedResource): number {
  const limit = facts.limits[resource];
  return limit === undefined ? Number.POSITIVE_INFINITY : Math.max(0, limit - countOf(facts, resource));
}

/** Why this many more cannot be created, or undefined. */
export function overLimit(facts: Facts, resource: LimitedResource, more: number): string | undefined {
  const room = roomFor(facts, resource);
  if (more <= room) return undefined;
  const words = fieldWords(resource);
  const there = countOf(facts, resource);
  return (
    `the ${facts.plan} plan allows ${facts.limits[resource] ?? 0} ${words}, and ${there} ${there === 1 ? 'is' : 'are'} there: ` +
    (room === 0 ? 'there is no room for more' : `room for ${room} more, and this makes ${more}`)
  );
}

/** An object of the account under the name that the plan file has for it, or will have. */
export interface Known {
  name: string;
  object: Wire;
  /** Whether the file declares it: otherwise it belongs to someone else. */
  ours: boolean;
}

/** The account's objects of a kind, oldest first. */
export function knownObjects({ live, match, file }: Facts, kind: NamedKind): Known[] {
  const { key, one } = manyKind(kind);
  const ours = new Map(
    match.targets.flatMap((target) =>
      target.kind.kind === kind && target.live ? [[target.live.id, target.name] as const] : [],
    ),
  );
  const taken = new Set(Object.keys(file.document[kind] ?? {}));
  return live.lists[kind].toReversed().map((object) => {
    const own = object[key];
    const base =
      typeof own === 'string' && own.trim() !== ''
        ? own.trim().replace(/\s*,\s*/g, ' ')
        : `${one}-${object.id.slice(0, 8)}`;
    const name = ours.get(object.id) ?? freeName(base, taken);
    taken.add(name);
    return { name, object, ours: ours.has(object.id) };
  });
}

/** The name, or the next one like it that is not taken. */
export function freeName(base: string, taken: ReadonlySet<string>): string {
  let name = base;
  for (let count = 2; taken.has(name); count += 1) name = `${base} (${count})`;
  return name;
}

/** The object of that name which the file says nothing of: it must not become ours by accident. */
export function strangerNamed(facts: Facts, kind: NamedKind, name: string): Wire | undefined {
  const { key } = manyKind(kind);
  return knownObjects(facts, kind).find(({ object, ours }) => !ours && object[key] === name)?.object;
}

/** `2 agents, 1 queue`; `nothing yet`. */
export function whatIsThere({ live }: Facts): string {
  const { agents, numbers, flows, queues, tags, extensions } = live.lists;
  const parts = [
    [agents.length, 'agent'],
    [queues.length, 'queue'],
    [numbers.length, 'number'],
    [flows.length, 'flow'],
    [tags.length, 'tag'],
    [extensions.length, 'extension'],
  ] as const;
  const there = parts.filter(([count]) => count > 0).map(([count, one]) => plural(count, one));
  return there.length === 0 ? 'nothing yet' : there.join(', ');
}
