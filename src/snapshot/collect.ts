/** Takes the picture: all sections at once, each for itself. */
import type { Api } from '../api/api.ts';
import type { Loss } from '../api/pages.ts';
import { ApiError, CancelledError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import type { Clock } from '../core/ports.ts';
import type { Meter } from './meter.ts';
import {
  readSections,
  type ReadSection,
  type Reading,
  type Section,
  type Sections,
  type Snapshot,
  type Standing,
  type Unavailable,
} from './snapshot.ts';
import { sources, type ReadOptions, type Source } from './sources.ts';

export interface CollectOptions extends ReadOptions {
  /** Counts the requests; must be told of every attempt of the client. */
  meter: Meter;
  /** The sections that are read; absent: all. The others are unavailable. */
  wanted?: readonly ReadSection[];
  /** Told once, when it is known how much there is to read. */
  onEstimate?: (estimate: Estimate) => void;
  /** Told when a section is there, or is not. */
  onSection?: (name: ReadSection, done: number, all: number) => void;
}

export interface Estimate {
  /** Requests in all, those made so far included. */
  requests: number;
  /** Those that are still to be made. */
  remaining: number;
}

/** The estimate waits for the sections' first pages for as long as something is answered every so often. */
const PATIENCE_MS = 10_000;
const LOOK_MS = 500;
/** What every account has, and every sign-in may see. */
const FIRST: ReadSection = 'customer';
const HEADSTART_MS = 2000;

const NOT_ASKED: Unavailable = {
  state: 'unavailable',
  reason: 'it was not asked for',
  code: 'NOT_ASKED',
  denied: false,
};

/** Who may read a section (the gates of bin-api-manager). */
const ADMIN_ONLY: ReadonlySet<ReadSection> = new Set([
  'billing_account',
  'billings',
  'outbound_config',
  'accesskeys',
]);

/**
 * Reads every section. One that is refused, fails or cannot be read whole becomes `unavailable` and holds up no
 * other.
 *
 * @throws ApiError when the credential itself is refused (401): then nothing at all can be seen.
 */
export async function collect(api: Api, options: CollectOptions): Promise<Snapshot> {
  const { meter } = options;
  const before = meter.total;
  const frozen: NonNullable<Standing['frozen']>[] = [];
  let done = 0;
  const wanted = options.wanted ?? readSections;
  const start = (name: ReadSection): StartedSection =>
    startSection(api, name, options, (details) => frozen.push(details));
  // Alone, as far as it does not hold up the others: a credential that is refused is to be asked about once.
  const first = wanted.filter((name) => name === FIRST).map(start);
  for (const section of first) await headStart(section, options.clock);
  const opened = wanted.map((name) => first.find((section) => section.name === name) ?? start(name));
  const stop = new AbortController();
  const go = Promise.race([
    Promise.all(opened.map(({ ready }) => ready)),
    untilSilent(options.clock, () => meter.total, stop.signal),
  ]).then(() => {
    stop.abort();
    const remaining = opened.reduce((sum, { remaining: left }) => sum + left(), 0);
    options.onEstimate?.({ requests: meter.total - before + remaining, remaining });
  });
  const entries = await Promise.all(
    opened.map(async ({ name, finish }) => {
      const result = await finish(go);
      done += 1;
      options.onSection?.(name, done, wanted.length);
      return { name, ...result };
    }),
  );
  const others = readSections.filter((name) => !wanted.includes(name));
  const sections = Object.fromEntries([
    ...entries.map(({ name, section }) => [name, section] as const),
    ...others.map((name) => [name, NOT_ASKED] as const),
  ]) as unknown as Omit<Snapshot['sections'], 'standing'>;
  return {
    takenAt: options.clock.now(),
    since: options.since,
    apiUrl: api.client.apiUrl,
    requests: meter.total - before,
    sections: { ...sections, standing: standingOf(sections.customer, frozen[0]) },
    readings: Object.fromEntries([
      ...entries.map(({ name, rows }): [ReadSection, Reading] => [name, { rows, ...meter.of(name) }]),
      ...others.map((name): [ReadSection, Reading] => [name, { rows: null, requests: 0, request_id: null }]),
    ]) as Snapshot['readings'],
  };
}

/** @throws ApiError when the credential is refused. */
async function headStart({ ready, refusal }: StartedSection, clock: Clock): Promise<void> {
  const stop = new AbortController();
  await Promise.race([ready, clock.sleep(HEADSTART_MS, stop.signal).catch(() => undefined)]);
  stop.abort();
  const refused = refusal();
  if (refused !== undefined) throw refused;
}

/** Resolves when the count has not moved for a while. */
async function untilSilent(clock: Clock, count: () => number, signal: AbortSignal): Promise<void> {
  let [seen, since] = [count(), clock.now()];
  while (clock.now() - since < PATIENCE_MS) {
    try {
      await clock.sleep(LOOK_MS, signal);
    } catch {
      return;
    }
    if (count() !== seen) [seen, since] = [count(), clock.now()];
  }
}

interface StartedSection {
  name: ReadSection;
  /** Resolves when its length is known, or it has failed. */
  ready: Promise<void>;
  /** That of the credential, as far as it is known. */
  refusal: () => ApiError | undefined;
  remaining: () => number;
  /** Reads what is left, once `go` lets it. */
  finish: (go: Promise<void>) => Promise<{ section: Section<Sections[ReadSection]>; rows: number | null }>;
}

function startSection(
  api: Api,
  name: ReadSection,
  options: CollectOptions,
  onFrozen: (frozen: NonNullable<Standing['frozen']>) => void,
): StartedSection {
  const losses: Loss[] = [];
  const stop = new AbortController();
  const opening = sources[name]({ api, options, onLoss: (loss) => losses.push(loss), signal: stop.signal });
  let source: Source<Sections[ReadSection]> | undefined;
  let refusal: ApiError | undefined;
  const ready = opening.then(
    (made) => {
      source = made;
    },
    (error: unknown) => {
      if (error instanceof ApiError && error.status === 401) refusal = error;
    },
  );
  return {
    name,
    ready,
    refusal: () => refusal,
    remaining: () => source?.remaining() ?? 0,
    async finish(go) {
      try {
        const opened = await opening;
        // What is short is read at once; the long lists wait until it is told how long they are.
        if (opened.remaining() > 0) await go;
        const { value, rows } = await opened.read();
        const [loss] = losses;
        if (loss === undefined) return { section: { state: 'loaded', value }, rows };
        const reason = `more than 100 rows were created at ${loss.tm_create}, and the server shows only 100 of them`;
        return { section: { state: 'unavailable', reason, code: 'INCOMPLETE', denied: false }, rows };
      } catch (error) {
        stop.abort(error);
        if (error instanceof CancelledError || !(error instanceof ApiError) || error.status === 401)
          throw error;
        if (error.reason === 'ACCOUNT_FROZEN') {
          const detail = error.facts.details?.[0];
          onFrozen({
            since: textOf(detail?.['deletion_scheduled_at']),
            until: textOf(detail?.['deletion_effective_at']),
          });
        }
        return { section: unavailable(name, error), rows: null };
      }
    },
  };
}

/** The customer says it himself to platform staff; all others are refused everything, with the dates. */
function standingOf(
  customer: Snapshot['sections']['customer'],
  refused: Standing['frozen'],
): Snapshot['sections']['standing'] {
  if (refused !== undefined) return { state: 'loaded', value: { frozen: refused } };
  if (customer.state !== 'loaded') return customer;
  const { status, tm_deletion_scheduled } = customer.value;
  return {
    state: 'loaded',
    value: status === 'frozen' ? { frozen: { since: tm_deletion_scheduled ?? undefined } } : {},
  };
}

function unavailable(name: ReadSection, error: ApiError): Unavailable {
  const denied = error.exitCode === ExitCode.denied;
  const gate = ADMIN_ONLY.has(name) ? 'needs the admin permission' : 'needs the admin or manager permission';
  const reason =
    error.reason === 'ACCOUNT_FROZEN' ? 'the account is frozen' : error.status === 403 ? gate : error.message;
  return { state: 'unavailable', reason, code: error.code, denied };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
