/**
 * The safe repairs of an audit as a plan file, tried out before anybody sees them: the rules run again over the account
 * as the file would leave it. What would bring a new finding is not repaired, and what is gone is known, not promised.
 */
import type { RuleOutcome } from '../../../../audit/engine.ts';
import type { Repair } from '../../../../audit/repair.ts';
import { foundProblems, type Finding, type FoundProblem } from '../../../../audit/report.ts';
import { severities } from '../../../../audit/rule.ts';
import { commentYaml } from '../../../../core/yaml.ts';
import { readPlan } from '../../../../plan/read.ts';
import { writePlan } from '../../../../plan/write.ts';
import type { Snapshot } from '../../../../snapshot/snapshot.ts';
import { closingComment } from './comments.ts';
import { draftOf, type Draft } from './draft.ts';
import { accountAfter, liveOf } from './live.ts';
import { contradicting, patchesOf, type Proposal } from './proposal.ts';
import { isSayable } from './sayable.ts';

export interface Audited {
  /** Those that are to be repaired, worst first. */
  findings: readonly Finding[];
  /** Everything that the rules found, the policy's wishes aside. */
  found: readonly FoundProblem[];
  /** By the finding's fingerprint. */
  repairs: ReadonlyMap<string, Repair>;
  snapshot: Snapshot;
  check: (snapshot: Snapshot) => readonly RuleOutcome[];
}

export interface Fixes {
  /** The plan file; undefined where nothing can be repaired. */
  text: string | undefined;
  repaired: readonly Finding[];
  left: readonly Finding[];
}

/** @param file As messages name it. */
export function fixesOf(audited: Audited, file: string, version: string): Fixes {
  const { findings, snapshot } = audited;
  const refused = new Map<string, string>();
  const refuse = (proposals: Iterable<Proposal>, reason: string): void => {
    for (const { finding } of proposals) refused.set(finding.fingerprint, reason);
  };
  let proposals = soundProposals(audited, refuse);
  for (;;) {
    if (proposals.length === 0) return { text: undefined, repaired: [], left: findings };
    const draft = draftOf(patchesOf(proposals), liveOf(snapshot));
    const plain = writePlan(draft.document, version);
    const after = foundProblems(audited.check(accountAfter(readPlan(plain, file), snapshot)));
    const [worse] = newIn(after, audited.found);
    if (worse === undefined) {
      const told = resultOf(findings, after, proposals);
      return { ...told, text: commentYaml(plain, draft.comments, closingComment({ ...told, refused })) };
    }
    const guilty = guiltyOf(proposals, worse);
    refuse(guilty, `it would bring ${worse.rule}: ${worse.subject.name}`);
    proposals = proposals.filter((proposal) => !guilty.includes(proposal));
  }
}
