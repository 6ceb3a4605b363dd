/** Where each section of the picture comes from, and what of it is kept. */
import type { Api } from '../api/api.ts';
import type { ApiResource } from '../api/collection.ts';
import type { ListedRow, Loss } from '../api/pages.ts';
import { judgeOf, type Strength } from '../core/password.ts';
import { withoutSecrets } from '../core/secret.ts';
import type { Extension } from '../api/wire.ts';
import type { Clock } from '../core/ports.ts';
import { parseMicros } from '../core/time.ts';
import { accesskeys } from '../resources/accesskeys.ts';
import { activeflows } from '../resources/activeflows.ts';
import { agents } from '../resources/agents.ts';
import { billings } from '../resources/billings.ts';
import { calls } from '../resources/calls.ts';
import { campaigns } from '../resources/campaigns.ts';
import { conferences } from '../resources/conferences.ts';
import { conversationAccounts } from '../resources/conversation-accounts.ts';
import { extensions } from '../resources/extensions.ts';
import { flows } from '../resources/flows.ts';
import { messages } from '../resources/messages.ts';
import { numbers } from '../resources/numbers.ts';
import { queuecalls } from '../resources/queuecalls.ts';
import { queues } from '../resources/queues.ts';
import { tags } from '../resources/tags.ts';
import { webchatWidgets } from '../resources/webchat-widgets.ts';
import { SharedTexts } from './shared-texts.ts';
import { openList, singleObjects } from './reading.ts';
import { READERS } from './slices.ts';
import type { PasswordClass, ReadSection, Sections, SnapshotExtension } from './snapshot.ts';
import { openCounted, type Kept } from './counted.ts';
import type { KeptDays } from './kept.ts';
import {
  activeflowCounting,
  callCounting,
  messageCounting,
  queuecallCounting,
  type Aggregate,
  type Counting,
} from './traffic.ts';
import { billingCounting } from './ledger.ts';

/** The sections whose rows are counted, and never held. */
export const trafficSections = ['calls', 'activeflows', 'queuecalls', 'messages', 'billings'] as const;
export type TrafficSection = (typeof trafficSections)[number];

/** Days of traffic that earlier audits have counted. */
export type KeptTraffic = { readonly [K in TrafficSection]?: KeptDays<Sections[K]> };

/** A section as it is being read: first so far that its length is known, then whole. */
export interface Source<T> {
  /** Requests that are still to be made, about. */
  remaining: () => number;
  /** `kept`: what an earlier audit has saved of it, and what it saves the next. */
  read: () => Promise<{ value: T; rows: number | null; kept?: Kept<T> }>;
}

/** Where rows go: a list keeps them, traffic is only counted. */
type Sink<Row, T> = Aggregate<Row, T>;

/** Lists of traffic have the same hours: each is looked at in moments of its own, so that together they see more. */
const TURNS = 5;
const keepAll = <Row extends ListedRow>(): Sink<Row, Row[]> => {
  const rows: Row[] = [];
  const texts = new SharedTexts();
  return {
    add(row) {
      const kept = withoutSecrets(row);
      texts.shareIn(kept);
      rows.push(kept);
    },
    // Slices arrive in any order; a list is newest first.
    result: () => rows.sort(newestFirst),
  };
};

/** Times have any number of fraction digits: as text they are in another order. */
const newestFirst = (a: ListedRow, b: ListedRow): number =>
  (parseMicros(b.tm_create) ?? 0) - (parseMicros(a.tm_create) ?? 0);

/** What all sections are read with. */
export interface ReadOptions {
  clock: Clock;
  /** How far back calls, flows run, queue calls, messages and billings are read. Milliseconds since 1970. */
  since: number;
  /** Up to when, not included; undefined for all that is new. Milliseconds since 1970. */
  until?: number | undefined;
  /** How many slices of one list are read at the same time. */
  readers?: number;
  /** What earlier audits have counted of this account, once it is known which one it is. */
  kept?: Promise<KeptTraffic> | undefined;
  /** The most pages that are sampled to learn how long a list is; by default many. */
  looks?: number | undefined;
}

/** What opening a section is given. */
interface Opening {
  api: Api;
  options: ReadOptions;
  onLoss: (loss: Loss) => void;
  signal: AbortSignal;
}

type Open<T> = (opening: Opening) => Promise<Source<T>>;

