/** Where a trace gets its account from: the server, a snapshot, a file of flows; and as a plan would leave it. */
import type { Flow, Number } from '../../../api/wire.ts';
import { flow as flowSchema } from '../../../api/wire.ts';
import { accountOf, type CallAccount } from '../../../calls/account.ts';
import { teamOf } from '../../../calls/teams.ts';
import { AppError, UsageError } from '../../../core/errors.ts';
import { parseJson } from '../../../core/json.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { sentenceList } from '../../../core/text.ts';
import { DAY } from '../../../core/time.ts';
import { accountAfter } from '../../../plan/state/account-after.ts';
import type { TestedAccount } from '../../../report/calls/tests.ts';
import type { Names } from '../../../report/calls/words.ts';
import { collect } from '../../../snapshot/collect.ts';
import { readSnapshot } from '../../../snapshot/file.ts';
import { createMeter } from '../../../snapshot/meter.ts';
import type { ServerEvidence } from '../../../snapshot/server-evidence.ts';
import type { ReadSection, Section, Snapshot } from '../../../snapshot/snapshot.ts';
import { accountTitle, onServer } from '../../agreed.ts';
import { namesOf } from '../../call-names.ts';
import type { Context } from '../../context.ts';
import { readOwn } from '../../input.ts';
import { unreadOf, valueOf } from '../../sections.ts';
import { readLock, readSource } from '../plan/source.ts';
import { evidenceIn, recentEvidence } from '../../server-evidence.ts';
import type { TraceFlags } from './command.ts';

type TraceSource = Pick<TraceFlags, 'flows' | 'fromSnapshot' | 'plan'>;

/** What a call meets, and what is needed to speak of it. */
export interface TracedAccount {
  account: CallAccount;
  /** Whose it is; undefined where that could not be read, and for flows of a file. */
  owner: TestedAccount | undefined;
  numbers: readonly Number[];
  flows: readonly Flow[];
  names: Names;
  /** Whether an agent of the queue is free now. */
  isFree: (queue: string) => boolean;
  evidence: ServerEvidence;
  /** That of what calls do, something could not be checked: it is said, and is not done. */
  exitCode: ExitCode;
}

/** What calls depend on, and what a plan speaks of. */
const WANTED: readonly ReadSection[] = [
  'customer',
  'agents',
  'numbers',
  'flows',
  'queues',
  'tags',
  'extensions',
  'accesskeys',
  'outbound_config',
  'conferences',
];

export async function tracedAccount(context: Context, source: TraceSource): Promise<TracedAccount> {
  refuseTwoSources(source);
  if (source.flows !== undefined) {
    const flows = readFlows(await readOwn(context, source.flows), source.flows);
    if (flows.some(({ actions }) => actions?.some(({ type }) => BESIDE_FLOWS.has(type ?? ''))))
      await context.warn(
        `only the flows of ${source.flows} exist here: queues, agents, telephones and conferences count as missing`,
      );
    const rows = { flows, numbers: [], queues: [], agents: [] };
    return fromRows(rows, { owner: undefined, evidence: {}, exitCode: ExitCode.done });
  }
  const { snapshot, evidence, place } =
    source.fromSnapshot === undefined
      ? await fromServer(context)
      : fromFile(await readOwn(context, source.fromSnapshot), source.fromSnapshot);
  const after = source.plan === undefined ? snapshot : await planned(context, source.plan, snapshot);
  const changed = source.plan === undefined ? '' : `, as ${source.plan} would leave it`;
  return fromSnapshot(context, after, { evidence, owner: ownerOf(snapshot, `${place}${changed}`) });
}

/** Types of actions that need more than flows. */
const BESIDE_FLOWS: ReadonlySet<string> = new Set(['queue_join', 'connect', 'conference_join']);

function ownerOf({ sections: { customer } }: Snapshot, place: string): TestedAccount | undefined {
  if (customer.state !== 'loaded') return undefined;
  const { id, name } = customer.value;
  return { id, name: name || null, title: accountTitle({ id, name }, place) };
}

/** The account as the plan file would leave it. */
async function planned(context: Context, file: string, snapshot: Snapshot): Promise<Snapshot> {
  const { plan, path } = await readSource(context, file);
  const { customer } = snapshot.sections;
  const owner = customer.state === 'loaded' ? customer.value.id : '';
  return accountAfter(plan, snapshot, await readLock(context, path, owner));
}

function refuseTwoSources({ flows, fromSnapshot: snapshot, plan }: TraceSource): void {
  const other = snapshot === undefined ? (plan === undefined ? undefined : '--plan') : '--from-snapshot';
  if (flows === undefined || other === undefined) return;
  throw new UsageError(`--flows and ${other} cannot be combined`, {
    hint: 'with --flows, only the flows of that file exist',
  });
}

