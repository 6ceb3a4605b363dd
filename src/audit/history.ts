/** What earlier runs saw: since when a finding is known, and how many there were. Pure; the caller keeps it. */
import type { Finding, FoundProblem, TrendPoint } from './finding.ts';
import { undecided, type RuleOutcome } from './outcome.ts';

export interface History {
  format: 'voipbin.audit-history/1';
  /** By fingerprint, RFC 3339: when it was first seen. Findings that are gone are forgotten. */
  seen: Readonly<Record<string, string>>;
  /** Oldest first. */
  runs: readonly TrendPoint[];
}

export const emptyHistory: History = { format: 'voipbin.audit-history/1', seen: {}, runs: [] };

/** Enough for a quarter of daily runs. */
const MOST_RUNS = 100;

/** Says of every finding since when it is known. */
export function dated<T extends FoundProblem>(
  findings: readonly T[],
  history: History,
  now: string,
): (T & Pick<Finding, 'first_seen' | 'is_new'>)[] {
  return findings.map((finding) => {
    const first = history.seen[finding.fingerprint];
    return { ...finding, first_seen: first ?? now, is_new: first === undefined };
  });
}

/** What a run leaves to be remembered; plain data, which is kept until everything was reported. */
export interface Look {
  /** By fingerprint, RFC 3339: what was found, and since when it is known. */
  seen: Readonly<Record<string, string>>;
  /** Ids of the rules that could not be checked. */
  undecided: readonly string[];
  run: TrendPoint;
}

/** @param found Everything, also what the policy suppresses. */
export function lookOf(
  found: readonly Pick<Finding, 'fingerprint' | 'first_seen'>[],
  outcomes: readonly RuleOutcome[],
  run: TrendPoint,
): Look {
  const seen = Object.fromEntries(found.map(({ fingerprint, first_seen }) => [fingerprint, first_seen]));
  return { seen, undecided: undecided(outcomes), run };
}

/**
 * The history with this run in it. A finding that was not found again is forgotten, so that it is new when it
 * comes back; one whose rule could not be checked is not. The same run twice is one run.
 */
export function remember(history: History, { seen, undecided: unchecked, run }: Look): History {
  const kept = Object.entries(history.seen).filter(([fingerprint]) =>
    unchecked.includes(fingerprint.split(':')[0] ?? ''),
  );
  return {
    format: history.format,
    seen: { ...Object.fromEntries(kept), ...seen },
    runs: [...history.runs.filter(({ at }) => at !== run.at), run].slice(-MOST_RUNS),
  };
}

/** @returns undefined for anything that no run of this program has written. */
export function parseHistory(text: string): History | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { format, seen, runs } = value as Partial<History>;
  const sound =
    format === emptyHistory.format &&
    typeof seen === 'object' &&
    Object.values(seen).every((time) => typeof time === 'string') &&
    Array.isArray(runs);
  return sound ? { format, seen, runs: runs as readonly TrendPoint[] } : undefined;
}
