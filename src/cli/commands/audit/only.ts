/** `audit --only`: some of the rules, and what of the account they look at. */
import { categories, sectionsOf, type Rule } from '../../../audit/rule.ts';
import { UsageError } from '../../../core/errors.ts';
import { didYouMean } from '../../../core/suggest.ts';
import { sentenceList } from '../../../core/text.ts';
import { readSections, type ReadSection } from '../../../snapshot/snapshot.ts';
import { trafficSections } from '../../../snapshot/sources.ts';
import type { AuditFlags } from './command.ts';

/**
 * The requested rules; by default all.
 * @throws UsageError for words that are neither a rule nor a category, and for flags that mean all rules.
 */
export function rulesFor(
  { only: given, newOnly, saveSnapshot }: AuditFlags,
  all: readonly Rule[],
): readonly Rule[] {
  if (given === undefined) return all;
  for (const [flag, value] of [
    ['--new-only', newOnly],
    ['--save-snapshot', saveSnapshot],
  ] as const) {
    if (value !== undefined)
      throw new UsageError(`--only and ${flag} cannot be combined`, { hint: `${flag} is about all rules` });
  }
  const only = given.flatMap((words) => words.split(',')).map((word) => word.trim());
  const known: readonly string[] = [...categories, ...all.map(({ id }) => id)];
  const unknown = only.filter((word) => !known.includes(word));
  if (unknown.length > 0) {
    const guesses = unknown.map((word) => didYouMean(word, known)).filter((guess) => guess !== undefined);
    throw new UsageError(
      `--only: there is no rule or category ${sentenceList(unknown.map((word) => JSON.stringify(word)))}`,
      {
        hint:
          guesses.join(' ') ||
          `the categories are ${categories.join(', ')}; \`voipbin audit rules\` lists the rules`,
      },
    );
  }
  return all.filter(({ id, category }) => only.includes(id) || only.includes(category));
}

/** The short lists, which are cheap and named everywhere, and the traffic that these rules look at. */
export function sectionsFor(rules: readonly Rule[]): readonly ReadSection[] {
  const traffic: readonly string[] = trafficSections;
  const needed = new Set<string>(rules.flatMap(sectionsOf));
  // What runs show of the server decides what happens in calls.
  if (needed.has('flows')) needed.add('activeflows');
  return readSections.filter((name) => !traffic.includes(name) || needed.has(name));
}
