/** What earlier runs saw: since when a finding is known, and how many there were. Pure; the caller keeps it. */
import type { Finding, FoundProblem, TrendPoint } from './finding.ts';
import { undecided, type RuleOutcome } from './engine.ts';

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

/**
 * The history with this run in it. A finding that was not found again is forgotten, so that it is new when it
 * comes back; one whose rule could not be checked is not.
 */
export function remember(
  history: History,
  found: readonly Pick<Finding, 'fingerprint' | 'first_seen'>[],
  outcomes: readonly RuleOutcome[],
  run: TrendPoint,
): History {
  const unchecked = new Set(undecided(outcomes));
  const kept = Object.entries(history.seen).filter(([fingerprint]) =>
    unchecked.has(fingerprint.split(':')[0] ?? ''),
  );
  return {
    format: history.format,
    seen: Object.fromEntries([
      ...kept,
      ...found.map(({ fingerprint, first_seen }) => [fingerprint, first_seen] as const),
    ]),
    runs: [...history.runs, run].slice(-MOST_RUNS),
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
