/**
 * Carries a plan out: its steps and nothing else, as many at once as their order allows. What a lost answer leaves
 * open is looked at before anything is sent again; a number is never bought twice.
 */
import { createApi, type Api } from '../api/api.ts';
import type { Client } from '../api/client.ts';
import { isApiError } from '../api/client.ts';
import { AppError, ApiError, CancelledError, ConflictError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import { isSetId } from '../core/ids.ts';
import type { Clock } from '../core/ports.ts';
import type { Secret } from '../core/secret.ts';
import { formatMicros, SECOND, MINUTE } from '../core/time.ts';
import type { Change } from './change.ts';
import type { Planned } from './diff.ts';
import type { NamedKind } from './document.ts';
import type { Field } from './field.ts';
import type { Entry } from './journal.ts';
import { valuesOf, type ManyKind, type SingleKind, type Values, type Wire } from './kind.ts';
import { isVirtual } from './kinds/numbers.ts';
import type { Live } from './live.ts';
import { withLocked, type Lock } from './lock.ts';
import { idsOf, type Target } from './match.ts';
import { declaredFields, Phase, wantedValues, type Step } from './steps.ts';

export interface ApplyOptions {
  client: Client;
  clock: Clock;
  signal: AbortSignal;
  /** Writes a line down, and returns only when it is safe. */
  journal: (entry: Entry) => Promise<void>;
  /** The first password of a new object; undefined where the file names none. */
  passwordOf: (target: Target) => Secret | undefined;
  /** Told before an object is made for the first time, while its password can still be handed over. */
  beforeCreate: (address: string) => Promise<void>;
  /** Told of each change that is done. */
  onDone: (done: Done) => Promise<void>;
}

export interface Done {
  change: Change;
  id: string | undefined;
  /** What it is called in the API: which number `virtual: any` has become. */
  key?: string | undefined;
  /** `adopted`: it was made by a request whose answer was lost. */
  outcome: 'done' | 'adopted';
  /** Fields that the server answered differently from what was asked. */
  differs: readonly string[];
}

export interface Applied {
  done: readonly Done[];
  /** `uncertain`: it may have been done all the same. */
  failed: readonly { change: Change; error: unknown; uncertain: boolean }[];
  /** Changes that were not begun. */
  left: readonly Change[];
  lock: Lock;
}

/** Requests that wait for their answer at once. */
const AT_ONCE = 8;

/** Never throws for a step that fails: what came before it is told with it. */
export async function applySteps(
  planned: Planned,
  live: Live,
  lock: Lock,
  options: ApplyOptions,
): Promise<Applied> {
  const { steps } = planned;
  const work = createWork(planned, live, options);
  const done: Done[] = [];
  const failed: Applied['failed'][number][] = [];
  const finished = new Set<string>();
  const begun = new Set<Step>();
  const running = new Set<Promise<void>>();
  /** In the order of the plan: the first phase that is not over holds up the ones behind it. */
  const nextReady = (): Step | undefined => {
    const phase = steps.find(({ change }) => !finished.has(change.address))?.phase;
    return steps.find(
      (step) =>
        step.phase === phase &&
        !begun.has(step) &&
        step.change.after.every((address) => finished.has(address)),
    );
  };
  const canBegin = (step: Step): boolean =>
    // Money is spent one by one: each answer may be the last that is wanted.
    step.phase === Phase.buy ? running.size === 0 : running.size < AT_ONCE;

  const run = async (step: Step): Promise<void> => {
    try {
      const result = await work(step);
      done.push(result);
      finished.add(step.change.address);
      if (step.work.do !== 'note') await options.onDone(result);
    } catch (error) {
      failed.push({ change: step.change, error, uncertain: isOpen(error) });
    }
  };
  for (;;) {
    const step = failed.length > 0 || options.signal.aborted ? undefined : nextReady();
    if (step !== undefined && canBegin(step)) {
      begun.add(step);
      const ending = run(step).finally(() => running.delete(ending));
      running.add(ending);
    } else if (running.size > 0) await Promise.race(running);
    else break;
  }
  return {
    done,
    failed,
    left: steps.filter((step) => !begun.has(step)).map(({ change }) => change),
    lock: lockAfter(planned, live, lock, done),
  };
}

/** What is known of each name: what is there, and what was made. */
export function lockAfter(
  { match, steps }: Planned,
  live: Live,
  lock: Lock,
  done: readonly Done[] = [],
): Lock {
  let after = lock;
  const numberOf = (id: string): { number?: string } => {
    const number = live.lists.numbers.find((row) => row.id === id)?.['number'];
    return typeof number === 'string' ? { number } : {};
  };
  for (const { kind, name, live: object, locked } of match.targets) {
    if (object === undefined) continue;
    const made = locked?.id === object.id && locked.made;
    const number = kind.kind === 'numbers' ? numberOf(object.id) : {};
    after = withLocked(after, kind.kind, name, { id: object.id, made, ...number });
  }
  const workOf = new Map(steps.map(({ change, work }) => [change, work]));
  for (const { change, id, key } of done) {
    const work = workOf.get(change);
    if (work?.do === 'create' && id !== undefined) {
      const number = work.target.kind.kind === 'numbers' && key !== undefined ? { number: key } : {};
      after = withLocked(after, work.target.kind.kind, change.name, { id, made: true, ...number });
    }
    if (work?.do === 'delete') after = withLocked(after, work.kind.kind, change.name, undefined);
  }
  return after;
}

/** The function that does one step. */
function createWork(planned: Planned, live: Live, options: ApplyOptions): (step: Step) => Promise<Done> {
  const { clock, signal } = options;
  const made = new Map<string, Wire>();
  const known = new Set(Object.values(live.lists).flatMap((rows) => rows.map(({ id }) => id)));
  const ids = () => idsOf(planned.match, new Map([...made].map(([address, { id }]) => [address, id])));
  const now = (): string => formatMicros(clock.now() * 1000);

  return async (step) => {
    const { change } = step;
    const { address } = change;
    const note = (entry: EntryBody): Promise<void> =>
      options.journal({ at: now(), address, ...entry } as Entry);
    const api = createApi(journaled(options.client, note), { customerId: live.customer.id });
    const begin = (values: { before?: Values; after?: Values }): Promise<void> =>
      note({
        event: 'begin',
        verb: change.verb,
        kind: change.kind,
        name: change.name,
        ...(change.id !== undefined && { id: change.id }),
        ...values,
      });
    try {
      const result = await doWork(step, api, begin);
      await note({
        event: 'done',
        ...(result.id !== undefined && { id: result.id }),
        ...(result.outcome === 'adopted' && { adopted: true }),
      });
      return result;
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'BUG';
      await note({ event: 'failed', code, uncertain: isOpen(error) });
      throw error;
    }
  };

  async function doWork(step: Step, api: Api, begin: Begin): Promise<Done> {
    const { change, work } = step;
    switch (work.do) {
      case 'note':
        return { change, id: change.id, outcome: 'done', differs: [] };
      case 'write': {
        const { kind, patch, expected } = work;
        const fields = kind.fields.filter(({ wire }) => wire in patch);
        const before = valuesOf(kind, expected);
        await begin({ before: subset(before, fields), after: patch });
        const outcome = await write({
          fields,
          wanted: patch,
          original: expected,
          ...accessTo(kind, expected.id, api),
          valuesOf: (object) => valuesOf(kind, object),
          sleep,
        });
        return { change, id: expected.id, outcome, differs: [] };
      }
      case 'update':
        return update(step, work.target, work.fields, api, begin);
      case 'create':
        return create(step, work.target, work.later, api, begin);
      case 'delete': {
        const { kind, live: object } = work;
        const values = valuesOf(kind, object);
        await begin({ before: { [kind.key]: values[kind.key], ...subset(values, kind.fields) } });
        return { change, id: object.id, outcome: await remove(kind, object.id, api), differs: [] };
      }
    }
  }

  async function update(
    { change }: Step,
    target: Target,
    fields: readonly Field[],
    api: Api,
    begin: Begin,
  ): Promise<Done> {
    const { kind } = target;
    const source = kind.resource(api);
    const original = target.live ?? made.get(target.address);
    if (original === undefined) throw new RangeError(`${target.address} was not made`);
    const { id } = original;
    const wanted = wantedValues(target, fields, ids());
    await begin({ before: subset(valuesOf(kind, original), fields), after: wanted });
    let answer: Wire | undefined;
    const outcome = await write({
      fields,
      wanted,
      original,
      read: () => source.get(id),
      valuesOf: (object) => valuesOf(kind, object),
      send: async (rest, seen) => (answer = await source.update(id, rest, { expected: seen })),
      sleep,
    });
    return {
      change,
      id,
      outcome,
      differs: answer === undefined ? [] : differences(kind, fields, wanted, answer),
    };
  }

  async function create(
    { change, phase }: Step,
    target: Target,
    later: ReadonlySet<string>,
    api: Api,
    begin: Begin,
  ): Promise<Done> {
    const { kind, address } = target;
    const source = kind.resource(api);
    const fields = declaredFields(target).filter(
      ({ wire }) => !later.has(wire) && (wire in kind.defaults || wire === kind.key),
    );
    const wanted = wantedValues(target, fields, ids());
    const buys = phase === Phase.buy;
    if (buys) await checkLinks(wanted, api);
    await options.beforeCreate(address);
    const candidates = target.spec['virtual'] === undefined ? [target.name] : await freeNumbers(api);
    for (const [index, key] of candidates.entries()) {
      const name = kind.renamable ? wanted[kind.key] : key;
      const type = kind.kind === 'numbers' ? { type: isVirtual(key) ? 'virtual' : 'normal' } : {};
      const body = { ...kind.defaults, ...wanted, [kind.key]: name, ...type };
      await begin({ after: body });
      const password = kind.takesPassword ? options.passwordOf(target) : undefined;
      const sent = password === undefined ? body : { ...body, password: password.reveal() };
      try {
        const made = await makeOne(kind, sent, { buys, api });
        return finish(made.object, made.outcome);
      } catch (error) {
        // Somebody else was quicker with this one; the next is as good.
        if (index === candidates.length - 1 || !isApiError(error, { status: 500 })) throw error;
      }
    }
    throw new ConflictError(`no free virtual number was to be had for ${change.name}`, {
      hint: 'try again in a moment',
    });

    function finish(object: Wire, outcome: Done['outcome']): Done {
      made.set(address, object);
      known.add(object.id);
      const differs = differences(kind, fields, wanted, object);
      return { change, id: object.id, key: String(object[kind.key]), outcome, differs };
    }

    async function makeOne(
      of: ManyKind,
      body: Values,
      { buys: paid, api: by }: { buys: boolean; api: Api },
    ): Promise<{ object: Wire; outcome: Done['outcome'] }> {
      const since = clock.now() - SKEW_MS;
      for (let attempt = 1; ; attempt += 1) {
        try {
          return { object: await source.create(body), outcome: 'done' };
        } catch (error) {
          if (!isUncertain(error)) throw explainTaken(error, change);
          const waits = paid ? PURCHASE_WAITS : isAnswered(error) ? [0] : WAITS;
          const found = await lookFor(of, body, since, waits, by);
          if (found !== undefined) return { object: found, outcome: 'adopted' };
          // An answer of 500 is a refusal as like as not; a purchase is not sent again while it may still happen.
          if (paid || isAnswered(error) || attempt === TRIES) throw explainRefusal(error, change);
        }
      }
    }
  }

  /** Whatever was made from this body a moment ago. */
  async function lookFor(
    kind: ManyKind,
    body: Values,
    since: number,
    waits: readonly number[],
    api: Api,
  ): Promise<Wire | undefined> {
    for (const ms of waits) {
      await sleep(ms);
      for await (const object of kind.resource(api).list({ since, onLoss: () => undefined })) {
        const same = (object[kind.key] ?? '') === body[kind.key];
        if (same && !object['tm_delete'] && !known.has(object.id)) return object;
      }
    }
    return undefined;
  }

  /** Every reference once more, before money is spent on it. */
  async function checkLinks(wanted: Values, api: Api): Promise<void> {
    for (const wire of ['call_flow_id', 'message_flow_id']) {
      const id = wanted[wire];
      if (typeof id !== 'string' || !isSetId(id)) continue;
      const flow = await api.flows.get(id);
      if (flow.tm_delete) throw new ConflictError(`the flow ${flow.name ?? id} was deleted meanwhile`);
    }
  }

  async function sleep(ms: number): Promise<void> {
    if (ms > 0) await clock.sleep(ms, signal);
  }

  async function remove(kind: ManyKind, id: string, api: Api): Promise<Done['outcome']> {
    const source = kind.resource(api);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await source.remove(id);
        return 'done';
      } catch (error) {
        if (isApiError(error, { status: 404 })) return 'adopted';
        if (!isUncertain(error)) throw error;
        await sleep(attempt * SECOND);
        if (await isGone(source, id)) return 'adopted';
        if (isAnswered(error) || attempt === TRIES) throw error;
      }
    }
  }
}

