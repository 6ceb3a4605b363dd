/** Rules over a snapshot, policy and history over what they found, and the resulting document. */
import { callsOf, runRules } from '../../../audit/engine.ts';
import { dated, lookOf, remember as remembered, type Look } from '../../../audit/history.ts';
import { undecided, type RuleOutcome } from '../../../audit/outcome.ts';
import { applyPolicy } from '../../../audit/policy/apply.ts';
import { disabledRules, settingsOf, type Policy } from '../../../audit/policy/policy.ts';
import { countBySeverity, foundProblems, foundRepairs, makeReport } from '../../../audit/report.ts';
import type { Rule } from '../../../audit/rule.ts';
import { rules } from '../../../audit/rules/index.ts';
import type { Picture, Review } from '../../../report/format.ts';
import type { Snapshot } from '../../../snapshot/snapshot.ts';
import type { Context } from '../../context.ts';
import type { Memory } from './history.ts';

/** A review, and what it was made of. */
export interface Reviewed extends Review {
  snapshot: Snapshot;
  outcomes: readonly RuleOutcome[];
  /** The rules again, as the policy has them, over another snapshot. */
  check: (snapshot: Snapshot) => readonly RuleOutcome[];
  /** What later audits know of it; undefined where it is not a whole look at the account. */
  look: Look | undefined;
  /** Call it once everything is reported. */
  remember: () => Promise<void>;
  /** To be called at the end, however it ends: another run may be waiting. */
  release: () => Promise<void>;
}

interface Judging {
  policy: Policy;
  /** Those that were asked for; by default all. */
  only: readonly Rule[] | undefined;
  snapshot: Snapshot;
  /** Whether it is remembered. */
  isLook: boolean;
}

export function judged(
  context: Context,
  { policy, only = rules, snapshot, isLook }: Judging,
  { history, remember: keep, release }: Memory,
): Reviewed {
  const off = disabledRules(policy);
  const wanted = only.filter(({ id }) => !off.includes(id));
  const check = (picture: Snapshot): RuleOutcome[] => runRules(wanted, picture, settingsOf(policy));
  const calls = callsOf(snapshot);
  const outcomes = runRules(wanted, snapshot, settingsOf(policy), calls);
  const at = new Date(snapshot.takenAt).toISOString();
  const found = dated(foundProblems(outcomes), history, at);
  const { findings, suppressed, disabled, notes } = applyPolicy(
    found,
    policy,
    snapshot.takenAt,
    undecided(outcomes),
  );
  const report = makeReport({
    snapshot,
    outcomes,
    findings,
    suppressed,
    disabled,
    policyNotes: notes,
    history,
    version: context.version,
  });
  const look = isLook ? lookOf(found, outcomes, { at, findings: countBySeverity(findings) }) : undefined;
  const remember = async (): Promise<void> => {
    if (look !== undefined) await keep((latest) => remembered(latest, look));
  };
  const picture = async (): Promise<Picture> => (await import('./picture.ts')).pictureOf(snapshot, calls);
  const repairs = foundRepairs(outcomes);
  const hasFixes = findings.some(({ fingerprint }) => repairs.has(fingerprint));
  return {
    kind: 'audit',
    report,
    rules,
    hasFixes,
    picture,
    snapshot,
    outcomes,
    check,
    look,
    remember,
    release,
  };
}
