/** The plan file of a run that is undone: what a command has written into it goes, too; what else declares the same is named. */
import { PUBLIC } from '../../../core/modes.ts';
import { basename } from 'node:path';
import { UsageError } from '../../../core/errors.ts';
import { clean } from '../../../core/text.ts';
import type { Done } from '../../../plan/execution/context.ts';
import { rewritePlan, toPlain, withSpec } from '../../../plan/file/write.ts';
import type { FileEdit, Run } from '../../../plan/journal/journal.ts';
import { undoInFile } from '../../../plan/undo/plan-file.ts';
import { isSingle } from '../../../resources/all.ts';
import type { PlanDocument } from '../../../resources/document.ts';
import type { Values } from '../../../resources/kind.ts';
import type { Context } from '../../context.ts';
import { documentIn } from './source.ts';

/** For people: what would change in the plan file. */
export async function linesOfFile(context: Context, run: Run): Promise<string[]> {
  const { subject } = run.head;
  const document = documentIn((await context.host.files.read(subject)) ?? '', subject);
  const lines = document && undoInFile(run, document)?.lines;
  const edits: string[] = [];
  for (const edit of run.edits) {
    const { path, after } = edit;
    const own = documentIn((await context.host.files.read(path)) ?? '', path);
    if (own && isDeclaredAs(own, edit, after))
      edits.push(`${basename(path)}: ${titleOf(edit)} as it was before, too`);
  }
  return [...(lines ?? []).map((line) => `${basename(subject)}: ${clean(line)}`), ...edits];
}

const titleOf = ({ kind, name }: FileEdit): string =>
  name === undefined ? kind : `${kind} ${clean(JSON.stringify(name))}`;

/** The declarations that a command has changed are as they were before it; what was changed since is named. */
async function undoEdit(context: Context, edit: FileEdit): Promise<void> {
  const { files } = context.host;
  const { path, before, after } = edit;
  const text = await files.read(path);
  if (text === undefined) return;
  const document = documentIn(text, path);
  const file = basename(path);
  // It was noted, and never written.
  if (document !== undefined && isDeclaredAs(document, edit, before)) return;
  if (document === undefined || !isDeclaredAs(document, edit, after)) {
    await context.warn(
      `${file} was changed since, and is left as it is: run \`voipbin plan\` to see what differs`,
    );
    return;
  }
  await files.write(path, rewritePlan(text, withSpec(document, edit, before ?? undefined)), PUBLIC);
  await context.notice(`${file} changed`);
}

/** Compared as the file writes it. */
function isDeclaredAs(document: PlanDocument, edit: FileEdit, spec: Values | null): boolean {
  const plainOf = (one: PlanDocument): unknown => toPlain(one)[edit.kind];
  const same = withSpec(document, edit, spec ?? undefined);
  return JSON.stringify(plainOf(document)) === JSON.stringify(plainOf(same));
}

/** Where the account is as it was before, the plan file is so, too: the next `apply` would change it again. */
export async function undoInPlanFile(context: Context, run: Run, done: readonly Done[]): Promise<void> {
  try {
    await restoreFiles(context, run, done);
  } catch (error) {
    // The account is as it was before by now, whatever is wrong with a file.
    if (!(error instanceof UsageError)) throw error;
    await context.warn(`${error.message}: run \`voipbin plan\` to see what differs`);
  }
}

async function restoreFiles(context: Context, run: Run, done: readonly Done[]): Promise<void> {
  const { files } = context.host;
  const { subject } = run.head;
  for (const edit of run.edits.toReversed()) {
    if (done.some(({ change }) => change.verb !== 'note' && change.kind === edit.kind)) {
      await undoEdit(context, edit);
    }
  }
  const text = await files.read(subject);
  const document = documentIn(text ?? '', subject);
  if (text === undefined || document === undefined) return;
  const undone = undoInFile(run, document);
  const changed = new Set(
    done.filter(({ change }) => change.verb === 'update').map(({ change }) => change.address),
  );
  if (undone === undefined || !undone.names.every((name) => changed.has(`hours/${name}`))) {
    await warnOfDeclared(context, subject, document, done);
    return;
  }
  await files.write(subject, rewritePlan(text, undone.document), PUBLIC);
  await context.notice(`${basename(subject)} changed`);
}

/** A plan file that still declares what was undone would make it again. */
async function warnOfDeclared(
  context: Context,
  path: string,
  document: PlanDocument,
  done: readonly Done[],
): Promise<void> {
  const declared = done.flatMap(({ change: { verb, kind, name, title } }) => {
    if (verb === 'note' || isSingle(kind)) return [];
    return Object.hasOwn(document[kind] ?? {}, name) ? [title] : [];
  });
  if (declared.length === 0) return;
  const shown = declared.slice(0, SHOWN).map(clean).join(', ');
  const more = declared.length > SHOWN ? ` and ${declared.length - SHOWN} more` : '';
  await context.warn(
    `${basename(path)} still declares ${shown}${more}: edit it, or the next \`voipbin apply\` makes the same changes again`,
  );
}

const SHOWN = 5;
