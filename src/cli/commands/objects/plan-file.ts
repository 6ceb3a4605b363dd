/** The plan file of the current folder, where it declares what a command changes. */
import { PUBLIC } from '../../../core/modes.ts';
import { basename, resolve } from 'node:path';
import { UsageError } from '../../../core/errors.ts';
import { PLAN_FILE, type PlanDocument } from '../../../resources/document.ts';
import { fieldsOfFile, type Values } from '../../../resources/kind.ts';
import { kinds, manyKind, singleKind } from '../../../resources/all.ts';
import type { Live } from '../../../plan/state/live.ts';
import { matchNames } from '../../../plan/difference/match.ts';
import { rewritePlan } from '../../../plan/file/write.ts';
import type { Touched } from '../../../plan/one.ts';
import type { Context } from '../../context.ts';
import { readLock, readPlanFile } from '../plan/source.ts';

/**
 * Says that the next `apply` would change it back, or changes the file as well: its comments stay.
 * @param live The account before the change.
 * @param edits Whether the file is changed without a question.
 */
export async function reconcilePlanFile(
  context: Context,
  touched: Touched,
  live: Live,
  edits: boolean,
): Promise<void> {
  const { files, system, prompter } = context.host;
  if (context.flags.demo !== undefined) return;
  const path = resolve(system.cwd, PLAN_FILE);
  const text = await files.read(path);
  const found = text === undefined ? undefined : await declared(context, path, text, touched, live);
  if (text === undefined || found === undefined) return;
  // What the file says nothing of stays as the command leaves it.
  if (!edits && !isReverted(found, touched)) return;
  const changed = await edited(text, path, found, touched);
  if (changed === text) return;
  const what = `${basename(path)} declares ${found.title}`;
  const asks = context.interactive && !context.flags.yes;
  if (edits || (asks && (await prompter.confirm({ ask: `${what}. Change it there, too?`, default: true })))) {
    if (changed !== undefined) {
      await files.write(path, changed, PUBLIC);
      await context.notice(`${basename(path)} changed`);
      return;
    }
    await context.warn(`${what}, and cannot be changed by this command: edit it`);
    return;
  }
  await context.warn(
    `${what}: the next \`voipbin apply\` would undo this change; --edit-plan changes the file, too`,
  );
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

/** Undefined for a file that does not declare the object, is of another account, or is not a plan file. */
async function declared(
  context: Context,
  path: string,
  text: string,
  touched: Touched,
  live: Live,
): Promise<Declared | undefined> {
  return withoutProblems(async () => {
    const plan = await readPlanFile(text, basename(path));
    const lock = await readLock(context, path, live.customer.id);
    const { document } = plan;
    const { kind } = touched;
    if (!('id' in touched)) {
      const spec = document[touched.kind] as Values | undefined;
      return spec && { document, title: `the ${singleKind(touched.kind).one}`, spec };
    }
    const own = { ...plan, document: { version: 1 as const, [kind]: document[kind] ?? {} } };
    const target = matchNames(own, lock, live).targets.find((one) => one.live?.id === touched.id);
    if (target === undefined) return undefined;
    const { name, spec } = target;
    return { document, title: `${target.kind.one} ${JSON.stringify(name)}`, name, spec };
  });
}

/** Whether the file says otherwise than the command. What has no other name in it is called as there. */
function isReverted({ spec }: Declared, touched: Touched): boolean {
  if (touched.spec === undefined) return true;
  const isNamed = 'id' in touched && manyKind(touched.kind).renamable;
  return Object.keys(touched.spec).some((key) => key in spec || (isNamed && key === 'name'));
}

/** The text with the change; undefined where the file would be wrong then: it may not declare what the change names. */
async function edited(
  text: string,
  path: string,
  { document, name, spec }: Declared,
  touched: Touched,
): Promise<string | undefined> {
  return withoutProblems(async () => {
    const part = name === undefined ? withFields(spec, touched) : withObject(document, name, spec, touched);
    const changed = rewritePlan(text, { ...document, [touched.kind]: part });
    await readPlanFile(changed, basename(path));
    return changed;
  });
}

/** The fields that only commands set are none of a file's. */
function withFields(spec: Values, touched: Touched): Values {
  const known = kinds.filter(({ kind }) => kind === touched.kind).flatMap((kind) => fieldsOfFile(kind));
  const fields = Object.entries(touched.spec ?? {}).filter(([key]) => known.some((one) => one.key === key));
  return { ...spec, ...Object.fromEntries(fields) };
}

function withObject(document: PlanDocument, name: string, spec: Values, touched: Touched): Values {
  const specs = (document[touched.kind] ?? {}) as Readonly<Record<string, Values>>;
  const { [name]: _old, ...others } = specs;
  return touched.spec === undefined ? others : { ...specs, [name]: { ...spec, ...touched.spec } };
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