type EntryBody = Omit<Extract<Entry, { address: string }>, 'at' | 'address'> & Record<string, unknown>;
type Begin = (values: { before?: Values; after?: Values }) => Promise<void>;

const TRIES = 3;
/** Clocks of two machines differ. */
const SKEW_MS = 2 * MINUTE;
/** The platform's services give up after three seconds, mostly; what is done then is to be seen soon. */
const WAITS = [500, 2 * SECOND, 4 * SECOND];
/** A purchase takes up to a minute at the carrier, after the server has stopped waiting for it. */
const PURCHASE_WAITS = [2, 8, 15, 20, 25, 30].map((seconds) => seconds * SECOND);

/** How an object of either sort is read and written. */
function accessTo(kind: SingleKind | ManyKind, id: string, api: Api): Pick<Writing, 'read' | 'send'> {
  if ('resource' in kind) {
    const source = kind.resource(api);
    return {
      read: () => source.get(id),
      send: (rest, seen) => source.update(id, rest, { expected: seen }),
    };
  }
  return { read: () => kind.read(api), send: (rest, seen) => kind.write(api, rest, seen) };
}

/** Writes a line before and after every request that changes something. */
function journaled(client: Client, note: (entry: EntryBody) => Promise<void>): Client {
  return {
    ...client,
    get attempts() {
      return client.attempts;
    },
    async request(asked) {
      if (asked.method === 'GET') return client.request(asked);
      await note({ event: 'request', method: asked.method, path: asked.path });
      try {
        const answer = await client.request(asked);
        await note({ event: 'answer' });
        return answer;
      } catch (error) {
        const { code, status } =
          error instanceof ApiError
            ? { code: error.code, status: error.status }
            : { code: 'BUG', status: undefined };
        await note({ event: 'answer', error: code, ...(status !== undefined && { status }) });
        throw error;
      }
    },
  };
}

