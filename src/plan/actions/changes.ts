/** The difference between two lists of actions, for people: action by action, option by option. */
import type { FieldChange } from '../change.ts';

type Plain = Readonly<Record<string, unknown>>;

/** Both as a plan file writes them. */
export function actionChanges(before: readonly unknown[], after: readonly unknown[]): FieldChange[] {
  const count = Math.max(before.length, after.length);
  return Array.from({ length: count }, (_, index) =>
    oneAction(index, before[index] as Plain | undefined, after[index] as Plain | undefined),
  ).flat();
}

function oneAction(index: number, from: Plain | undefined, to: Plain | undefined): FieldChange[] {
  const place = `actions[${index}]`;
  if (from === undefined || to === undefined || from['type'] !== to['type']) {
    return [{ path: place, from: from ?? null, to: to ?? null }];
  }
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return (
    keys
      .filter((key) => JSON.stringify(from[key]) !== JSON.stringify(to[key]))
      // Labels are names of ours: one that has another name is no change.
      .filter((key) => key !== 'label')
      .map((key) => ({ path: `${place}.${key}`, from: from[key] ?? null, to: to[key] ?? null }))
  );
}
