/** Runs the rules over a snapshot. Pure: the same snapshot gives the same outcomes. */
import type { SectionName, Sections, Snapshot } from '../snapshot/snapshot.ts';
import { AccountCalls } from './calls.ts';
import type { Outcome, RuleOutcome } from './outcome.ts';
import type { BusinessHours } from './hours.ts';
import { DAY } from '../core/time.ts';
import { daysNeeded, defaultThresholds, sectionsOf, type Rule, type RuleContext } from './rule.ts';

/** What the policy says to the rules. */
export interface Settings {
  /** By rule, then by threshold; what is not there is as the rule has it. */
  thresholds?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  hours?: BusinessHours | undefined;
}

/** @param calls what happens in the calls of the account, where others ask for that, too. */
export function runRules(
  rules: readonly Rule[],
  snapshot: Snapshot,
  settings: Settings = {},
  calls = callsOf(snapshot),
): RuleOutcome[] {
  return rules.map((rule) => ({ rule, outcome: runRule(rule, snapshot, settings, calls) }));
}

export function callsOf({ sections, takenAt }: Snapshot): AccountCalls {
  const loaded = Object.entries(sections).flatMap(([name, section]) =>
    section.state === 'loaded' ? [[name, section.value] as const] : [],
  );
  return new AccountCalls(Object.fromEntries(loaded), takenAt);
}

function runRule(rule: Rule, snapshot: Snapshot, settings: Settings, calls: AccountCalls): Outcome {
  const missing = rule.needs.filter((name) => snapshot.sections[name].state !== 'loaded');
  if (missing.length > 0) {
    const reasons = missing.map((name) => {
      const section = snapshot.sections[name];
      return section.state === 'loaded' ? '' : section.reason;
    });
    return { state: 'skipped', reason: [...new Set(reasons)].join('; '), sections: missing };
  }
  const isUncounted = rule.needs.some((name) => {
    const section = snapshot.sections[name];
    const counted: readonly string[] = rule.counted?.[name] ?? [];
    const value: unknown = section.state === 'loaded' ? section.value : undefined;
    if (typeof value !== 'object' || value === null) return false;
    return counted.some((field) => !Object.hasOwn(value, field));
  });
  if (isUncounted) return { state: 'skipped', reason: OLD_SNAPSHOT, sections: [] };
  const thresholds = { ...defaultThresholds(rule), ...settings.thresholds?.[rule.id] };
  const days = daysNeeded(rule, thresholds);
  const isShort = snapshot.takenAt - snapshot.since < days * DAY;
  if (isShort && rule.traffic?.from === 'silence') return { state: 'needs_days', days };
  const account: Partial<Record<SectionName, unknown>> = {};
  for (const name of sectionsOf(rule)) {
    const section = snapshot.sections[name];
    if (section.state === 'loaded') account[name] = section.value;
  }
  try {
    const context: RuleContext = {
      now: snapshot.takenAt,
      since: snapshot.since,
      thresholds,
      hours: settings.hours,
      calls,
    };
    const problems = [...rule.check(account as Partial<Sections>, context)];
    if (problems.length > 0) return { state: 'failed', problems };
    if (rule.explores && calls.isCut) return { state: 'skipped', reason: TOO_MANY_WAYS, sections: [] };
    return isShort ? { state: 'needs_days', days } : { state: 'passed' };
  } catch (error) {
    // A rule that breaks takes no other with it, and is reported.
    return { state: 'errored', message: error instanceof Error ? error.message : String(error) };
  }
}

const OLD_SNAPSHOT = 'the snapshot is of an earlier version, which did not count this';
const TOO_MANY_WAYS = 'calls have too many paths to explore';