/** One object, one request. */
function single<T>(get: (api: Api) => Promise<T>): Open<T> {
  return async ({ api }) => {
    const value = withoutSecrets(await get(api));
    return { remaining: () => 0, read: () => Promise.resolve({ value, rows: null }) };
  };
}

/** A whole list. */
function list<Row extends ListedRow, T>(
  resource: ApiResource<Row>,
  makeSink: () => Sink<Row, T | Promise<T>>,
): Open<T> {
  return async ({ api, options, onLoss, signal }) => {
    const sink = makeSink();
    let rows = 0;
    const { clock, readers, looks } = options;
    const opened = await openList(
      api,
      resource,
      { now: clock.now(), readers, looks, onLoss, signal },
      (page) => {
        rows += page.length;
        for (const row of page) sink.add(row);
      },
    );
    return {
      remaining: () => opened.remaining(),
      async read() {
        await opened.read();
        return { value: await sink.result(), rows };
      },
    };
  };
}

const kept = <Row extends ListedRow>(resource: ApiResource<Row>): Open<Row[]> =>
  list<Row, Row[]>(resource, keepAll);

/** Traffic of one kind, as far back as the horizon. */
const counted =
  <K extends TrafficSection, Row extends ListedRow>(
    name: K,
    resource: ApiResource<Row>,
    countingOf: (now: number) => Counting<Row, Sections[K]> | Promise<Counting<Row, Sections[K]>>,
    turn: number,
  ): Open<Sections[K]> =>
  async ({ api, options, onLoss, signal }) => {
    const now = options.clock.now();
    const kept = await options.kept;
    const opened = await openCounted<Row, Sections[K]>({
      counting: await countingOf(now),
      pages: (range) => api.of(resource).pages({ range, onLoss, signal }),
      kept: kept?.[name] ?? [],
      since: options.since,
      until: options.until,
      now,
      readers: options.readers ?? READERS,
      looks: options.looks,
      phase: (turn + 0.5) / TURNS,
      turn,
    });
    return {
      remaining: () => opened.remaining(),
      async read() {
        const { value, kept } = await opened.read();
        return { value, rows: value.rows, kept };
      },
    };
  };

/** Where each section comes from. */
export const sources: { readonly [K in ReadSection]: Open<Sections[K]> } = {
  customer: single(singleObjects.customer),
  agents: kept(agents),
  numbers: kept(numbers),
  flows: kept(flows),
  queues: kept(queues),
  tags: kept(tags),
  extensions: list(extensions, reducePasswords),
  accesskeys: kept(accesskeys),
  billing_account: single(singleObjects.billing_account),
  outbound_config: single(singleObjects.outbound_config),
  storage_account: single(singleObjects.storage_account),
  conferences: kept(conferences),
  campaigns: kept(campaigns),
  conversation_accounts: kept(conversationAccounts),
  webchat_widgets: kept(webchatWidgets),
  calls: counted(
    'calls',
    calls,
    async () => {
      const [{ countryOf }, { platformCountryOf }] = await Promise.all([
        import('../core/phone.ts'),
        import('../core/platform-country.ts'),
      ]);
      return callCounting({ countryOf, platformCountryOf });
    },
    0,
  ),
  activeflows: counted('activeflows', activeflows, activeflowCounting, 1),
  queuecalls: counted('queuecalls', queuecalls, queuecallCounting, 2),
  messages: counted('messages', messages, messageCounting, 3),
  billings: counted('billings', billings, () => billingCounting, 4),
};

/** Only the judgement of a password is kept. */
function reducePasswords(): Sink<Extension, Promise<SnapshotExtension[]>> {
  const found: Extension[] = [];
  return {
    add: (row) => found.push(row),
    async result() {
      const judge = await judgeOf(found.flatMap(({ password }) => password ?? []));
      const groups = new Map<string, SnapshotExtension[]>();
      const rows = found.map(({ id, name, extension, tm_create, tm_delete, password }) => {
        const password_class = classOf(password ?? '', extension, judge);
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
      return rows.sort(newestFirst);
    },
  };
}

function classOf(
  password: string,
  extension: string | null | undefined,
  judge: (password: string) => Strength,
): PasswordClass {
  if (password === '') return 'empty';
  return password === extension ? 'same-as-extension' : judge(password);
}
