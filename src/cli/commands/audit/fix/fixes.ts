/**
 * The safe repairs of an audit as a plan file. They are tried out before anybody sees them: what would bring a new
 * finding is not repaired, and what will be gone is known, not promised.
 */
import type { Repair } from '../../../../audit/repair.ts';
import type { Finding, FoundProblem } from '../../../../audit/finding.ts';
import { rules } from '../../../../audit/rules/index.ts';
import { commentYaml } from '../../../../core/yaml/comment.ts';
import { closingComment } from './comments.ts';
import { liveOf } from '../../../../plan/state/account-after.ts';
import { contradicting, type Proposal } from './proposal.ts';
import { isSayable } from './sayable.ts';
import { harmsOf, tryOut, type Trials } from './trial.ts';

export interface Audited extends Trials {
  /** Findings to repair, worst first. */
  findings: readonly Finding[];
  /** By the finding's fingerprint. */
  repairs: ReadonlyMap<string, Repair>;
}

export interface Fixes {
  /** The plan file; undefined where nothing can be repaired. */
  text: string | undefined;
  repaired: readonly Finding[];
  left: readonly Finding[];
}

export function fixesOf(audited: Audited): Fixes {
  const { findings } = audited;
  /** Why not. */
  const refused = new Map<Finding, string>();
  let proposals = proposalsOf(audited, refused);
  while (proposals.length > 0) {
    const trial = tryOut(proposals, audited);
    const harms = harmsOf(proposals, trial, audited);
    if (harms.size === 0) {
      const result = resultOf(findings, trial.after);
      const along = result.repaired.filter((one) => !proposals.some(({ finding }) => finding === one));
      const closing = closingComment({ ...result, along, refused });
      return { ...result, text: commentYaml(trial.text, trial.draft.comments, closing) };
    }
    for (const [{ finding }, reason] of harms) refused.set(finding, reason);
    proposals = proposals.filter((proposal) => !harms.has(proposal));
  }
  return { text: undefined, repaired: [], left: findings };
}

/** What the rules propose, without what cannot be said, and what contradicts itself. */
function proposalsOf(
  { findings, repairs, snapshot, holidays }: Audited,
  refused: Map<Finding, string>,
): Proposal[] {
  const live = liveOf(snapshot);
  const all = findings.flatMap((finding) => {
    const repair = repairs.get(finding.fingerprint);
    if (repair?.changes.every((change) => isSayable(change, live, holidays))) return [{ finding, repair }];
    if (repair !== undefined) refused.set(finding, 'a plan file cannot describe it');
    else if (repairing.has(finding.rule)) refused.set(finding, 'no clear choice');
    return [];
  });
  const contradictory = contradicting(all);
  for (const { finding } of contradictory) refused.set(finding, 'its repair contradicts another one');
  return all.filter((proposal) => !contradictory.has(proposal));
}

const repairing = new Set(rules.filter(({ repair }) => repair !== undefined).map(({ id }) => id));

function resultOf(findings: readonly Finding[], after: readonly FoundProblem[]): Omit<Fixes, 'text'> {
  const there = new Set(after.map(({ fingerprint }) => fingerprint));
  const isLeft = ({ fingerprint }: Finding): boolean => there.has(fingerprint);
  return { repaired: findings.filter((finding) => !isLeft(finding)), left: findings.filter(isLeft) };
}
