/**
 * Carries out a plan: its steps and nothing else, as many in parallel as their order allows. Every request that
 * changes something is journaled before and after.
 */
import { createApi } from '../api/api.ts';
import type { Client } from '../api/client.ts';
import { ApiError } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';
import { formatMicros } from '../core/time.ts';
import type { Change } from './change.ts';
import type { Planned } from './difference/difference.ts';
import type { Entry } from './journal/journal.ts';
import type { LiveAccount } from './state/live.ts';
import { allManyKinds } from '../resources/all.ts';
import type { Lock } from './file/lock.ts';
import { lockAfter } from './state/lock-after.ts';
import { idsOf } from './difference/match.ts';
import type { Step, Work } from './difference/steps.ts';
import { isUncertain, NotDone } from './execution/certainty.ts';
import type { Done, Shared, Working } from './execution/context.ts';
import { createTarget } from './execution/create.ts';
import { codeOf, journaled, type Note } from './execution/journaled.ts';
import { deleteObject, updateTarget, writeValues } from './execution/write.ts';

export interface ApplyOptions extends Pick<Shared, 'secretsOf' | 'beforeSecrets' | 'onWait'> {
  client: Client;
  clock: Clock;
  signal: AbortSignal;
  /** Writes a line, and returns only once it is on the disk. */
  journal: (entry: Entry) => Promise<void>;
  /** Called for each change that is done. */
  onDone: (done: Done) => Promise<void>;
}

export interface Applied {
  done: readonly Done[];
  failed: readonly (Failure & { change: Change })[];
  /** Changes that were not started. */
  left: readonly Change[];
  lock: Lock;
}

interface Failure {
  error: unknown;
  /** It may have been carried out nevertheless. */
  uncertain: boolean;
  /** Of several requests, one was carried out. */
  partly: boolean;
}

/** The most requests in flight at the same time. */
const AT_ONCE = 8;

/** Never throws for a failed step: the result has what was done before it. */
export async function applySteps(
  planned: Planned,
  live: LiveAccount,
  lock: Lock,
  options: ApplyOptions,
): Promise<Applied> {
  const { steps } = planned;
  const shared = shareOf(planned, live, options);
  const done: Done[] = [];
  const failed: Applied['failed'][number][] = [];
  const finished = new Set<string>();
  const begun = new Set<Step>();
  const running = new Set<Promise<void>>();
  const nextReady = queueOf(steps, begun, finished);
  const run = async (step: Step): Promise<void> => {
    const { change, work } = step;
    if (work.do === 'note') {
      done.push({ change, id: change.id, outcome: 'done', differs: [] });
      finished.add(change.address);
      return;
    }
    const result = await doStep(change, work, { shared, live, options });
    if ('error' in result) {
      failed.push({ change, ...result });
      return;
    }
    done.push(result);
    finished.add(change.address);
    // It is done, even if it cannot be reported.
    await options
      .onDone(result)
      .catch((error: unknown) => failed.push({ change, error, uncertain: false, partly: false }));
  };
  for (;;) {
    const stopped = failed.length > 0 || options.signal.aborted;
    const step = stopped ? undefined : nextReady();
    // Purchases are made one by one: after each answer the run may have to stop.
    const most = step?.work.do === 'create' && step.work.buys ? 1 : AT_ONCE;
    if (step !== undefined && running.size < most) {
      begun.add(step);
      const ending = run(step).finally(() => running.delete(ending));
      running.add(ending);
    } else if (running.size > 0) await Promise.race(running);
    else break;
  }
  const left = steps
    .filter((step) => !begun.has(step) && step.work.do !== 'note')
    .map(({ change }) => change);
  return { done, failed, left, lock: lockAfter(planned, live, lock, done) };
}

