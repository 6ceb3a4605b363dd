/** Repairs tried out: the rules run again over the account as the plan file would leave it. */
import type { RuleOutcome } from '../../../../audit/outcome.ts';
import type { Repair } from '../../../../audit/repair.ts';
import { foundProblems } from '../../../../audit/report.ts';
import type { FoundProblem } from '../../../../audit/finding.ts';
import { severities } from '../../../../audit/rule.ts';
import type { Holidays } from '../../../../hours/holidays.ts';
import { readPlan } from '../../../../plan/file/read.ts';
import { writePlan } from '../../../../plan/file/write.ts';
import type { Snapshot } from '../../../../snapshot/snapshot.ts';
import { draftOf, type Draft } from './draft.ts';
import { accountAfter, liveOf } from '../../../../plan/state/account-after.ts';
import { patchesOf, type Proposal } from './proposal.ts';

export interface Trials {
  /** Everything that the rules found, the policy's wishes aside. */
  found: readonly FoundProblem[];
  snapshot: Snapshot;
  check: (snapshot: Snapshot) => readonly RuleOutcome[];
  /** As messages name the plan file. */
  file: string;
  /** The address of the plan file's JSON Schema. */
  schema: string;
  /** Loaded where opening hours are renewed. */
  holidays: Holidays | undefined;
}

export interface Trial {
  draft: Draft;
  /** The plan file without comments. */
  text: string;
  /** What would be found. */
  after: readonly FoundProblem[];
  /** Of that, what is new, or graver than it is now. */
  worse: readonly FoundProblem[];
}

/** What is written is what is tried: the text is read back. */
export function tryOut(proposals: readonly Proposal[], trials: Trials): Trial {
  const { found, snapshot, check, file, schema, holidays } = trials;
  const draft = draftOf(patchesOf(proposals), liveOf(snapshot));
  const text = writePlan(draft.document, schema);
  const after = foundProblems(check(accountAfter(readPlan(text, file, holidays), snapshot)));
  const gravity = new Map(
    found.map(({ fingerprint, severity }) => [fingerprint, severities.indexOf(severity)]),
  );
  const worse = after.filter(
    ({ fingerprint, severity }) => severities.indexOf(severity) > (gravity.get(fingerprint) ?? -1),
  );
  return { draft, text, after, worse };
}

/** The proposals that repair nothing, or make something else worse, and why. */
export function harmsOf(
  proposals: readonly Proposal[],
  { after, worse }: Trial,
  trials: Trials,
): ReadonlyMap<Proposal, string> {
  const left = new Set(after.map(({ fingerprint }) => fingerprint));
  const idle = proposals.filter(({ finding }) => left.has(finding.fingerprint));
  return new Map([
    ...idle.map((proposal) => [proposal, 'its repair would not fix it'] as const),
    ...worse.flatMap((finding) => {
      const reason = `its repair would bring ${finding.rule}: ${finding.subject.name}`;
      return guiltyOf(proposals, finding, trials).map((proposal) => [proposal, reason] as const);
    }),
  ]);
}

/** More than that are not tried one by one. */
const MOST_TRIED = 10;

/**
 * The proposals that cause a finding: found by trying each alone, first related ones, then all, since the text of a flow
 * changes how long its queue waits. If none is found, all related ones.
 */
function guiltyOf(
  proposals: readonly Proposal[],
  { fingerprint }: FoundProblem,
  trials: Trials,
): readonly Proposal[] {
  const touching = proposals.filter(({ repair }) => idsIn(repair).some((id) => fingerprint.includes(id)));
  const others = proposals.filter((proposal) => !touching.includes(proposal));
  const few = [touching, others].filter((suspects) => suspects.length <= MOST_TRIED);
  // A single suspect is not tried: no other can be the cause.
  for (const suspects of few.flat().length > 1 ? few : []) {
    const guilty = suspects.filter((proposal) =>
      tryOut([proposal], trials).worse.some((finding) => finding.fingerprint === fingerprint),
    );
    if (guilty.length > 0) return guilty;
  }
  return touching.length > 0 ? touching : proposals;
}

/** Of everything that a repair changes or names. */
const idsIn = ({ changes }: Repair): readonly string[] => JSON.stringify(changes).match(UUID) ?? [];

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
