/** Answers are judged as the plan file will be: by its own reader. */
import { FileProblems } from '../core/yaml/reader.ts';
import { readPlan } from '../plan/file/read.ts';
import { writePlan } from '../plan/file/write.ts';
import type { Part } from './part.ts';

/** The first thing that a plan file with this in it would be refused for. */
export function planProblem(part: Part): string | undefined {
  try {
    readPlan(writePlan({ version: 1, ...part }, ''), '');
    return undefined;
  } catch (error) {
    if (error instanceof FileProblems) return error.problems[0]?.message;
    throw error;
  }
}

/** The first problem of several words. */
export function firstProblem<T>(
  words: readonly T[],
  problemOf: (word: T) => string | undefined,
): string | undefined {
  for (const word of words) {
    const problem = problemOf(word);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The first word that occurs twice. */
export function repeated(words: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return words.find((word) => seen.size === seen.add(word.toLowerCase()).size);
}
