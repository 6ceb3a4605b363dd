/** Takes the picture: all sections at once, each for itself. */
import type { Api } from '../api/api.ts';
import type { Attempt } from '../api/client.ts';
import type { ListOptions, Loss } from '../api/pages.ts';
import type { Extension } from '../api/wire.ts';
import { ApiError, CancelledError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import type { Clock } from '../core/ports.ts';
import { openSlices, type OpenedList, type SlicedRow } from './slices.ts';
import {
  readSections,
  type PasswordClass,
  type ReadSection,
  type Reading,
  type Section,
  type Sections,
  type Snapshot,
  type SnapshotExtension,
  type Standing,
  type Unavailable,
} from './snapshot.ts';
import {
  countActiveflows,
  countBillings,
  countCalls,
  countMessages,
  countQueuecalls,
  type Aggregate,
} from './traffic.ts';

export interface CollectOptions {
  clock: Clock;
  /** How far back calls, flows run, queue calls, messages and billings are read. Milliseconds since 1970. */
  since: number;
  /** Counts the requests; must be told of every attempt of the client. */
  meter: Meter;
  /** The sections that are read; absent: all. The others are unavailable. */
  wanted?: readonly ReadSection[];
  /** How many slices of one list are read at once. */
  readers?: number;
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

/** Counts the requests of each section. */
export interface Meter {
  onAttempt: (attempt: Attempt) => void;
  readonly total: number;
  of: (section: ReadSection) => { requests: number; request_id: string | null };
}

export function createMeter(): Meter {
  const bySection = new Map<string, { requests: number; request_id: string }>();
  let total = 0;
  return {
    onAttempt({ path, requestId }) {
      total += 1;
      const name = path.split('/')[2] ?? '';
      // Older servers know the own account by its id only.
      const section = name === 'customers' ? 'customer' : name;
      bySection.set(section, {
        requests: (bySection.get(section)?.requests ?? 0) + 1,
        request_id: requestId,
      });
    },
    get total() {
      return total;
    },
    of: (section) => bySection.get(section) ?? { requests: 0, request_id: null },
  };
}

/** A section as it is being read: first so far that its length is known, then whole. */
interface Source<T> {
  /** Requests that are still to be made, about. */
  remaining: () => number;
  read: () => Promise<{ value: T; rows: number | null }>;
}

/** Where rows go: a list keeps them, traffic is only counted. */
type Sink<Row, T> = Aggregate<Row, T>;

const READERS = 6;
/** The estimate waits for the sections' first pages for as long as something is answered every so often. */
const PATIENCE_MS = 10_000;
const LOOK_MS = 500;
/** What every account has, and every sign-in may see. */
const FIRST: ReadSection = 'customer';
const HEADSTART_MS = 2000;

/** Secrets, and what could be dialled or signed in with: no rule needs them. */
const SECRETS: ReadonlySet<string> = new Set([
  'direct_hash',
  'password',
  'provider_data',
  'secret',
  'token',
  'token_prefix',
  'webhook_secret',
]);

const withoutSecrets = <Row extends object>(row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !SECRETS.has(name))) as Row;

const keepAll = <Row extends SlicedRow>(): Sink<Row, Row[]> => {
  const rows: Row[] = [];
  return {
    add: (row) => rows.push(withoutSecrets(row)),
    // Slices arrive in any order; a list is newest first.
    result: () => rows.sort((a, b) => compare(b.tm_create ?? '', a.tm_create ?? '')),
  };
};
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What opening a section is given. */
interface Opening {
  api: Api;
  options: CollectOptions;
  onLoss: (loss: Loss) => void;
  signal: AbortSignal;
}

type Open<T> = (opening: Opening) => Promise<Source<T>>;

type Pages<Row> = (options: ListOptions) => AsyncGenerator<Row[], void, undefined>;

/** One object, one request. */
function single<T>(get: (api: Api) => Promise<T>): Open<T> {
  return async ({ api }) => {
    const value = await get(api);
    return { remaining: () => 0, read: () => Promise.resolve({ value, rows: null }) };
  };
}

/** A whole list, or one as far back as the horizon. */
function list<Row extends SlicedRow, T>(
  pagesOf: (api: Api) => Pages<Row>,
  makeSink: () => Sink<Row, T | Promise<T>> | Promise<Sink<Row, T>>,
  { whole }: { whole: boolean },
): Open<T> {
  return async ({ api, options, onLoss, signal }) => {
    const sink = await makeSink();
    let rows = 0;
    const opened: OpenedList = await openSlices<Row>({
      pages: (range) => pagesOf(api)({ range, onLoss, signal }),
      onRows(page) {
        rows += page.length;
        for (const row of page) sink.add(row);
      },
      since: whole ? undefined : options.since * 1000,
      now: options.clock.now() * 1000,
      readers: options.readers ?? READERS,
    });
    return {
      remaining: opened.remaining,
      async read() {
        await opened.read();
        return { value: await sink.result(), rows };
      },
    };
  };
}

const kept = <Row extends SlicedRow>(pagesOf: (api: Api) => Pages<Row>): Open<Row[]> =>
  list<Row, Row[]>(pagesOf, keepAll, { whole: true });

const counted = <Row extends SlicedRow, T>(
  pagesOf: (api: Api) => Pages<Row>,
  makeSink: () => Sink<Row, T> | Promise<Sink<Row, T>>,
): Open<T> => list<Row, T>(pagesOf, makeSink, { whole: false });

const sources: { readonly [K in ReadSection]: Open<Sections[K]> } = {
  customer: single(async (api) => withoutSecrets(await api.customer.get())),
  agents: kept((api) => api.agents.pages),
  numbers: kept((api) => api.numbers.pages),
  flows: kept((api) => api.flows.pages),
  queues: kept((api) => api.queues.pages),
  tags: kept((api) => api.tags.pages),
  extensions: list((api) => api.extensions.pages, reducePasswords, { whole: true }),
  accesskeys: kept((api) => api.accesskeys.pages),
  billing_account: single((api) => api.billingAccount.get()),
  outbound_config: single(async (api) => {
    try {
      return await api.outboundConfig.get();
    } catch (error) {
      // There is none: that is an answer. A path that the server does not know is none.
      if (error instanceof ApiError && error.status === 404 && error.reason === 'RESOURCE_NOT_FOUND')
        return null;
      throw error;
    }
  }),
  storage_account: single((api) => api.storageAccount.get()),
  conferences: kept((api) => api.conferences.pages),
  campaigns: kept((api) => api.campaigns.pages),
  conversation_accounts: kept((api) => api.conversationAccounts.pages),
  webchat_widgets: kept((api) => api.webchatWidgets.pages),
  calls: counted(
    (api) => api.calls.pages,
    async () => {
      const { countryOf } = await import('../core/phone.ts');
      return countCalls(countryOf);
    },
  ),
  activeflows: counted((api) => api.activeflows.pages, countActiveflows),
  queuecalls: counted((api) => api.queuecalls.pages, countQueuecalls),
  messages: counted((api) => api.messages.pages, countMessages),
  billings: counted((api) => api.billings.pages, countBillings),
};

/** Only the judgement of a password is kept. */
function reducePasswords(): Sink<Extension, Promise<SnapshotExtension[]>> {
  const found: Extension[] = [];
  return {
    add: (row) => found.push(row),
    async result() {
      const classOf = found.length === 0 ? () => 'empty' as const : await passwordClasses();
      const groups = new Map<string, SnapshotExtension[]>();
      const rows = found.map(({ id, name, extension, tm_create, tm_delete, password }) => {
        const password_class = classOf(password ?? '', extension);
        const row: SnapshotExtension = {
          ...{ id, name, extension, tm_create, tm_delete },
          ...{ password_class, password_group: null },
        };
        if (password) groups.set(password, [...(groups.get(password) ?? []), row]);
        return row;
      });
      let group = 0;
      for (const members of groups.values()) {
        if (members.length < 2) continue;
        group += 1;
        for (const member of members) member.password_group = group;
      }
      return rows.sort((a, b) => compare(b.tm_create ?? '', a.tm_create ?? ''));
    },
  };
}

/** Loads the word lists, which most accounts do not need. */
async function passwordClasses(): Promise<(password: string, extension?: string | null) => PasswordClass> {
  const { passwordStrength } = await import('../core/password.ts');
  return (password, extension) => {
    if (password === '') return 'empty';
    return password === extension ? 'same-as-extension' : passwordStrength(password);
  };
}

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
