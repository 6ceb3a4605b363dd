/** The live account, as far as a plan needs it. */
import { createHash } from 'node:crypto';
import type { Api } from '../../api/api.ts';
import { lossText } from '../../api/pages.ts';
import type { BillingAccount, Customer, OutboundConfig } from '../../api/wire.ts';
import { ApiError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import type { PlanDocument } from '../../resources/document.ts';
import type { NamedKind } from '../../resources/index.ts';
import { listOf, type Names } from '../../resources/names.ts';
import {
  fieldsOfFile,
  valuesOf,
  type Lists,
  type ManyKind,
  type SingleKind,
  type Wire,
} from '../../resources/kind.ts';
import { readPageByPage, singleObjects } from '../../snapshot/reading.ts';
import { isHoursFlow } from '../../resources/hours.ts';
import { allManyKinds, allSingleKinds, manyKind, manyKinds } from '../../resources/all.ts';

export interface LiveAccount {
  customer: Customer;
  /** Null if the account has none; undefined if it was not requested. */
  outbound: OutboundConfig | null | undefined;
  /** Undefined if the credential may not read it. */
  billing: BillingAccount | undefined;
  /** Other objects that may name something, without a kind of their own. Empty if not requested. */
  others: readonly { title: string; object: Wire }[];
  /** The kinds that may name something but could not be read. */
  unseen: readonly string[];
  /** Newest first, without deleted ones. Empty for kinds that were not requested. */
  lists: Lists;
  /** Deleted objects of these lists, as far as the server shows them: others may still name them. */
  gone: Partial<Lists>;
}

/** The kinds that objects of this kind may name. */
const named = (kind: NamedKind): readonly NamedKind[] =>
  fieldsOfFile(manyKind(kind)).flatMap(({ refersTo }) => refersTo);

/** Whether objects of that kind may name others. */
export const mayName = (kind: ManyKind): boolean =>
  fieldsOfFile(kind).some(({ refersTo, mentions }) => refersTo.length > 0 || mentions !== undefined);

/** The kinds in a document, and the kinds that they may name. */
export function kindsOf(document: PlanDocument): ReadonlySet<NamedKind> {
  return withNamed(manyKinds.map(({ kind }) => kind).filter((kind) => document[kind] !== undefined));
}

/** These kinds, and the kinds that they may name. */
export function withNamed(kinds: readonly NamedKind[]): ReadonlySet<NamedKind> {
  return new Set([...kinds, ...kinds.flatMap((kind) => named(kind))]);
}

/**
 * Reads all lists in parallel, each to its end.
 * @throws ApiError also if the server cannot show everything: a plan for half an account would create things twice.
 */
export async function readLive(
  api: Api,
  wanted: {
    kinds: ReadonlySet<NamedKind>;
    /** Reads only this object of its kind. */
    alone?: { kind: NamedKind; id: string } | undefined;
    /** Not read by default. */
    outbound?: boolean | undefined;
    billing?: 'needed' | 'if seen' | 'no' | undefined;
  },
): Promise<LiveAccount> {
  const kinds = new Set([...wanted.kinds].map(listOf));
  const { customer: account, outbound_config: settings, billing_account: money } = singleObjects;
  const [customer, outbound, billing, ...lists] = await Promise.all([
    account(api),
    wanted.outbound === true ? settings(api) : undefined,
    // A manager may not read the billing account.
    wanted.billing === 'if seen'
      ? unless(money(api), ({ exitCode }) => exitCode !== ExitCode.unreachable, undefined)
      : wanted.billing === 'needed'
        ? money(api)
        : undefined,
    ...allManyKinds.map(async (described) => {
      const { kind } = described;
      if (!kinds.has(kind)) return [kind, []] as const;
      if (wanted.alone?.kind !== kind) return [kind, await wholeList(api, described)] as const;
      return [kind, [await api.of(described).get(wanted.alone.id)]] as const;
    }),
  ]);
  const rows = new Map<NamedKind, readonly Wire[]>(lists);
  return liveFrom({ customer, outbound, billing, rowsOf: (kind) => rows.get(kind) ?? [] });
}

/** The parts of an account that were read, in the form that a plan uses. */
export function liveFrom({
  customer,
  outbound,
  billing,
  rowsOf,
}: Pick<LiveAccount, 'customer' | 'outbound' | 'billing'> & {
  /** Deleted ones may be among them. */
  rowsOf: (kind: NamedKind) => readonly Wire[];
}): LiveAccount {
  const lists = allManyKinds.map(({ kind }) => [kind, rowsOf(kind).filter(exists)]);
  const gone = allManyKinds.map(({ kind }) => [kind, rowsOf(kind).filter((row) => !exists(row))]);
  return {
    customer,
    outbound,
    billing,
    others: [],
    unseen: [],
    lists: withHours(Object.fromEntries(lists) as LiveAccount['lists']),
    gone: Object.fromEntries(gone) as LiveAccount['gone'],
  };
}

/** Lists of some kinds also contain deleted objects. */
export const exists = (row: Wire): boolean => !row['tm_delete'];

/** Moves the flows of opening hours from the list of flows to that of hours. */
export const withHours = (lists: LiveAccount['lists']): LiveAccount['lists'] => ({
  ...lists,
  hours: lists.flows.filter(isHoursFlow),
  flows: lists.flows.filter((flow) => !isHoursFlow(flow)),
});

/** A fallback value in place of certain refusals. */
async function unless<T, A>(
  asked: Promise<T>,
  isAnswer: (error: ApiError) => boolean,
  answer: A,
): Promise<T | A> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && isAnswer(error)) return answer;
    throw error;
  }
}