/** Whether a change may have been made although it failed. */
function isUncertain(error: unknown): boolean {
  if (error instanceof ApiError) {
    return error.facts.method !== 'GET' && error.exitCode === ExitCode.unreachable && !wasRefused(error);
  }
  return error instanceof CancelledError;
}

/** The same, as far as the next run is concerned: of a bug nobody knows how far it let things come. */
function isOpen(error: unknown): boolean {
  return isUncertain(error) || !(error instanceof AppError);
}

/** The connection itself was refused: nothing has left this machine. */
function wasRefused(error: ApiError): boolean {
  return error.facts.reason === 'connect';
}

/** The server itself said 500, and is not waiting for somebody else. */
function isAnswered(error: unknown): boolean {
  return error instanceof ApiError && error.status === 500 && error.reason !== undefined;
}

const subset = (values: Values, fields: readonly Field[]): Values =>
  Object.fromEntries(fields.map(({ wire, empty }) => [wire, values[wire] ?? empty]));

interface Writing {
  fields: readonly Field[];
  wanted: Values;
  /** As the plan saw it. */
  original: Wire;
  read: () => Promise<Wire>;
  valuesOf: (object: Wire) => Values;
  send: (rest: Values, seen: Wire) => Promise<unknown>;
  sleep: (ms: number) => Promise<void>;
}

