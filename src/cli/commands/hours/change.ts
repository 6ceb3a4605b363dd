/** What `hours close`, `open` and `renew` have in common: one change to the plan file, and to the account. */
import { PUBLIC } from '../../../core/modes.ts';
import { ConflictError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { findName } from '../../../core/find-named.ts';
import { clean } from '../../../core/text.ts';
import { definitionProblems, type Definition } from '../../../hours/definition.ts';
import type { Plan } from '../../../plan/change.ts';
import type { Only } from '../../../plan/options.ts';
import type { HoursSpec, PlanDocument } from '../../../resources/document.ts';
import { rewritePlan } from '../../../plan/file/write.ts';
import type { CardRow } from '../../../report/format.ts';
import type { Context } from '../../context.ts';
import { printDone } from '../../output.ts';
import { applyPlan, type ApplyResult } from '../plan/apply.ts';
import { undoRow } from '../plan/undo-row.ts';
import { documentIn, readPlanFile, readSource, refuseStdin, type Source } from '../plan/source.ts';
import type { RenewFlags } from './command.ts';

/** @throws UsageError without a plan file: what was changed in the account alone, the next `apply` would undo. */
export async function readHoursFile(context: Context, { file }: RenewFlags): Promise<Source> {
  refuseStdin(file, 'cannot change the hours');
  const source = await readSource(context, file);
  if (source.saved === undefined) return source;
  throw new UsageError(`${source.file} is a saved plan, not a plan file`, {
    hint: 'name the plan file with --file',
  });
}

/** The hours that are named, or the only ones. */
export function hoursNamed({ plan: { document, file } }: Source, name: string | undefined): string {
  const names = Object.keys(document.hours ?? {});
  const [only] = names;
  if (only === undefined) {
    throw new UsageError(`${file} has no opening hours`, {
      hint: 'declare them under hours, or run `voipbin setup`',
    });
  }
  if (name !== undefined) return findName(name, 'opening hours', names);
  if (names.length === 1) return only;
  throw new UsageError(`${file} has several opening hours`, {
    hint: `choose one of: ${names.map(clean).join(', ')}`,
  });
}

/** @throws UsageError where the file says too little to count with. */
export function definitionIn({ plan: { document, file, holidays } }: Source, name: string): Definition {
  const { time_zone, open, holidays: region, opened, closed } = document.hours?.[name] ?? {};
  if (time_zone === undefined || open === undefined) {
    throw new UsageError(`${file} has no time_zone and open for ${JSON.stringify(name)}`, {
      hint: `run \`voipbin export --kinds hours\` to see them, and copy them into ${file}`,
    });
  }
  const definition = {
    time_zone,
    open,
    ...(region && { holidays: region }),
    ...(opened && { opened }),
    ...(closed && { closed }),
  };
  const [problem] = definitionProblems(definition, holidays);
  if (problem !== undefined) throw new UsageError(`${file}: ${problem.message}`);
  return definition;
}

/** The same file with another definition of some hours; its comments stay. */
export async function withDefinition(source: Source, name: string, definition: Definition): Promise<Source> {
  const { document } = source.plan;
  const { opened = [], closed = [] } = definition;
  const before = document.hours?.[name] ?? {};
  // A key that is not in the file stays as it is in the account: none must be said where some were.
  const spec: HoursSpec = {
    ...before,
    ...((opened.length > 0 || Boolean(before.opened)) && { opened }),
    ...((closed.length > 0 || Boolean(before.closed)) && { closed }),
  };
  const changed: PlanDocument = { ...document, hours: { ...document.hours, [name]: spec } };
  const text = rewritePlan(source.text, changed);
  return { ...source, text, plan: await readPlanFile(text, source.file) };
}

export interface HoursChange {
  /** As it was typed, without flags. */
  command: string;
  names: readonly string[];
  /** What happens to hours that the account does not have. */
  missing: Only['missing'];
  /** Whether hours with enough days left stay as they are. */
  renews?: true;
  /** The plan file as it was read, where it is changed as well. */
  before?: string;
}

/**
 * Carries out the changes of these hours, and no other; the plan file is written between the yes and the first one.
 * @returns An exit code where the plan was only to be shown.
 */
export async function applyHours(
  context: Context,
  source: Source,
  { command, names, missing, renews, before }: HoursChange,
): Promise<ApplyResult | ExitCode> {
  const { files } = context.host;
  let written = before === undefined || context.flags.demo !== undefined;
  const write = async (): Promise<void> => {
    if (written) return;
    if ((await files.read(source.path)) !== before) {
      throw new ConflictError(`${source.file} was changed in the meantime; nothing was done`, {
        hint: 'run the command again',
      });
    }
    await files.write(source.path, source.text, PUBLIC);
    written = true;
  };
  const asking: Context = {
    ...context,
    async confirm(...asked) {
      await context.confirm(...asked);
      await write();
    },
  };
  const { hours } = source.plan.document;
  const plan = { ...source.plan, document: { version: 1 as const, ...(hours && { hours }) } };
  const only = {
    command,
    addresses: names.map((name) => `hours/${name}`),
    missing,
    ...(renews && { renews }),
  };
  // Once the plan file is written, it is the plan file that is applied.
  const again = before !== undefined ? `\`voipbin apply -f ${source.file}\`` : undefined;
  const result = await applyPlan(asking, { ...source, plan }, { only }, again);
  // Where the account is like that already, nothing was asked.
  if (typeof result === 'number') return result;
  await write();
  if (before !== undefined && context.flags.demo === undefined) await tidy(context, source, before);
  return result;
}

/** Once the account has no exception of a list any more, the empty list that said so has served. */
async function tidy(
  { host: { files } }: Context,
  { path, text, plan }: Source,
  before: string,
): Promise<void> {
  const { hours = {} } = plan.document;
  const had = documentIn(before, path)?.hours;
  const specs = Object.entries(hours).map(([name, spec]) => {
    const lists = (['opened', 'closed'] as const).filter(
      (list) => spec[list]?.length === 0 && had?.[name]?.[list]?.length !== 0,
    );
    const kept = Object.entries(spec).filter(([key]) => !lists.some((list) => list === key));
    return [name, Object.fromEntries(kept)] as const;
  });
  const tidied = rewritePlan(text, { ...plan.document, hours: Object.fromEntries(specs) });
  // What a person has noted next to the list stays with it.
  const notes = (one: string): number => one.split('#').length;
  const isAsWritten = (await files.read(path)) === text;
  if (tidied !== text && notes(tidied) === notes(text) && isAsWritten)
    await files.write(path, tidied, PUBLIC);
}

/** The last word of a command. */
export async function showChanged(
  context: Context,
  { run, plan, done }: ApplyResult,
  said: { title: string; rows: readonly CardRow[]; raw: object },
): Promise<ExitCode> {
  await printDone(context, run, {
    title: said.title,
    rows: () => [
      ...said.rows,
      ...(run === undefined ? [] : [['Run', run] as [string, string]]),
      ...undoRow(context, run),
    ],
    raw: { format: 'voipbin.hours/1', run: run ?? null, changes: changesOf(plan, done.length), ...said.raw },
  });
  return ExitCode.done;
}

const changesOf = ({ changes }: Plan, count: number): object[] =>
  count === 0
    ? []
    : changes
        .filter(({ verb }) => verb !== 'note')
        .map(({ address, verb, fields }) => ({ address, verb, fields }));
