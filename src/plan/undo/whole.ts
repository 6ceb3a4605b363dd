/** Runs that belong together: an interrupted one, and those that continued it. */
import type { Run } from '../journal/journal.ts';

/**
 * The run with all runs that it continued, oldest first. A run that was itself continued later is undone together
 * with that one.
 * @param all Oldest first.
 */
export function wholeOf(run: Run, all: readonly Run[]): readonly Run[] {
  const parts = all.map((later) => partsOf(later, all)).findLast((whole) => whole.includes(run));
  return parts ?? [run];
}

function partsOf(run: Run, all: readonly Run[]): readonly Run[] {
  const parts = new Set<Run>();
  const open = [run];
  for (const one of open) {
    if (parts.has(one)) continue;
    parts.add(one);
    open.push(...resumedBy(one, all));
  }
  return all.filter((one) => parts.has(one));
}

/** Interrupted runs that the run itself lists; and a failed one, if the same file was applied again. */
function resumedBy({ head }: Run, all: readonly Run[]): readonly Run[] {
  const noted = new Set(head.resumes);
  const before = all.filter((run) => run.head.act === 'apply' && run.head.run < head.run);
  const last = before.findLast(
    (run) => run.head.subject === head.subject && run.head.command === head.command,
  );
  const hasFailed = last?.end === 'failed' && undoneBy(last, all) === undefined;
  return before.filter((run) => noted.has(run.head.run) || (hasFailed && run === last));
}

/**
 * The undo of the run, by itself or with the runs that it belongs to. An undo that changed nothing has not undone a run
 * that only deleted.
 */
export function undoneBy(run: Run, all: readonly Run[]): Run | undefined {
  return all.findLast(
    ({ head, end, changes }) =>
      head.act === 'undo' &&
      end === 'done' &&
      [head.subject, ...(head.resumes ?? [])].includes(run.head.run) &&
      (changes.length > 0 || !deletesOnly(run)),
  );
}

const deletesOnly = ({ changes }: Run): boolean =>
  changes.length > 0 && changes.every(({ begin }) => begin.verb === 'delete');

/** Several runs combined into one, with the name of the last. */
export function joined(runs: readonly [Run, ...Run[]] | readonly Run[]): Run | undefined {
  const last = runs.at(-1);
  return (
    last && {
      ...last,
      changes: runs.flatMap(({ changes }) => changes),
      edits: runs.flatMap(({ edits }) => edits),
    }
  );
}
