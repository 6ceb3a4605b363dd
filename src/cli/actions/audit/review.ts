/** One account reviewed: policy, snapshot, rules, history, and the document that comes of them. */
import { dated, remember } from '../../../audit/history.ts';
import { runRules, type RuleOutcome } from '../../../audit/engine.ts';
import { callPaths } from '../../../audit/paths.ts';
import { applyPolicy } from '../../../audit/policy/apply.ts';
import { disabledRules, settingsOf } from '../../../audit/policy/policy.ts';
import { foundProblems, countBySeverity, makeReport } from '../../../audit/report.ts';
import { rules } from '../../../audit/rules/index.ts';
import type { Section, Snapshot } from '../../../snapshot/snapshot.ts';
import type { Picture, Review } from '../../../report/format.ts';
import type { Context } from '../../context.ts';
import { gather, type EvidenceFlags } from './evidence.ts';
import { changeHistory, readHistory } from './history.ts';
import { readPolicy } from './policy.ts';

export interface ReviewFlags extends EvidenceFlags {
  policy?: string;
}

/** A review, and what it was made of. */
export interface Reviewed extends Review {
  snapshot: Snapshot;
  outcomes: readonly RuleOutcome[];
  /** The rules again, as the policy has them, over another snapshot. */
  check: (snapshot: Snapshot) => readonly RuleOutcome[];
}

export async function reviewAccount(context: Context, flags: ReviewFlags): Promise<Reviewed> {
  // Before the first request: a mistake in the policy is to cost nothing.
  const policy = await readPolicy(context, flags.policy);
  const snapshot = await gather(context, flags);
  const off = disabledRules(policy);
  const wanted = rules.filter(({ id }) => !off.includes(id));
  const check = (picture: Snapshot): RuleOutcome[] => runRules(wanted, picture, settingsOf(policy));
  const outcomes = check(snapshot);
  const { customer } = snapshot.sections;
  const accountId = customer.state === 'loaded' ? customer.value.id : null;
  const history = await readHistory(context, accountId);
  const at = new Date(snapshot.takenAt).toISOString();
  const found = dated(foundProblems(outcomes), history, at);
  const unchecked = outcomes
    .filter(({ outcome }) => outcome.state === 'skipped' || outcome.state === 'errored')
    .map(({ rule }) => rule.id);
  const judged = applyPolicy(found, policy, snapshot.takenAt, unchecked);
  const report = makeReport({
    snapshot,
    outcomes,
    findings: judged.findings,
    suppressed: judged.suppressed,
    disabled: judged.disabled,
    policyNotes: judged.notes,
    history,
    version: context.version,
  });
  // A saved snapshot is no new look at the account.
  if (flags.from === undefined) {
    await changeHistory(context, accountId, (latest) =>
      remember(latest, found, outcomes, { at, findings: countBySeverity(judged.findings) }),
    );
  }
  return { kind: 'audit', report, rules, picture: () => pictureOf(snapshot), snapshot, outcomes, check };
}

function pictureOf({ sections }: Snapshot): Picture {
  const { numbers, flows, queues, tags, agents, billings } = sections;
  const ledger = valueOf(billings);
  const routing = [numbers, flows, queues, tags, agents].every(({ state }) => state === 'loaded');
  return {
    ledger,
    paths: routing
      ? callPaths({
          numbers: valueOf(numbers) ?? [],
          flows: valueOf(flows) ?? [],
          queues: valueOf(queues) ?? [],
          tags: valueOf(tags) ?? [],
          agents: valueOf(agents) ?? [],
        })
      : undefined,
  };
}

function valueOf<T>(section: Section<T>): T | undefined {
  return section.state === 'loaded' ? section.value : undefined;
}