/** @throws UsageError for anything but a list of flows. */
function readFlows(text: string, file: string): Flow[] {
  let rows: unknown;
  try {
    rows = parseJson(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON`, { hint: FLOWS_HINT, cause: error });
  }
  if (!Array.isArray(rows)) throw new UsageError(`${file} is not a list of flows`, { hint: FLOWS_HINT });
  return rows.map((row: unknown, index) => {
    const checked = flowSchema.safeParse(row);
    if (checked.success) return checked.data;
    throw new UsageError(`entry ${index + 1} of ${file} is not a flow`, { hint: FLOWS_HINT });
  });
}

const FLOWS_HINT = 'it must be a JSON array of flows, as `voipbin flows list -o json` prints it';

interface ReadAccount {
  snapshot: Snapshot;
  evidence: ServerEvidence;
  /** Where it was read, for people: `on api.voipbin.net`. */
  place: string;
}

async function fromServer(context: Context): Promise<ReadAccount> {
  const { host } = context;
  const meter = createMeter();
  const api = await context.api({ readOnly: true, onAttempt: meter.onAttempt });
  const now = host.clock.now();
  const [snapshot, evidence] = await Promise.all([
    collect(api, { clock: host.clock, since: now - DAY, meter, wanted: WANTED }),
    recentEvidence(api, now),
  ]);
  return { snapshot, evidence, place: onServer(api.client.apiUrl) };
}

function fromFile(text: string, file: string): ReadAccount {
  const snapshot = readSnapshot(text, file);
  return { snapshot, evidence: evidenceIn(snapshot.sections), place: `in ${file}` };
}

async function fromSnapshot(
  context: Context,
  { sections }: Snapshot,
  known: Pick<TracedAccount, 'evidence' | 'owner'>,
): Promise<TracedAccount> {
  const { platformCountryOf } = await import('../../../core/platform-country.ts');
  const flows = needed(sections.flows, 'flows');
  const rows = {
    flows,
    numbers: needed(sections.numbers, 'numbers'),
    queues: needed(sections.queues, 'queues'),
    agents: needed(sections.agents, 'agents'),
    conferences: valueOf(sections.conferences) ?? 'unread',
    extensions: valueOf(sections.extensions) ?? 'unread',
    outbound: sections.outbound_config.state === 'loaded' ? sections.outbound_config.value : 'unread',
    countryOf: platformCountryOf,
  } as const;
  return fromRows(rows, { ...known, exitCode: await sayUnread(context, sections, flows) });
}

/** What actions of a type depend on, where a call can be followed without it. */
const DEPENDS = {
  conference_join: ['conferences'],
  connect: ['extensions', 'outbound_config'],
} as const satisfies Readonly<Record<string, readonly ReadSection[]>>;

async function sayUnread(
  context: Context,
  sections: Snapshot['sections'],
  flows: readonly Flow[],
): Promise<ExitCode> {
  const types = new Set(flows.flatMap(({ actions }) => (actions ?? []).map(({ type }) => type)));
  const wanted = Object.entries(DEPENDS).flatMap(([type, names]) => (types.has(type) ? names : []));
  const { reasons, exitCode } = unreadOf(sections, wanted);
  if (reasons.size > 0) {
    const which = [...reasons].map(([name, reason]) => `${name} (${reason})`);
    await context.warn(`could not be read, and is assumed to be correct: ${sentenceList(which)}`);
  }
  return exitCode;
}

/** @throws AppError where that without which no call can be followed could not be read. */
function needed<T>(section: Section<readonly T[]>, what: string): readonly T[] {
  if (section.state === 'loaded') return section.value;
  const { reason, code, denied } = section;
  throw new AppError(
    code,
    denied ? ExitCode.denied : ExitCode.unreachable,
    `the ${what} could not be read: ${reason}`,
    {
      hint: denied
        ? 'sign in as an agent with the manager or admin permission: no call can be followed without them'
        : 'no call can be followed without them; run the command again, and `voipbin doctor` if it fails again',
    },
  );
}

type Rows = Parameters<typeof accountOf>[0] & { numbers: readonly Number[] };

function fromRows(rows: Rows, known: Pick<TracedAccount, 'evidence' | 'owner' | 'exitCode'>): TracedAccount {
  const { agents = [] } = rows;
  const account = accountOf(rows);
  const team = (queue: string) => teamOf(account.queues.get(queue) ?? {}, agents);
  return {
    account,
    numbers: rows.numbers,
    flows: rows.flows,
    ...known,
    // Whoever is new in a plan has no status yet, and is there to answer.
    isFree: (queue) => team(queue).some(({ status }) => status === 'available' || status === undefined),
    names: namesOf(account, rows.flows),
  };
}