/** Writes; after a lost answer looks at what is still to be written, and writes that. */
async function write(writing: Writing): Promise<Done['outcome']> {
  const { fields, wanted, original, read, send, sleep } = writing;
  let rest = wanted;
  let seen = original;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await send(rest, seen);
      return 'done';
    } catch (error) {
      if (!isUncertain(error)) throw error;
      await sleep(attempt * SECOND);
      seen = await read();
      const [now, before] = [writing.valuesOf(seen), writing.valuesOf(original)];
      const open = fields.filter(({ wire, canonical }) => canonical(now[wire]) !== canonical(wanted[wire]));
      const foreign = open.filter(({ wire, canonical }) => canonical(now[wire]) !== canonical(before[wire]));
      if (foreign.length > 0) {
        throw new ConflictError(
          `changed by someone else meanwhile: ${foreign.map(({ key }) => key).join(', ')}`,
        );
      }
      if (open.length === 0) return 'adopted';
      if (isAnswered(error) || attempt === TRIES) throw error;
      rest = Object.fromEntries(open.map(({ wire }) => [wire, wanted[wire]]));
    }
  }
}

async function isGone(source: { get: (id: string) => Promise<Wire> }, id: string): Promise<boolean> {
  try {
    return Boolean((await source.get(id))['tm_delete']);
  } catch (error) {
    if (isApiError(error, { status: 404 })) return true;
    throw error;
  }
}