/** Deleted ones may be among them. @throws ApiError also if the server cannot show everything. */
export async function wholeList(api: Api, kind: ManyKind): Promise<Wire[]> {
  const losses: { tm_create: string }[] = [];
  const rows = await readPageByPage(api, kind, (loss) => losses.push(loss));
  const reason = lossText(losses);
  if (reason === undefined) return rows;
  throw new ApiError(
    'INCOMPLETE',
    ExitCode.unreachable,
    reason,
    { method: 'GET', path: '' },
    { hint: 'nothing can be planned on a list that cannot be read whole' },
  );
}

/** Null if the account has none; undefined if it was not requested. */
export function singleOf(live: LiveAccount, { kind }: Pick<SingleKind, 'kind'>): Wire | null | undefined {
  return { account: live.customer, outbound: live.outbound, billing: live.billing }[kind];
}

/** The names that objects have in the account. */
export function liveNames({ lists }: LiveAccount): Names {
  const names = new Map<string, unknown>(
    manyKinds.flatMap(({ kind, key }) =>
      lists[kind].map((object) => [`${kind}/${object.id}`, object[key]] as const),
    ),
  );
  return {
    nameOf: (kind, id) => {
      const name = names.get(`${kind}/${id}`);
      return typeof name === 'string' ? name : undefined;
    },
  };
}

/** A fingerprint of everything that a plan could change: it differs whenever the account differs. */
export function stateOf(live: LiveAccount): string {
  const singles = allSingleKinds.map((kind) => {
    const object = singleOf(live, kind);
    const values = object && valuesOf(kind, object);
    return values && kind.fields.map(({ wire, canonical }) => canonical(values[wire]));
  });
  const many = allManyKinds.map((kind) =>
    live.lists[kind.kind]
      .map((object) => {
        const values = valuesOf(kind, object);
        return [
          object.id,
          values[kind.key],
          ...kind.fields.map(({ wire, canonical }) => canonical(values[wire])),
        ];
      })
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
  return createHash('sha256')
    .update(JSON.stringify([live.customer.id, singles, many]))
    .digest('hex');
}
