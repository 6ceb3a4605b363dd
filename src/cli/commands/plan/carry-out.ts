/** Carries out a plan, for apply or undo: lock file, journal, progress, and the report of a failure. */
import { ApiError, AppError, RefusedError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { formatUsd } from '../../../core/money.ts';
import { clean, plural, shellWord } from '../../../core/text.ts';
import { formatMicros, SECOND } from '../../../core/time.ts';
import { applySteps, type Applied } from '../../../plan/apply.ts';
import type { Change, Plan } from '../../../plan/change.ts';
import type { Planned } from '../../../plan/difference/difference.ts';
import type { Run } from '../../../plan/journal/journal.ts';
import type { LiveAccount } from '../../../plan/state/live.ts';
import { keyBesides, type Lock } from '../../../plan/file/lock.ts';
import { lockAfter } from '../../../plan/state/lock-after.ts';
import type { Done } from '../../../plan/execution/context.ts';
import { renderPlan } from '../../../report/plan.ts';
import { keepAccountName } from '../../session/account-name.ts';
import { accountTitle, onServer } from '../../agreed.ts';
import type { Context } from '../../context.ts';
import { ownAgentId } from '../../session/identity.ts';
import { linesFor, terminalWidth } from '../../terminal.ts';
import type { HandedOut } from './secrets.ts';
import type { OpenRun, RunHead, Runs } from './runs.ts';
import { keepLock } from './source.ts';

export interface Carrying {
  context: Context;
  runs: Runs;
  planned: Planned;
  live: LiveAccount;
  lock: Lock;
  /** The plan file whose lock file is kept. */
  planPath: string;
  head: RunHead;
  /** Runs that this one continues or undoes. */
  open: readonly Run[];
  secrets?: HandedOut;
  /** The command that goes on after a failure. */
  again: string;
  /** Whether each change is reported when it is done; by default yes. */
  isCounted?: boolean;
}

export interface Carried {
  run: string;
  applied: Applied;
}

/** @throws AppError if a change failed; what was done before it is reported, and kept. */
export async function carryOut(carrying: Carrying): Promise<Carried> {
  const { context, runs, planned, live, lock, planPath, head, secrets, isCounted = true } = carrying;
  const { clock, signal } = context.host;
  // Nothing is made before it is certain that what is made can be kept in mind.
  await keepLock(context, planPath, lock, { surely: head.act === 'apply' });
  const run = await runs.begin(head);
  const tick = createTicker(context, planned.plan);
  const keep = lockKeeper(carrying);
  const late = lateSignal(context);
  const applied = await applySteps(planned, live, lock, {
    client: (await context.api({ signal: late.signal })).client,
    clock,
    signal,
    journal: run.write,
    secretsOf: (target) => secrets?.of(target) ?? new Map(),
    beforeSecrets: async (address) => secrets?.announce(address),
    async onDone(done) {
      await keep(done);
      if (isCounted) await tick(done);
    },
    onWait: ({ title }, ms) =>
      context.notice(`looking for up to ${Math.ceil(ms / SECOND)} s whether ${clean(title)} was made`),
  }).finally(late.release);
  for (const { change, uncertain } of applied.failed) {
    if (!uncertain) await secrets?.retract(change.address);
  }
  const unwritten = await close(carrying, run, applied).catch((error: unknown) => ({ error }));
  if (applied.failed.length > 0 || applied.left.length > 0) {
    throw brokenOff(planned.plan, applied, { again: carrying.again, signal });
  }
  await keepAccountName(context, { id: live.customer.id, name: newName(applied) });
  if (unwritten !== undefined) throw notKept(unwritten.error, planned.plan, applied);
  return { run: run.id, applied };
}

/** Of the account, where the run has changed it. */
function newName({ done }: Applied): string | undefined {
  const changes = done.flatMap(({ change: { kind, fields } }) => (kind === 'account' ? fields : []));
  const name = changes.find(({ path }) => path === 'name')?.to;
  return typeof name === 'string' ? name : undefined;
}

/** Most requests that were sent before Ctrl-C are answered within this time: their changes then count as made. */
const LAST_ANSWERS = 5 * SECOND;

/** A signal for requests: aborted a little later than the run. */
function lateSignal({ host: { clock, signal }, notice }: Context): {
  signal: AbortSignal;
  release: () => void;
} {
  const late = new AbortController();
  const over = new AbortController();
  const end = async (): Promise<void> => {
    const waited = clock.sleep(LAST_ANSWERS, over.signal).then(() => {
      late.abort(signal.reason);
    });
    await notice('waiting up to 5 s for the last answers; press Ctrl-C again to stop immediately');
    await waited;
  };
  // After the run no timer is left.
  signal.addEventListener('abort', () => void end().catch(() => undefined), { signal: over.signal });
  return {
    signal: late.signal,
    release: () => {
      over.abort();
    },
  };
}

/** Writes the lock file, and the last line of a run whose outcome is known; otherwise the next run finds it out. */
async function close(
  { context, runs, open, planPath }: Carrying,
  run: OpenRun,
  { failed, left, lock }: Applied,
): Promise<undefined> {
  await keepLock(context, planPath, lock);
  for (const { head } of open) await runs.settle(head.run);
  if (failed.some(({ uncertain }) => uncertain)) return;
  const outcome = failed.length === 0 && left.length === 0 ? 'done' : 'failed';
  await run.write({ event: 'end', at: formatMicros(context.host.clock.now() * 1000), outcome });
}

/** The journal knows it all; but a lock file that is near the truth is worth more where the journal is lost. */
function lockKeeper({ context, planned, live, lock, planPath }: Carrying): (done: Done) => Promise<void> {
  const { clock } = context.host;
  const all: Done[] = [];
  let last = clock.now();
  let writing = Promise.resolve();
  return async (done) => {
    all.push(done);
    const { number } = keyBesides(done.change.kind, done.key);
    if (number === undefined && clock.now() - last < SECOND) return;
    last = clock.now();
    const text = lockAfter(planned, live, lock, all);
    writing = writing.then(() => keepLock(context, planPath, text));
    await writing;
  };
}

interface Saying {
  /** What is said before the changes. */
  about?: string;
  /** What must be typed in place of a yes. */
  word?: string | undefined;
  /** In place of the usual one. */
  question?: string | undefined;
  /** Whether --yes is a yes to deleting the agent that is signed in, or to its being no administrator any more. */
  allowSelf?: boolean | undefined;
}

/** Shows what would be done, and returns only when a person (or --yes) said yes. */
export async function confirm(
  context: Context,
  plan: Plan,
  apiUrl: string,
  { about = '', word, question: own, allowSelf = false }: Saying = {},
): Promise<void> {
  const { flags, host } = context;
  const self = await ownLossIn(context, plan);
  if (self !== undefined && flags.yes && !allowSelf) throw refusedSelf(self);
  const { output } = await context.settings();
  if (!flags.yes || (!flags.quiet && output === 'table')) {
    const { stderr } = host.io;
    const account = accountTitle({ name: plan.customer_name, id: plan.customer_id }, onServer(apiUrl));
    const text = renderPlan(plan, await context.paint('stderr'), terminalWidth(stderr));
    await stderr.write(`${linesFor(stderr, [account, ...(about ? [about] : []), ''].join('\n'))}${text}`);
  }
  const pending = pendingOf(plan);
  const lasting = pending.filter(({ risk }) => risk === 'irreversible' || risk === 'costs-money');
  const remarks = [
    ...(plan.cost.now > 0 ? [` ${formatUsd(plan.cost.now)} will be spent.`] : []),
    ...(lasting.length === 0 ? [] : [lastingText(lasting)]),
  ];
  const one = lasting.length === 1 ? ' It cannot be undone.' : '';
  const [question, remark] =
    pending.length === 1
      ? ['Make this change?', `${plan.cost.now > 0 ? (remarks[0] ?? '') : ''}${one}`]
      : [`Make these ${pending.length} changes?`, remarks.join('')];
  if (self === undefined) await context.confirm(own ?? `${question}${remark}`, word);
  else {
    const { name, become } = self;
    await context.confirm(`You are signed in as ${name}, who will be ${become}. ${question}${remark}`, name);
  }
}

/** So many are named where several are meant. */
const NAMED = 3;

function lastingText(lasting: readonly Change[]): string {
  const count = lasting.length;
  const names = lasting.slice(0, NAMED).map(({ verb, title }) => `${verb} ${clean(title)}`);
  const more = count > NAMED ? ` and ${count - NAMED} more` : '';
  return ` ${count === 1 ? 'One' : count} of them cannot be undone: ${names.join(', ')}${more}.`;
}

/** What a plan does to the agent that one is signed in as, who could then not restore it. */
interface OwnLoss {
  name: string;
  /** `deleted`, as in `who will be deleted`. */
  become: string;
  /** The command by which a script does so on purpose. */
  command: string;
}

async function ownLossIn(context: Context, { changes }: Plan): Promise<OwnLoss | undefined> {
  const id = ownAgentId((await context.api()).client);
  for (const change of changes) {
    if (change.kind !== 'agents' || change.id === undefined || change.id !== id) continue;
    const name = clean(change.name);
    const word = shellWord(name);
    if (change.verb === 'delete')
      return { name, become: 'deleted', command: `voipbin agents delete ${word} --yes --allow-self` };
    const permission = change.fields.find(({ path }) => path === 'permission');
    if (change.verb === 'update' && permission && governs(permission.from) && !governs(permission.to))
      return {
        name,
        become: 'an administrator no longer',
        command: `voipbin agents update ${word} --permission ${String(permission.to)} --yes --allow-self`,
      };
  }
  return undefined;
}

/** Whether these permissions, in words, are enough to give permissions. */
const governs = (permission: unknown): boolean => /\b(admin|platform)\b/.test(String(permission));

/** Nobody does so in a script on purpose, and it is not undone by the same sign-in. */
const refusedSelf = ({ name, become, command }: OwnLoss): RefusedError =>
  new RefusedError(`nothing was changed: you are signed in as ${name}, who would be ${become}`, {
    hint: `sign in as someone else, or run the command on a terminal without --yes, or use \`${command}\``,
  });

const pendingOf = ({ changes }: Pick<Plan, 'changes'>): readonly Change[] =>
  changes.filter(({ verb }) => verb !== 'note');

/** One line for each change that is done. */
function createTicker(context: Context, plan: Plan): (done: Done) => Promise<void> {
  const all = pendingOf(plan).length;
  const width = String(all).length;
  let count = 0;
  return async ({ change, outcome, differs }) => {
    count += 1;
    const adopted = outcome === 'adopted' ? ' (found: it was done although the answer was lost)' : '';
    await context.notice(
      `[${String(count).padStart(width)}/${all}] ${verbs[change.verb]} ${clean(change.title)}${adopted}`,
    );
    if (differs.length > 0) {
      await context.warn(
        `${change.address}: the server stored ${differs.join(', ')} differently from what was sent`,
      );
    }
  };
}

const verbs: Readonly<Record<Change['verb'], string>> = {
  create: 'created',
  update: 'changed',
  delete: 'deleted',
  note: 'noted',
};

/** What failed, what was done before it, and how to go on. */
function brokenOff(
  plan: Plan,
  { done, failed, left }: Applied,
  { again, signal }: { again: string; signal: AbortSignal },
): unknown {
  const made = done.filter(({ change }) => change.verb !== 'note').length;
  const open = failed.filter(({ uncertain }) => uncertain).length;
  const parts = failed.filter(({ uncertain, partly }) => partly && !uncertain).length;
  const so = [
    `${made} of ${plural(pendingOf(plan).length, 'change')} made`,
    ...(open === 0 ? [] : [`${open} may have been made`]),
    ...(parts === 0 ? [] : [`${parts} partly made`]),
    ...(left.length === 0 ? [] : [`${left.length} not started`]),
  ].join(', ');
  if (signal.aborted && signal.reason instanceof AppError) {
    return new AppError('BROKEN_OFF', signal.reason.exitCode, `${signal.reason.message}: ${so}`, {
      hint: `${again} continues from here`,
      cause: signal.reason,
    });
  }
  const [first] = failed;
  if (first === undefined) return new AppError('BROKEN_OFF', ExitCode.interrupted, so);
  if (!(first.error instanceof AppError)) return first.error;
  const message = [
    ...failed.map(({ change, error }) => `${change.address}: ${error instanceof Error ? error.message : ''}`),
    so,
  ].join('\n');
  const { code, hint } = first.error;
  // Once something was requested, it no longer counts as wrong usage.
  const isLate = made > 0 || failed.some(({ uncertain, partly }) => uncertain || partly);
  const exitCode = isLate && first.error.exitCode === ExitCode.usage ? ExitCode.bug : first.error.exitCode;
  const passes = failed.every(({ uncertain }) => uncertain) || passing.includes(exitCode);
  const way = passes ? `${again} continues from here` : `when that is fixed, ${again} continues from here`;
  const options = { hint: [hint, way].filter(Boolean).join('; '), cause: first.error };
  return first.error instanceof ApiError
    ? new ApiError(code, exitCode, message, first.error.facts, options)
    : new AppError(code, exitCode, message, options);
}

/** What is done is in the journal: the next run knows it. */
function notKept(error: unknown, plan: Plan, { done }: Applied): unknown {
  if (!(error instanceof AppError)) return error;
  const so = `${done.length} of ${plural(pendingOf(plan).length, 'change')} made`;
  return new AppError(error.code, ExitCode.bug, `${error.message}\n${so}`, {
    hint: 'when that is fixed, the same command finds what was made',
    cause: error,
  });
}

/** What may go better the next time, without anybody doing anything. */
const passing: readonly ExitCode[] = [ExitCode.unreachable, ExitCode.limited, ExitCode.conflict];
