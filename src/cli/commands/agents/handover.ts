/** `agents handover`: what an agent is called for goes to another one, and can come back. */
import type { Api } from '../../../api/api.ts';
import { AppError, ConflictError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { clean } from '../../../core/text.ts';
import { isPending, type Plan } from '../../../plan/change.ts';
import type { Values, Wire } from '../../../resources/kind.ts';
import { agents } from '../../../resources/agents.ts';
import type { LiveAccount } from '../../../plan/state/live.ts';
import { findObject, planMany, uniqueNames } from '../../../plan/one.ts';
import type { Run } from '../../../plan/journal/journal.ts';
import { undoneBy } from '../../../plan/undo/whole.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { printCard } from '../../output.ts';
import { connectionWords, crontabOf, profileOf, signInNotes } from '../../job.ts';
import { parseUntil } from '../../since.ts';
import { sourceOf, subjectOf } from '../objects/change.ts';
import { reconcilePlanFile, refuseWithoutPlanFile } from '../objects/plan-file.ts';
import { applyPlan } from '../plan/apply.ts';
import { confirm } from '../plan/carry-out.ts';
import { preview, show } from '../plan/foresee.ts';
import { planOptions } from '../plan/plan.ts';
import { refuseObstacles } from '../plan/refuse.ts';
import { readRuns } from '../plan/runs.ts';
import type { Source } from '../plan/source.ts';
import { undoCommand } from '../plan/undo-row.ts';
import { undoRun } from '../plan/undo.ts';
import type { HandoverFlags } from './command.ts';

/** Queues find the other agent before the first one loses what they are called at. */
const PARTS = ['tags', 'addresses'] as const;
type Part = (typeof PARTS)[number];

export async function handOver({
  context,
  args: [from = '', to = ''],
  options: { until, editPlan = false },
}: Call<HandoverFlags>): Promise<ExitCode> {
  const { clock } = context.host;
  const end = until === undefined ? undefined : parseUntil(until, clock.now(), '--until');
  if (editPlan) await refuseWithoutPlanFile(context);
  const command = `agents handover ${from} ${to}`;
  const sourceFor = (name: string, parts: readonly Part[]): Source =>
    sourceOf(name, {
      kinds: ['agents'],
      planFor: (live, lock) => ({ plan: planMany(agents, specsOf(live, from, to, parts), live), lock }),
    });
  const api = await context.api();
  const whole = sourceFor(command, PARTS);
  const seen = await preview(context, api, whole, planOptions(context, {}, whole));
  const customerId = seen.live.customer.id;
  const before = await runsOf(context, api, customerId, command);
  const half = before.find((run) => run.end === undefined);
  if (half !== undefined) {
    throw new ConflictError('an earlier handover between these agents was interrupted', {
      hint: `run \`${undoCommand(context, half.head.run)}\` first`,
    });
  }
  if (context.flags.dryRun) return show(context, seen);
  const names = [from, to].map((word) => nameOf(findObject(seen.live, 'agents', word)));
  refuseObstacles(seen.plan);
  if (!isPending(seen.plan)) {
    await printCard(context, { title: 'Nothing to hand over', rows: () => [], raw: rawOf(names, [], end) });
    return ExitCode.done;
  }
  await confirm(context, seen.plan, api.client.apiUrl);
  const agreed = withoutQuestions(context);
  const stopped = stoppedRun(before);
  const runs = stopped === undefined ? [] : [stopped];
  try {
    const parts = partsIn(seen.plan);
    for (const [index, part] of parts.entries()) {
      const result = await applyPlan(agreed, sourceFor(`${command} (${part})`, [part]), {
        countsItself: true,
        resumes: [...runs],
        more: index < parts.length - 1,
      });
      if (typeof result === 'number' || result.run === undefined) continue;
      runs.push(result.run);
      await context.notice(`[${index + 1}/${parts.length}] ${part} handed over`);
    }
  } catch (error) {
    const known = new Set(before.map(({ head }) => head.run));
    const made = (await runsOf(context, api, customerId, command)).filter(({ head }) => !known.has(head.run));
    throw await givenBack(agreed, made.at(-1)?.head.run ?? stopped, error);
  }
  for (const touched of touchedBy(specsOf(seen.live, from, to, PARTS))) {
    await reconcilePlanFile(context, { touched, live: seen.live, run: runs.at(-1) }, editPlan);
  }
  await showHandover(context, names, runs, end);
  return ExitCode.done;
}

/** The one who gives comes first: in a plan file, too, an address belongs to one agent. */
const touchedBy = (specs: Readonly<Record<string, Values>>) =>
  Object.values(specs)
    .toReversed()
    .map(({ id, ...spec }) => ({ kind: 'agents' as const, id: String(id), spec }));

const withoutQuestions = (context: Context): Context => ({
  ...context,
  flags: { ...context.flags, yes: true, quiet: true },
  confirm: () => Promise.resolve(),
});

const partsIn = ({ changes }: Plan): Part[] =>
  PARTS.filter((part) =>
    changes.some(({ fields }) => fields.some(({ path }) => path.split(/[.[]/)[0] === part)),
  );

/** Those that are not undone, oldest first. */
async function runsOf(context: Context, api: Api, customerId: string, command: string) {
  const subjects = PARTS.map((part) => subjectOf(`${command} (${part})`));
  const all = await readRuns(context, customerId, api.client.apiUrl);
  return all.filter(
    (run) =>
      run.head.act === 'apply' && subjects.includes(run.head.subject) && undoneBy(run, all) === undefined,
  );
}

/** The last run of a handover that was killed between two runs. */
function stoppedRun(runs: readonly Run[]): string | undefined {
  const last = runs.at(-1);
  return last?.end === 'done' && last.head.more === true ? last.head.run : undefined;
}

/** @throws UsageError for one agent, and for what a plan has no words for. */
function specsOf(
  live: LiveAccount,
  from: string,
  to: string,
  parts: readonly Part[],
): Readonly<Record<string, Values>> {
  const giver = findObject(live, 'agents', from);
  const taker = findObject(live, 'agents', to, giver.id);
  if (giver.id === taker.id)
    throw new UsageError(`${clean(nameOf(giver))} cannot hand over to the same agent`);
  const names = uniqueNames(live);
  const given: Record<string, unknown> = {};
  const taken: Record<string, unknown> = {};
  for (const { key, wire, fromWire } of agents.fields) {
    if (!parts.includes(key as Part)) continue;
    const [own, more] = [taker, giver].map((agent) => (agent[wire] ?? []) as unknown[]) as [
      unknown[],
      unknown[],
    ];
    if (more.length === 0) continue;
    given[key] = [];
    taken[key] = fromWire([...own, ...more.filter((one) => !own.includes(one))], names);
    if (taken[key] !== undefined) continue;
    throw new UsageError(`the ${key} of ${clean(nameOf(giver))} cannot be handed over as they are`, {
      hint: `\`voipbin agents get ${giver.id}\` shows them`,
    });
  }
  return {
    [nameOf(taker)]: { id: taker.id, ...taken },
    [nameOf(giver)]: { id: giver.id, ...given },
  };
}

const nameOf = ({ id, username }: Wire): string =>
  typeof username === 'string' && username !== '' ? username : id;

/**
 * @param run The last one that the handover began: it is undone with those before it.
 * @returns The error to end with.
 */
async function givenBack(context: Context, run: string | undefined, error: unknown): Promise<unknown> {
  if (!(error instanceof AppError)) return error;
  try {
    if (run !== undefined) await undoRun(context, run);
  } catch {
    return new AppError(error.code, error.exitCode, `${error.message}\nthe handover stopped halfway`, {
      hint: `run \`${undoCommand(context, run ?? '')}\` to return everything`,
      cause: error,
    });
  }
  return new AppError(error.code, error.exitCode, `${error.message}\neverything was returned`, {
    hint: 'run the same command again',
    cause: error,
  });
}

async function showHandover(
  context: Context,
  names: readonly string[],
  runs: readonly string[],
  end: number | undefined,
): Promise<void> {
  const profile = await profileOf(context);
  const flags = { ...context.flags, ...(profile !== undefined && { profile }) };
  // The last run is undone with the one that it resumed.
  const run = runs.at(-1) ?? '';
  const command = `${undoCommand({ flags }, run)} --yes`;
  const words = ['undo', run, '--yes', ...connectionWords(context, profile)];
  const line =
    end === undefined ? null : await crontabOf(context, cronTime(end, context.host.system.timeZone), words);
  const notes = line === null ? [] : ['remove the line after it has run', ...(await signInNotes(context))];
  const [from = '', to = ''] = names;
  await printCard(context, {
    title: `agent ${clean(from)} handed over to ${clean(to)}`,
    rows: () => [
      ['Undo', command, 'copied'],
      ...(line === null ? [] : [['Crontab', line, 'copied'] as const]),
      ...notes.map((note) => ['Note', note] as const),
    ],
    raw: { ...rawOf(names, runs, end), undo: command, crontab: line },
  });
}

const rawOf = (
  [from = '', to = '']: readonly string[],
  runs: readonly string[],
  end: number | undefined,
) => ({
  format: 'voipbin.handover/1',
  from,
  to,
  runs,
  until: end === undefined ? null : new Date(end).toISOString(),
});

/** Minute, hour, day and month, as cron of this machine reads them. */
function cronTime(millis: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    minute: 'numeric',
    hour: 'numeric',
    day: 'numeric',
    month: 'numeric',
  }).formatToParts(millis);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return `${of('minute')} ${of('hour')} ${of('day')} ${of('month')} *`;
}
