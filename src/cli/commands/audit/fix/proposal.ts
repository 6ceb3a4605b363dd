/** A repair of a finding, and what several of them together do to each object. */
import type { Finding } from '../../../../audit/finding.ts';
import type {
  ActionRewrite,
  Repair,
  RepairAction,
  RepairChange,
  RepairFields,
} from '../../../../audit/repair.ts';

export interface Proposal {
  finding: Finding;
  repair: Repair;
}

/** Everything that happens to one object. */
export interface Patch {
  kind: RepairChange['kind'];
  /** The id of an existing object. */
  id: string | undefined;
  /** The name of one that is made. */
  make: string | undefined;
  fields: RepairFields;
  give: ReadonlySet<string>;
  take: ReadonlySet<string>;
  append: readonly RepairAction[];
  rewrite: readonly ActionRewrite[];
  /** What it is for, in the order of the findings. */
  for: readonly Proposal[];
}

/** Proposals that contradict each other: it is unknown which one is right. */
export function contradicting(proposals: readonly Proposal[]): ReadonlySet<Proposal> {
  const claims = new Map<string, Map<string, Proposal[]>>();
  for (const proposal of proposals) {
    for (const [place, claim] of proposal.repair.changes.flatMap(claimsOf)) {
      const known = claims.get(place) ?? new Map<string, Proposal[]>();
      claims.set(place, known.set(claim, [...(known.get(claim) ?? []), proposal]));
    }
  }
  return new Set([...claims.values()].flatMap((known) => (known.size > 1 ? [...known.values()].flat() : [])));
}

/** Where a change says something, and what. */
function claimsOf(change: RepairChange): [place: string, claim: string][] {
  const object = addressOf(change);
  if (change.kind === 'account') return saying(object, change.set);
  if ('make' in change) return [[object, JSON.stringify(change.fields)]];
  return [
    ...saying(object, change.set ?? {}),
    ...saying(object, change.append === undefined ? {} : { actions: change.append }),
    ...(change.rewrite ?? []).map(({ index, actions }): [string, string] => [
      `${object} action ${index}`,
      JSON.stringify(actions),
    ]),
    ...(change.give ?? []).map((tag): [string, string] => [`${object} ${tag}`, 'give']),
    ...(change.take ?? []).map((tag): [string, string] => [`${object} id:${tag}`, 'take']),
  ];
}

const saying = (object: string, fields: RepairFields): [string, string][] =>
  Object.entries(fields).map(([key, value]) => [`${object} ${key}`, JSON.stringify(value)]);

function addressOf(change: RepairChange): string {
  if (change.kind === 'account') return 'account';
  return 'make' in change ? `${change.kind} make ${change.make}` : `${change.kind} ${change.id}`;
}

/** One patch per object; the proposals must not contradict one another. */
export function patchesOf(proposals: readonly Proposal[]): Patch[] {
  const patches = new Map<string, Patch>();
  for (const proposal of proposals) {
    for (const change of proposal.repair.changes) {
      const address = addressOf(change);
      patches.set(address, patched(patches.get(address) ?? emptyPatch(change), change, proposal));
    }
  }
  return [...patches.values()];
}

function emptyPatch(change: RepairChange): Patch {
  return {
    kind: change.kind,
    id: 'id' in change ? change.id : undefined,
    make: 'make' in change ? change.make : undefined,
    fields: {},
    give: new Set(),
    take: new Set(),
    append: [],
    rewrite: [],
    for: [],
  };
}

function patched(patch: Patch, change: RepairChange, proposal: Proposal): Patch {
  const fields = { ...patch.fields, ...('fields' in change ? change.fields : change.set) };
  const reasons = patch.for.includes(proposal) ? patch.for : [...patch.for, proposal];
  if (!('id' in change)) return { ...patch, fields, for: reasons };
  return {
    ...patch,
    fields,
    give: new Set([...patch.give, ...(change.give ?? [])]),
    take: new Set([...patch.take, ...(change.take ?? [])]),
    append: change.append ?? patch.append,
    rewrite: [...patch.rewrite, ...(change.rewrite ?? [])],
    for: reasons,
  };
}
