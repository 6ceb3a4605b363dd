/** Runs for people: when, what, how many changes, and whether they are undone. */
import { basename, relative } from 'node:path';
import { UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { clean, plural, shellWord } from '../../../core/text.ts';
import { formatLocal, parseTime } from '../../../core/time.ts';
import type { Run } from '../../../plan/journal/journal.ts';
import { undoneBy, wholeOf } from '../../../plan/undo/whole.ts';
import type { Context } from '../../context.ts';
import { printList } from '../../output.ts';
import type { DataRow } from '../../../report/format.ts';
import { plainColumns } from '../../../report/tabular/csv-columns.ts';
import { readRuns } from './runs.ts';
import { isCommand } from './source.ts';

/** An apply that has changed something, or may have. */
export const isUndoable = ({ head, changes }: Run): boolean => head.act === 'apply' && changes.length > 0;

/** `undo --list`: newest first. */
export async function listRuns(context: Context, named: string | undefined): Promise<ExitCode> {
  if (named !== undefined) {
    throw new UsageError('--list and a run cannot be combined', { hint: 'leave one of them out' });
  }
  const api = await context.api({ readOnly: true });
  const { id } = await api.customer.get();
  const all = await readRuns(context, id, api.client.apiUrl);
  const rows = all.filter(isUndoable).map((run) => ({
    run: run.head.run,
    at: run.head.at,
    file: subjectOf(run),
    changes: changesIn(run),
    state: stateOf(run, all),
    resumes: wholeOf(run, all)
      .filter((part) => part.head.run < run.head.run)
      .map(({ head }) => head.run),
  }));
  const columns = [
    { key: 'run', title: 'RUN' },
    { key: 'at', title: 'WHEN', value: ({ at }: DataRow) => timeOf(String(at), context) },
    {
      key: 'file',
      title: 'PLAN FILE OR COMMAND',
      value: ({ file }: DataRow) => nearby(String(file), context),
    },
    { key: 'changes', title: 'CHANGES' },
    { key: 'state', title: 'STATE' },
  ];
  const fields = () => plainColumns([...columns.map(({ key }) => key), 'resumes']);
  await printList(context, { columns, fields, rows: rows.reverse() });
  return ExitCode.done;
}

/** The plan file or the command; a command that changes some objects of a plan file is named with it. */
const subjectOf = ({ head: { command, subject } }: Run): string =>
  command === undefined ? subject : `voipbin ${command} -f ${shellWord(subject)}`;

/** A plan file of this folder by its relative path: a narrow table cuts off the end of a long path, where the name is. */
function nearby(file: string, { host }: Context): string {
  const path = isCommand(file) ? '' : relative(host.system.cwd, file);
  return path === '' || path.startsWith('..') ? file : path;
}

/** Those that were made, or may have been. */
const changesIn = ({ changes }: Run): number => changes.filter(({ outcome }) => outcome !== 'failed').length;

function stateOf(run: Run, all: readonly Run[]): 'done' | 'failed' | 'broken off' | 'resumed' | 'undone' {
  if (undoneBy(run, all) !== undefined) return 'undone';
  if (run.end === 'done') return 'done';
  // What became of it is the state of the run that resumed it.
  if (wholeOf(run, all).some(({ head }) => head.run > run.head.run)) return 'resumed';
  if (run.end === undefined) return 'broken off';
  return run.end === 'failed' ? 'failed' : 'done';
}

/** `20261124T101500123-k3x9: apply of voipbin.yaml, 2026-11-24 10:15 UTC, 13 changes`; a command by itself. */
export function describeRun(run: Run, parts: readonly Run[], context: Context): string {
  const { head } = run;
  const at = timeOf(head.at, context);
  const own = parts.find((part) => part.head.run === head.run) ?? run;
  const before = parts.filter((part) => part !== own).map((part) => part.head.run);
  const all = plural(changesIn({ ...run, changes: parts.flatMap(({ changes }) => changes) }), 'change');
  const more = before.length === 0 ? '' : `, with ${before.join(', ')}, which it resumed: ${all} in all`;
  const what = isCommand(head.subject)
    ? clean(head.subject)
    : `${head.command ?? 'apply'} of ${clean(basename(head.subject))}`;
  return `${head.run}: ${what}, ${at}, ${plural(changesIn(own), 'change')}${more}`;
}

function timeOf(at: string, { host }: Context): string {
  const time = parseTime(at);
  return time === undefined ? '' : formatLocal(time, host.system.timeZone);
}