function differences(kind: ManyKind, fields: readonly Field[], wanted: Values, answer: Wire): string[] {
  const now = valuesOf(kind, answer);
  return fields
    .filter(({ wire, canonical }) => canonical(now[wire]) !== canonical(wanted[wire]))
    .map(({ key }) => key);
}

/** Free ones, none of them reserved: more than one, because somebody may be quicker. */
async function freeNumbers(api: Api): Promise<string[]> {
  const { result } = await api.availableNumbers({ type: 'virtual', page_size: '3' });
  const numbers = (result ?? []).flatMap(({ number }) => (number ? [number] : []));
  if (numbers.length > 0) return numbers;
  throw new ConflictError('the platform has no free virtual number at the moment');
}

function explainTaken(error: unknown, { name }: Change): unknown {
  if (!isApiError(error, { status: 409 })) return error;
  const hints: Readonly<Record<string, string>> = {
    AGENT_ALREADY_EXISTS: 'user names are unique on the whole platform: take another e-mail address',
    ADDRESS_ALREADY_ASSIGNED: 'an address can belong to one agent only',
  };
  return new ApiError(error.code, ExitCode.conflict, `${name}: ${error.message}`, error.facts, {
    hint: hints[error.reason ?? ''] ?? error.hint,
    cause: error,
  });
}

const suspects: Readonly<Record<NamedKind, string>> = {
  tags: 'try again in a minute',
  flows: 'try again in a minute',
  queues: 'or the number of queues of your plan is reached',
  extensions: 'or the extension is taken, or the number of extensions of your plan is reached',
  agents: 'or the billing account of the plan cannot be read',
  numbers:
    'or the number is taken, or the credit is too small, or the number of virtual numbers of your plan is reached',
};

function explainRefusal(error: unknown, { kind, name }: Change): unknown {
  if (!(error instanceof ApiError)) return error;
  const suspect = suspects[kind as NamedKind];
  const what = isAnswered(error)
    ? `${name} was refused, and is not there: ${error.message}`
    : `${name}: ${error.message}; it is not there so far`;
  return new ApiError(error.code, error.exitCode, what, error.facts, {
    hint: isAnswered(error)
      ? `the server is in trouble, ${suspect}`
      : 'run `voipbin apply` again: it looks before it repeats',
    cause: error,
  });
}
