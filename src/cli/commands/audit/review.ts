/** The review of one account: policy, snapshot, rules, history, and the resulting document. */
import { dated, lookOf, remember as remembered, type Look } from '../../../audit/history.ts';
import { callsOf, runRules } from '../../../audit/engine.ts';
import { undecided, type RuleOutcome } from '../../../audit/outcome.ts';
import { applyPolicy } from '../../../audit/policy/apply.ts';
import { disabledRules, settingsOf, type Policy } from '../../../audit/policy/policy.ts';
import { countBySeverity, foundProblems, foundRepairs, makeReport } from '../../../audit/report.ts';
import type { Rule } from '../../../audit/rule.ts';
import { rules } from '../../../audit/rules/index.ts';
import type { Snapshot } from '../../../snapshot/snapshot.ts';
import type { Picture, Review } from '../../../report/format.ts';
import type { Context } from '../../context.ts';
import { gather } from './evidence.ts';
import { openMemory, type Memory } from './history.ts';
import { rulesFor, sectionsFor } from './only.ts';
import { readPolicy } from './policy.ts';
import type { AuditFlags } from './command.ts';

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

/** @param given The policy, for one of many accounts: the run that goes through them remembers, and shuts no other out. */
export async function reviewAccount(
  context: Context,
  flags: AuditFlags,
  given?: { policy: Policy },
): Promise<Reviewed> {
  // Before the first request: a mistake in the policy is to cost nothing.
  const policy = given?.policy ?? (await readPolicy(context, flags.policy));
  const asked = rulesFor(flags, rules);
  const snapshot = await gather(context, flags, flags.only && sectionsFor(asked));
  const { customer } = snapshot.sections;
  const accountId = customer.state === 'loaded' ? customer.value.id : null;
  // A saved snapshot is not a new look at the account, and some rules are not a whole one.
  const isLook = flags.from === undefined && flags.only === undefined;
  const memory = await openMemory(context, accountId, {
    alone: isLook && flags.newOnly === true && given === undefined,
  });
  try {
    return {
      ...judged(context, { policy, asked, snapshot, isLook }, memory),
      newOnly: flags.newOnly === true,
      // Who asks for some rules asks for what they find.
      isWhole: flags.all === true || flags.only !== undefined,
    };
  } catch (error) {
    await memory.release();
    throw error;
  }
}

interface Judging {
  policy: Policy;
  asked: readonly Rule[];
  snapshot: Snapshot;
  /** Whether it is remembered. */
  isLook: boolean;
}

function judged(
  context: Context,
  { policy, asked, snapshot, isLook }: Judging,
  { history, remember: keep, release }: Memory,
): Reviewed {
  const off = disabledRules(policy);
  const wanted = asked.filter(({ id }) => !off.includes(id));
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