/** In the order of the plan; a phase waits until the phases before it have ended. */
function queueOf(
  steps: readonly Step[],
  begun: ReadonlySet<Step>,
  finished: ReadonlySet<string>,
): () => Step | undefined {
  let first = 0;
  const isOver = (step: Step | undefined): boolean => step !== undefined && finished.has(step.change.address);
  return () => {
    while (isOver(steps[first])) first += 1;
    const phase = steps[first]?.phase;
    for (let at = first; steps[at]?.phase === phase; at += 1) {
      const step = steps[at];
      if (step === undefined) break;
      if (!begun.has(step) && step.change.after.every((address) => finished.has(address))) return step;
    }
    return undefined;
  };
}

function shareOf(planned: Planned, live: LiveAccount, options: ApplyOptions): Shared {
  const { clock, signal, secretsOf, beforeSecrets, onWait } = options;
  const made: Shared['made'] = new Map();
  const byKey = new Map<string, string[]>();
  for (const { kind, key } of allManyKinds) {
    for (const object of live.lists[kind]) {
      const place = keyPlace(kind, object[key]);
      byKey.set(place, [...(byKey.get(place) ?? []), object.id]);
    }
  }
  return {
    made,
    known: new Set(Object.values(live.lists).flatMap((rows) => rows.map(({ id }) => id))),
    namesakes: ({ kind }, key) => byKey.get(keyPlace(kind, key)) ?? [],
    ids: () => idsOf(planned.match, new Map([...made].map(([address, { id }]) => [address, id]))),
    now: clock.now,
    sleep: async (ms) => {
      if (ms > 0) await clock.sleep(ms, signal);
    },
    secretsOf,
    beforeSecrets,
    onWait,
  };
}

const keyPlace = (kind: string, key: unknown): string => `${kind}/${typeof key === 'string' ? key : ''}`;

/** One step, with a journal line at its beginning and at its end. */
async function doStep(
  change: Change,
  work: Exclude<Work, { do: 'note' }>,
  { shared, live, options }: { shared: Shared; live: LiveAccount; options: ApplyOptions },
): Promise<Done | Failure> {
  const { verb, kind, name, id, address } = change;
  let sent = false;
  let answered = false;
  const note: Note = async (entry) => {
    const at = formatMicros(options.clock.now() * 1000);
    await options.journal({ at, address, ...entry } as Entry);
    sent ||= entry.event === 'request';
    answered ||= entry.event === 'answer' && !('error' in entry);
  };
  const about = { event: 'begin' as const, verb, kind, name, ...(id !== undefined && { id }) };
  const working: Working = {
    ...shared,
    change,
    api: createApi(journaled(options.client, note), { customerId: live.customer.id }),
    begin: (values) => note({ ...about, ...values }),
  };
  try {
    const result = await doWork(work, working);
    const found = result.outcome === 'adopted' && { adopted: true };
    await note({ event: 'done', ...(result.id !== undefined && { id: result.id }), ...found });
    return result;
  } catch (error) {
    const result = { ...failureOf(error, sent), partly: answered };
    // If the disk is full, the missing line says the same.
    const { uncertain } = result;
    await note({ event: 'failed', code: codeOf(result.error), uncertain }).catch(() => undefined);
    return result;
  }
}

/** @param sent Whether anything was requested. */
function failureOf(error: unknown, sent: boolean): Omit<Failure, 'partly'> {
  if (error instanceof NotDone) return { error: error.cause, uncertain: false };
  // Without an answer, no one knows how far the request got.
  return { error, uncertain: isUncertain(error) || (sent && !(error instanceof ApiError)) };
}

function doWork(work: Exclude<Work, { do: 'note' }>, working: Working): Promise<Done> {
  switch (work.do) {
    case 'write':
      return writeValues(working, work.kind, work.expected, work.patch);
    case 'update':
      return updateTarget(working, work.target, work.fields, work.secrets);
    case 'create':
      return createTarget(working, work.target, work);
    case 'delete':
      return deleteObject(working, work.kind, work.live);
  }
}
