/** The plan file of the current folder, where it declares what a command changes. */
import { basename, resolve } from 'node:path';
import { UsageError } from '../../../core/errors.ts';
import { PLAN_FILE, type PlanDocument } from '../../../resources/document.ts';
import type { NamedKind } from '../../../resources/index.ts';
import type { Values } from '../../../resources/kind.ts';
import { manyKind } from '../../../resources/all.ts';
import type { Live } from '../../../plan/state/live.ts';
import { matchNames } from '../../../plan/difference/match.ts';
import { rewritePlan } from '../../../plan/file/write.ts';
import type { Context } from '../../context.ts';
import { PUBLIC, readLock, readPlanFile } from '../plan/source.ts';

/** What a command does to one object, in the words of a plan file. */
export interface Touched {
  kind: NamedKind;
  /** Of the object. */
  id: string;
  /** What its fields become; undefined: it is deleted. */
  spec: Values | undefined;
}

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
  const changed = await edited(text, path, found, touched);
  if (changed === text) return;
  const what = `${basename(path)} declares ${manyKind(touched.kind).one} ${JSON.stringify(found.name)}`;
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

interface Declared {
  document: PlanDocument;
  name: string;
  spec: Values;
}

/** Undefined for a file that does not declare the object, is of another account, or is not a plan file. */
async function declared(
  context: Context,
  path: string,
  text: string,
  { kind, id }: Touched,
  live: Live,
): Promise<Declared | undefined> {
  return withoutProblems(async () => {
    const plan = await readPlanFile(text, basename(path));
    const lock = await readLock(context, path, live.customer.id);
    const own = { ...plan, document: { version: 1 as const, [kind]: plan.document[kind] ?? {} } };
    const target = matchNames(own, lock, live).targets.find((one) => one.live?.id === id);
    return target && { document: plan.document, name: target.name, spec: target.spec };
  });
}

/** The text with the change; undefined where the file would be wrong then: it may not declare what the change names. */
async function edited(
  text: string,
  path: string,
  { document, name, spec }: Declared,
  touched: Touched,
): Promise<string | undefined> {
  const { [name]: _old, ...others } = (document[touched.kind] ?? {}) as Record<string, Values>;
  const specs =
    touched.spec === undefined ? others : { ...document[touched.kind], [name]: { ...spec, ...touched.spec } };
  return withoutProblems(async () => {
    const changed = rewritePlan(text, { ...document, [touched.kind]: specs });
    await readPlanFile(changed, basename(path));
    return changed;
  });
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
