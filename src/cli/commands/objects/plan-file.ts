/** The plan file of the current folder, where it declares what a command changes. */
import { PUBLIC } from '../../../core/modes.ts';
import { basename, resolve } from 'node:path';
import { UsageError } from '../../../core/errors.ts';
import { PLAN_FILE, type PlanDocument } from '../../../resources/document.ts';
import { fieldsOfFile, type Values } from '../../../resources/kind.ts';
import { kinds, manyKind, singleKind } from '../../../resources/all.ts';
import type { LiveAccount } from '../../../plan/state/live.ts';
import { matchNames } from '../../../plan/difference/match.ts';
import { rewritePlan, withSpec } from '../../../plan/file/write.ts';
import type { Touched } from '../../../plan/one.ts';
import type { Context } from '../../context.ts';
import { noteFileEdit } from '../plan/runs.ts';
import { readLock, readPlanFile } from '../plan/source.ts';

interface Changed {
  touched: Touched;
  /** The account before the change. */
  live: LiveAccount;
  /** Undefined where there was nothing to change. */
  run: string | undefined;
}

/**
 * Says that the next `apply` would change it back, or changes the file as well: its comments stay.
 * The account is changed by now: whatever is wrong with the file is said, and fails nothing.
 * @param edits Whether the file is changed without a question.
 */
export async function reconcilePlanFile(context: Context, changed: Changed, edits: boolean): Promise<void> {
  if (context.flags.demo !== undefined) return;
  const path = resolve(context.host.system.cwd, PLAN_FILE);
  try {
    if (edits) await editFile(context, path, changed);
    else await offerEdit(context, path, changed);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await context.warn(`${basename(path)} was not changed: ${error.message}`);
  }
}

/** Changes the file where a person says so. What it says may change while the question is open: it is read again then. */
async function offerEdit(context: Context, path: string, changed: Changed): Promise<void> {
  const { touched, live } = changed;
  const text = await context.host.files.read(path);
  if (text === undefined) return;
  const found = await declared(context, path, text, touched, live);
  // What the file says nothing of stays as the command leaves it.
  if (typeof found === 'string' || !isReverted(found, touched)) return;
  if ((await edited(text, path, found, touched))?.text === text) return;
  const what = `${basename(path)} declares ${found.title}`;
  const asks = context.interactive && !context.flags.yes;
  if (
    asks &&
    (await context.host.prompter.confirm({ ask: `${what}. Change it there, too?`, default: true }))
  ) {
    await editFile(context, path, changed);
    return;
  }
  await context.warn(
    `${what}: the next \`voipbin apply\` would undo this change; --edit-plan changes the file, too`,
  );
}

async function editFile(context: Context, path: string, { touched, live, run }: Changed): Promise<void> {
  const { files } = context.host;
  const text = await files.read(path);
  if (text === undefined) throw new UsageError('it is not there any more');
  const found = await declared(context, path, text, touched, live);
  if (typeof found === 'string') throw new UsageError(found);
  const changed = await edited(text, path, found, touched);
  if (changed?.text === text) return;
  if (changed === undefined) {
    await context.warn(
      `${basename(path)} declares ${found.title}, and cannot be changed by this command: edit it`,
    );
    return;
  }
  // Before the file: what a crash leaves there is known to `undo`.
  if (run !== undefined) {
    const { kind } = touched;
    const { name, spec: before } = found;
    const edit = { path, kind, ...(name !== undefined && { name }), before, after: changed.spec ?? null };
    await noteFileEdit(context, live.customer.id, run, edit);
  }
  await files.write(path, changed.text, PUBLIC);
  await context.notice(`${basename(path)} changed`);
}

/** @throws UsageError where there is no plan file to change. */
export async function refuseWithoutPlanFile({ host: { files, system } }: Context): Promise<void> {
  if ((await files.read(resolve(system.cwd, PLAN_FILE))) !== undefined) return;
  throw new UsageError(`--edit-plan: there is no ${PLAN_FILE} in this folder`, {
    hint: 'leave the flag out, or run the command in the folder of the plan file; nothing was requested',
  });
}

interface Declared {
  document: PlanDocument;
  /** For people: `queue "Sales"`. */
  title: string;
  /** Of an object of which there are many. */
  name?: string;
  spec: Values;
}

/** Why not, for a file that does not declare the object, is of another account, or is not a plan file. */
async function declared(
  context: Context,
  path: string,
  text: string,
  touched: Touched,
  live: LiveAccount,
): Promise<Declared | string> {
  const found = await withoutProblems(async () => {
    const plan = await readPlanFile(text, basename(path));
    const lock = await readLock(context, path, live.customer.id);
    const { document } = plan;
    const { kind } = touched;
    if (!('id' in touched)) {
      const spec = document[touched.kind] as Values | undefined;
      const title = `the ${singleKind(touched.kind).one}`;
      return spec === undefined ? absent(title) : { document, title, spec };
    }
    const own = { ...plan, document: { version: 1 as const, [kind]: document[kind] ?? {} } };
    const target = matchNames(own, lock, live).targets.find((one) => one.live?.id === touched.id);
    if (target === undefined) return absent(`this ${manyKind(touched.kind).one}`);
    return {
      document,
      title: `${target.kind.one} ${JSON.stringify(target.name)}`,
      name: target.name,
      spec: target.spec,
    };
  });
  return found ?? `it cannot be read for this account; run \`voipbin plan\` to see why`;
}

const absent = (title: string): string =>
  `it does not declare ${title}; declare it there, or leave --edit-plan out`;

/** Whether the file says otherwise than the command. What has no other name in it is called as there. */
function isReverted({ spec }: Declared, touched: Touched): boolean {
  if (touched.spec === undefined) return true;
  const isNamed = 'id' in touched && manyKind(touched.kind).renamable;
  return Object.keys(touched.spec).some((key) => key in spec || (isNamed && key === 'name'));
}

interface Edited {
  text: string;
  /** Of the object; undefined where it was removed. */
  spec: Values | undefined;
}

/** The file with the change; undefined where the file would be wrong then: it may not declare what the change names. */
async function edited(
  text: string,
  path: string,
  { document, name, spec }: Declared,
  touched: Touched,
): Promise<Edited | undefined> {
  return withoutProblems(async () => {
    const after =
      name === undefined ? withFields(spec, touched) : touched.spec && { ...spec, ...touched.spec };
    const changed = rewritePlan(text, withSpec(document, { ...touched, name }, after));
    await readPlanFile(changed, basename(path));
    return { text: changed, spec: after };
  });
}

/** The fields that only commands set are none of a file's. */
function withFields(spec: Values, touched: Touched): Values {
  const known = kinds.filter(({ kind }) => kind === touched.kind).flatMap((kind) => fieldsOfFile(kind));
  const fields = Object.entries(touched.spec ?? {}).filter(([key]) => known.some((one) => one.key === key));
  return { ...spec, ...Object.fromEntries(fields) };
}

/** Whatever is wrong with a plan file, `plan` says. */
async function withoutProblems<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
