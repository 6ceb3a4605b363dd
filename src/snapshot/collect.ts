/** Takes the picture: the customer first, then all other sections side by side, each for itself. */
import type { Api } from '../api/api.ts';
import type { Customer } from '../api/wire.ts';
import type { ApiError } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';
import { readWithin, type LeftOut } from './budget.ts';
import type { Meter } from './meter.ts';
import { failed, notAsked, startSection, type Ended, type StartedSection } from './section.ts';
import { readSections, type ReadSection, type Reading, type Snapshot } from './snapshot.ts';
import type { Kept } from './counted.ts';
import { trafficSections, type KeptTraffic, type ReadOptions, type TrafficSection } from './sources.ts';

export interface CollectOptions extends ReadOptions {
  /** Counts the requests; must hear of every attempt of the client. */
  meter: Meter;
  /** The sections that are read; absent: all. The others are unavailable. */
  wanted?: readonly ReadSection[];
  /** The client refuses more attempts than this: the picture is then as whole as it can be. */
  maxRequests?: number | undefined;
  /**
   * What earlier audits of an account have counted. `recall` is called once, when the account is known, and `keep`
   * with what this one has counted.
   */
  memory?: TrafficMemory | undefined;
  /** Called once, when it is known how much there is to read. */
  onEstimate?: (estimate: Estimate) => void;
}

export interface TrafficMemory {
  recall: (accountId: string) => Promise<KeptTraffic>;
  keep: (section: TrafficSection, kept: Kept<unknown>) => void;
}

export interface Estimate {
  /** Requests in all, those made so far included. */
  requests: number;
  /** Those that are still to be made. */
  remaining: number;
  /** What `maxRequests` leaves no room for. */
  leftOut: readonly LeftOut[];
}

/** The estimate waits for the sections' first pages for as long as something is answered every so often. */
const SILENCE_MS = 10_000;
const LOOK_MS = 500;
/** What every account has, and every sign-in may see. */
const FIRST: ReadSection = 'customer';
const HEADSTART_MS = 2000;

/**
 * Reads every section. One that is refused, fails or cannot be read whole becomes `unavailable` and holds up no
 * other. A frozen account refuses everything: it is asked once.
 *
 * @throws ApiError when the credential itself is refused (401), or nothing answers: then nothing at all can be seen.
 */
export async function collect(api: Api, options: CollectOptions): Promise<Snapshot> {
  const { meter, maxRequests } = options;
  const wanted = options.wanted ?? readSections;
  const before = meter.total;
  const all = new AbortController();
  const started = new Map<ReadSection, StartedSection>();
  let kept: Promise<KeptTraffic> | undefined;
  const start = (name: ReadSection, looks?: number): StartedSection => {
    const section = started.get(name) ?? startSection(api, name, { ...options, kept, looks }, all.signal);
    started.set(name, section);
    return section;
  };
  const onPlan = (remaining: number, leftOut: readonly LeftOut[] = []): void =>
    options.onEstimate?.({ requests: meter.total - before + remaining, remaining, leftOut });
  const others = wanted.filter((name) => name !== FIRST);
  const readOthers = async (first?: StartedSection): Promise<Ended[]> => {
    const refused = first?.failure();
    if (refused?.reason === 'ACCOUNT_FROZEN') return others.map((name) => failed(name, refused));
    if (maxRequests === undefined)
      return readSideBySide(
        others.map((name) => start(name)),
        options,
        onPlan,
      );
    return readWithin(others, { left: () => maxRequests - (meter.total - before), start, onPlan });
  };
  try {
    const first = wanted.includes(FIRST) ? start(FIRST) : undefined;
    const customer = first?.finish();
    // It is awaited below; until then its failure is ignored.
    void customer?.catch(() => undefined);
    kept = recalled(customer, options.memory);
    const [second] = others;
    if (first !== undefined) await headStart(first, () => second && start(second), options);
    const [own, ended] = await Promise.all([
      customer,
      Promise.race([readOthers(first), ...(first ? [nothingAnswers(first, meter)] : [])]),
    ]);
    const sections = own === undefined ? ended : [own, ...ended];
    const failure = first?.failure();
    if (failure !== undefined && isDown(sections)) throw failure;
    // A time that ends before now has days that are cut off, and lacks all later ones.
    if (options.until === undefined) for (const ended of sections) remember(ended, options.memory);
    return pictureOf(api, options, sections, { before, failure });
  } catch (error) {
    all.abort(error);
    throw error;
  }
}

/** Once it is known which account it is; nothing where that cannot be seen. */
async function recalled(
  customer: Promise<Ended> | undefined,
  memory: TrafficMemory | undefined,
): Promise<KeptTraffic> {
  if (customer === undefined || memory === undefined) return {};
  try {
    const { section } = await customer;
    return section.state === 'loaded' ? await memory.recall((section.value as Customer).id) : {};
  } catch {
    // Whoever waits for the customer hears of it.
    return {};
  }
}

