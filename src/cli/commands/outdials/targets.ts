/** The targets of an outdial: listed, added one by one or from a table, taken out. */
import type { Api } from '../../../api/api.ts';
import type { OutdialTarget } from '../../../api/wire.ts';
import { ConflictError, SEE_HELP, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import type { Clock } from '../../../core/ports.ts';
import { clean, plural } from '../../../core/text.ts';
import { sentOnce } from '../../../plan/execution/sent-once.ts';
import { destinationsOf, outdials, targetRemoval, targetsOf } from '../../../resources/outdials.ts';
import { agreed } from '../../agreed.ts';
import type { Context } from '../../context.ts';
import { inputName, readInput } from '../../input.ts';
import { printCard } from '../../output.ts';
import type { Call } from '../../program/command.ts';
import { runOperation } from '../resources/operation.ts';
import { named } from '../resources/get.ts';
import { listResource } from '../resources/list.ts';
import type { ListFlags } from '../resources/verbs.ts';
import { newTarget, readTargetRows, type NewTarget } from './target-rows.ts';
import type { AddFlags } from './command.ts';

export async function listTargets({
  context,
  args: [word = ''],
  options,
}: Call<ListFlags>): Promise<ExitCode> {
  const { id } = await named(outdials, await context.api(), word);
  return listResource(targetsOf(id))({ context, args: [], options });
}

export async function removeTarget({ context, args: [word = '', target], options }: Call): Promise<ExitCode> {
  const { id } = await named(outdials, await context.api(), word);
  return runOperation(targetsOf(id), targetRemoval)({ context, args: [target], options });
}

export async function addTarget({
  context,
  args: [word = '', number = ''],
  options: { next = [], ...texts },
}: Call<AddFlags>): Promise<ExitCode> {
  const target = newTarget({ ...texts, numbers: [number, ...next] });
  if ('wrong' in target) throw new UsageError(target.wrong.join('\n'), { hint: SEE_HELP });
  const api = await context.api();
  const outdial = await named(outdials, api, word);
  const before = await targetsIn(api, outdial.id);
  const taken = before.find((one) => isSame(one, target));
  if (taken !== undefined) {
    throw new ConflictError(`${target.destination_0.target} is a target of ${titleOf(outdial)} already`, {
      hint: `\`voipbin outdials remove ${outdial.id} ${taken.id}\` removes it`,
    });
  }
  return add(context, api, { outdial, targets: [target], before, left: 0 });
}

export async function importTargets({ context, args: [word = '', file = ''] }: Call): Promise<ExitCode> {
  const all = readTargetRows(await readInput(context, file), inputName(file));
  const api = await context.api();
  const outdial = await named(outdials, api, word);
  const before = await targetsIn(api, outdial.id);
  const targets = all.filter((target) => !before.some((one) => isSame(one, target)));
  return add(context, api, { outdial, targets, before, left: all.length - targets.length });
}

async function targetsIn(api: Api, outdialId: string): Promise<OutdialTarget[]> {
  const targets: OutdialTarget[] = [];
  for await (const target of api.of(targetsOf(outdialId)).list()) targets.push(target);
  return targets;
}

/** Whoever is called at one number is called once. */
const isSame = (target: OutdialTarget, { destination_0 }: NewTarget): boolean =>
  destinationsOf(target)[0] === destination_0.target;

interface Adding {
  outdial: { id: string };
  targets: readonly NewTarget[];
  /** The targets that already exist. */
  before: readonly OutdialTarget[];
  /** How many of those that were asked for already exist. */
  left: number;
}

const SHOWN = 10;

async function add(
  context: Context,
  api: Api,
  { outdial, targets, before, left }: Adding,
): Promise<ExitCode> {
  const what = titleOf(outdial);
  const made: OutdialTarget[] = [];
  if (targets.length > 0) {
    const agrees = await agreed(context, api, {
      lines: [
        `+ add ${plural(targets.length, 'target')} to ${what}`,
        ...targets.slice(0, SHOWN).map((target) => `    ${lineOf(target)}`),
        ...(targets.length > SHOWN ? [`    and ${targets.length - SHOWN} more`] : []),
        ...(left > 0 ? [`    ${left} of the file already exist, and are left out`] : []),
        '    a campaign of this outdial calls them; `voipbin undo` does not remove them,',
        '    `voipbin outdials remove` does',
      ],
      question: targets.length === 1 ? 'Add this target?' : `Add these ${targets.length} targets?`,
    });
    if (!agrees) return ExitCode.done;
    await addEach(context, api, { outdial, targets, before }, made);
  }
  await printCard(context, {
    title:
      made.length === 0
        ? `Nothing to add: ${plural(left, 'target')} of ${what} already exist`
        : `${plural(made.length, 'target')} added to ${what}`,
    rows: () => (made.length === 1 ? made.map(({ id }): [string, string] => ['Id', id]) : []),
    raw: { format: 'voipbin.targets/1', outdial_id: outdial.id, added: made, existing: left },
  });
  return ExitCode.done;
}

/** One after the other, so that a failure says how far it came. */
async function addEach(
  context: Context,
  api: Api,
  { outdial, targets, before }: Omit<Adding, 'left'>,
  made: OutdialTarget[],
): Promise<void> {
  const known = new Set(before.map(({ id }) => id));
  for (const target of targets) {
    try {
      context.host.signal.throwIfAborted();
      const one = await addOnce(api, context.host.clock, outdial.id, target, known);
      known.add(one.id);
      made.push(one);
    } catch (error) {
      if (targets.length > 1)
        await context.warn(
          `${made.length} of ${targets.length} targets were added; the same command continues`,
        );
      throw error;
    }
  }
}

/** @throws ApiError where it was refused, or where a look shows that it was not added. */
async function addOnce(
  api: Api,
  clock: Clock,
  outdialId: string,
  target: NewTarget,
  known: ReadonlySet<string>,
): Promise<OutdialTarget> {
  return sentOnce(
    clock,
    () => api.of(targetsOf(outdialId)).create(target),
    async () => (await targetsIn(api, outdialId)).find((one) => !known.has(one.id) && isSame(one, target)),
  );
}

const titleOf = ({ id, name }: { id: string; name?: unknown }): string =>
  `outdial ${clean(typeof name === 'string' && name !== '' ? name : id)}`;

const lineOf = (target: NewTarget): string => {
  const numbers = destinationsOf(target).join(', then ');
  return clean(target.name === numbers ? numbers : `${target.name}  ${numbers}`);
};
