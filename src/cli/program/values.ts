/** Words that a flag or an argument takes, for completion. Called when the program is built. */
import type { Listed } from '../../resources/kind.ts';

/** The example accounts, known without loading them. */
export const SEED_NAMES = [
  'departments',
  'empty',
  'frozen',
  'healthy',
  'large',
  'messy',
  'neglected',
] as const;

export const isSeedName = (word: string): boolean => (SEED_NAMES as readonly string[]).includes(word);

export const seedNames = (): Promise<readonly string[]> => Promise.resolve(SEED_NAMES);

export const ruleIds = async (): Promise<string[]> =>
  (await import('../../audit/rules/index.ts')).rules.map(({ id }) => id);

/** What `audit --only` takes. */
export const ruleWords = async (): Promise<string[]> => [
  ...(await import('../../audit/rule.ts')).categories,
  ...(await ruleIds()),
];

export const auditReports = async (): Promise<string[]> =>
  Object.keys((await import('../../report/index.ts')).auditSinks).map((format) => `${format}=<file>`);

export const testReports = async (): Promise<string[]> =>
  Object.keys((await import('../../report/index.ts')).testSinks).map((format) => `${format}=<file>`);

/** By method. */
export async function apiPaths(): Promise<{ after: Record<string, string[]> }> {
  const { knownPaths } = await import('../commands/api/known.ts');
  const after: Record<string, string[]> = {};
  for (const { path, methods } of knownPaths()) {
    for (const method of methods) (after[method.toLowerCase()] ??= []).push(path);
  }
  return { after };
}

/** The fields that a list can show, and sort and filter by. */
export const listFields = (resource: Listed) => async (): Promise<string[]> =>
  (await import('../commands/resources/fields.ts')).fieldsOf(resource).map(({ word }) => word);