function remember({ name, section, kept }: Ended, memory: TrafficMemory | undefined): void {
  const traffic = trafficSections.find((one) => one === name);
  if (traffic !== undefined && section.state === 'loaded' && kept !== undefined) memory?.keep(traffic, kept);
}

/**
 * Alone, as far as it does not hold up the others: a credential that is refused, a frozen account and a server that
 * cannot be reached are asked once.
 *
 * @throws ApiError when the credential is refused, or nothing answers.
 */
async function headStart(
  first: StartedSection,
  startSecond: () => StartedSection | undefined,
  { clock, meter }: CollectOptions,
): Promise<void> {
  const stop = new AbortController();
  await Promise.race([first.ready, clock.sleep(HEADSTART_MS, stop.signal).catch(() => undefined)]);
  stop.abort();
  if (meter.total > 0 && meter.answered === 0) {
    // It is being tried again, and the others would be, too.
    await first.ready;
    // What is broken may be this one path.
    if (first.failure() !== undefined) await startSecond()?.ready;
  }
  const failure = first.failure();
  if (failure !== undefined && (failure.status === 401 || meter.answered === 0)) throw failure;
}

/** Rejects as soon as the first section has failed and no other has had an answer either; never resolves. */
function nothingAnswers(first: StartedSection, meter: Meter): Promise<never> {
  return new Promise((_, reject) => {
    void first.ready.then(() => {
      const failure = first.failure();
      if (failure !== undefined && meter.answered === 0) reject(failure);
    });
  });
}

/** Whether all sections failed, and none because of what the credential may see. */
function isDown(ended: readonly Ended[]): boolean {
  return ended.every(({ section }) => section.state === 'unavailable' && !section.denied);
}

async function readSideBySide(
  opened: readonly StartedSection[],
  { clock, meter }: CollectOptions,
  onPlan: (remaining: number) => void,
): Promise<Ended[]> {
  const stop = new AbortController();
  const go = Promise.race([
    Promise.all(opened.map(({ ready }) => ready)),
    untilSilent(clock, () => meter.total, stop.signal),
  ]).then(() => {
    stop.abort();
    onPlan(opened.reduce((sum, { remaining }) => sum + remaining(), 0));
  });
  return Promise.all(opened.map(({ finish }) => finish(go)));
}

/** Resolves when the count has not moved for a while. */
async function untilSilent(clock: Clock, count: () => number, signal: AbortSignal): Promise<void> {
  let [seen, since] = [count(), clock.now()];
  while (clock.now() - since < SILENCE_MS) {
    try {
      await clock.sleep(LOOK_MS, signal);
    } catch {
      return;
    }
    if (count() !== seen) [seen, since] = [count(), clock.now()];
  }
}

function pictureOf(
  api: Api,
  { clock, since, meter }: CollectOptions,
  ended: readonly Ended[],
  { before, failure }: { before: number; failure: ApiError | undefined },
): Snapshot {
  const unread = readSections
    .filter((name) => !ended.some((one) => one.name === name))
    .map((name): Ended => ({ name, section: notAsked, rows: null }));
  const sections = Object.fromEntries(
    [...ended, ...unread].map(({ name, section }) => [name, section]),
  ) as unknown as Omit<Snapshot['sections'], 'standing'>;
  return {
    takenAt: clock.now(),
    since,
    apiUrl: api.client.apiUrl,
    requests: meter.total - before,
    sections: { ...sections, standing: standingOf(sections.customer, failure) },
    readings: Object.fromEntries([
      ...ended.map(({ name, rows, kept }): [ReadSection, Reading] => [
        name,
        { rows, ...meter.of(name), ...keptReading(kept) },
      ]),
      ...unread.map(({ name }): [ReadSection, Reading] => [
        name,
        { rows: null, requests: 0, request_id: null },
      ]),
    ]) as Snapshot['readings'],
  };
}

const keptReading = (kept: Kept<unknown> | undefined): Pick<Reading, 'kept'> =>
  kept === undefined || kept.oldestReadAt === undefined || kept.reused === 0
    ? {}
    : { kept: { days: kept.reused, oldest: kept.oldestReadAt } };

/** The customer says it to platform staff; all others are refused everything, with the dates. */
function standingOf(
  customer: Snapshot['sections']['customer'],
  failure: ApiError | undefined,
): Snapshot['sections']['standing'] {
  if (failure?.reason === 'ACCOUNT_FROZEN') {
    const detail = failure.facts.details?.[0];
    const frozen = {
      since: textOf(detail?.['deletion_scheduled_at']),
      until: textOf(detail?.['deletion_effective_at']),
    };
    return { state: 'loaded', value: { frozen } };
  }
  if (customer.state !== 'loaded') return customer;
  const { status, tm_deletion_scheduled } = customer.value;
  return {
    state: 'loaded',
    value: status === 'frozen' ? { frozen: { since: tm_deletion_scheduled ?? undefined } } : {},
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
