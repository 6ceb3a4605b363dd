/**
 * For what number, agent or country each line of the ledger is. A line says neither: it names what it bills, and that is
 * found in other lists. Lines are held until then, as three numbers each, and never whole.
 *
 * What `reference_id` of a line is, by `reference_type` (bin-billing-manager, pkg/billinghandler/event.go; those of
 * messages and calls in recorded answers of a genuine server, too): of a `call`, `recording` or `speaking` its id; of a
 * `number` its id; of an `sms` the id that `target-0`, `target-1`, ... have within the id of the message; of a
 * `number_renew` the one that `<number id>:renew:<year-month>` has within the nil id; of an `email` the same as of an
 * `sms`, but an e-mail has neither number nor agent nor country.
 */
import type { Address, Billing, Call, Message, Number, Queuecall } from '../api/wire.ts';
import { isSetId, NIL_UUID } from '../core/ids.ts';
import type { Spending } from '../snapshot/ledger.ts';
import type { AttributedBy } from './groups.ts';

/** What the rows of this list are needed for: as many lines as wait for one of them. */
export interface Waiting {
  calls: number;
  messages: number;
  recordings: number;
  speakings: number;
  /** Calls that have no agent of their own: who served them in a queue. */
  queuecalls: number;
}

/** Entries that could not be attributed, with the reason. */
export interface Unattributed extends Spending {
  /** `reference_type` of the lines. */
  reference: string;
  /** `not_found`: what they bill is in no list (any more); `none`: it has no number, agent or country. */
  reason: 'not_found' | 'none';
}

export interface Attributed {
  /** By E.164 number, id of an agent, or lower-case ISO 3166 alpha-2. */
  groups: ReadonlyMap<string, Spending>;
  unattributed: readonly Unattributed[];
}

export interface AttributionOptions {
  by: AttributedBy;
  numbers: readonly Pick<Number, 'id' | 'number'>[];
  /** The country of an E.164 number. */
  countryOf: (number: string) => string | undefined;
  /** The id that words have within another id. */
  idWithin: (namespace: string, words: string) => string;
  /** The months (`2026-11`) in which numbers may have been renewed. */
  months: readonly string[];
}

/** Credit and tokens of lines that wait. */
interface Amount {
  reference: string;
  count: number;
  credit: number;
  tokens: number;
}

const CALL = 'call';
/** Both name a call: one of them of an extension. */
const CALLS: readonly string[] = [CALL, 'call_extension'];
/** What may wait for a call, by its kind. */
const placeOf = (reference: string): string =>
  CALLS.includes(reference) ? reference : `${reference} of a call`;
const placesOfCalls = [...CALLS, 'recording', 'speaking'].map(placeOf);
const OF_NUMBERS: ReadonlySet<string> = new Set(['number', 'number_renew']);

export class Attribution {
  readonly #options: AttributionOptions;
  readonly #groups = new Map<string, Spending>();
  readonly #none = new Map<string, Spending>();
  /** By `reference_type`, then by `reference_id`. */
  readonly #waiting = new Map<string, Map<string, Amount>>();
  /** By id of the call. */
  readonly #unserved = new Map<string, Amount[]>();
  readonly #numbers: ReadonlyMap<string, string>;

  constructor(options: AttributionOptions) {
    this.#options = options;
    const { numbers, months, idWithin } = options;
    this.#numbers = new Map(
      numbers.flatMap(({ id, number }) => [
        [id, number ?? ''],
        ...months.map((month): [string, string] => [
          idWithin(NIL_UUID, `${id}:renew:${month}`),
          number ?? '',
        ]),
      ]),
    );
  }

  /** Lines come first. */
  addBilling(row: Billing): void {
    if (row.transaction_type !== 'usage') return;
    const reference = row.reference_type || 'other';
    const amount: Amount = {
      reference,
      count: 1,
      credit: 0 - (row.amount_credit ?? 0),
      tokens: 0 - (row.amount_token ?? 0),
    };
    const id = row.reference_id ?? '';
    const number = OF_NUMBERS.has(reference) ? this.#numbers.get(id) : undefined;
    if (number !== undefined) this.#giveTo(this.#keyOfNumber(number), amount);
    else if (this.#hasNone(reference)) this.#giveTo(undefined, amount);
    else this.#wait(reference, id, amount);
  }

  get waiting(): Waiting {
    const of = (reference: string): number => this.#waiting.get(reference)?.size ?? 0;
    return {
      calls: placesOfCalls.reduce((sum, place) => sum + of(place), 0),
      messages: of('sms'),
      recordings: of('recording'),
      speakings: of('speaking'),
      queuecalls: this.#unserved.size,
    };
  }

  /** Recordings and speech, before the calls that they are of. */
  addOfCall(
    reference: 'recording' | 'speaking',
    row: { id: string; reference_type?: string | null | undefined; reference_id?: string | null | undefined },
  ): void {
    const amount = this.#take(reference, row.id);
    if (amount === undefined) return;
    if (row.reference_type === CALL && isSetId(row.reference_id)) this.#wait(CALL, row.reference_id, amount);
    else this.#giveTo(undefined, amount);
  }

  addCall(row: Call): void {
    const known = placesOfCalls.map((place) => this.#take(place, row.id)).filter((it) => it !== undefined);
    if (known.length === 0) return;
    const key = this.#keyOfCall(row);
    if (key === undefined && this.#options.by === 'agent') this.#unserved.set(row.id, known);
    else for (const amount of known) this.#giveTo(key, amount);
  }

  /** After the calls. */
  addQueuecall(row: Queuecall): void {
    if (!isSetId(row.service_agent_id)) return;
    const amounts = this.#unserved.get(row.reference_id ?? '');
    if (amounts === undefined) return;
    this.#unserved.delete(row.reference_id ?? '');
    for (const amount of amounts) this.#giveTo(row.service_agent_id, amount);
  }

  addMessage(row: Message): void {
    for (const [index, { destination }] of (row.targets ?? []).entries()) {
      const amount = this.#take('sms', this.#options.idWithin(row.id, `target-${index}`));
      if (amount === undefined) continue;
      const isOutgoing = row.direction !== 'inbound';
      this.#giveTo(this.#keyOf(isOutgoing, row.source, destination), amount);
    }
  }

  /** Calls that no queue call has come for by now have no agent. */
  settle(): void {
    for (const amounts of this.#unserved.values())
      for (const amount of amounts) this.#giveTo(undefined, amount);
    this.#unserved.clear();
  }

  result(): Attributed {
    this.settle();
    const lost = new Map<string, Spending>();
    for (const amounts of this.#waiting.values())
      for (const amount of amounts.values()) add(lost, amount.reference, amount);
    const unattributed = (
      all: ReadonlyMap<string, Spending>,
      reason: Unattributed['reason'],
    ): Unattributed[] => [...all].map(([reference, spending]) => ({ reference, reason, ...spending }));
    return {
      groups: this.#groups,
      unattributed: [...unattributed(lost, 'not_found'), ...unattributed(this.#none, 'none')],
    };
  }

  /** Whatever the line names, it has none: nothing needs to be read. */
  #hasNone(reference: string): boolean {
    if (reference === 'email') return true;
    return this.#options.by === 'agent' && (reference === 'sms' || OF_NUMBERS.has(reference));
  }

  #keyOfNumber(number: string): string | undefined {
    const { by, countryOf } = this.#options;
    if (by === 'agent' || number === '') return undefined;
    return by === 'number' ? number : countryOf(number);
  }

  #keyOfCall(row: Call): string | undefined {
    if (this.#options.by === 'agent')
      return row.owner_type === 'agent' && isSetId(row.owner_id) ? row.owner_id : undefined;
    return this.#keyOf(row.direction === 'outgoing', row.source, row.destination);
  }

  /** The own number, or the country of the other one. */
  #keyOf(
    isOutgoing: boolean,
    source: Address | null | undefined,
    destination: Address | null | undefined,
  ): string | undefined {
    const { by, countryOf } = this.#options;
    const [own, other] = isOutgoing ? [source, destination] : [destination, source];
    const target = (by === 'number' ? own : other)?.target;
    if (!target) return undefined;
    return by === 'number' ? target : countryOf(target);
  }

  #wait(reference: string, id: string, amount: Amount): void {
    // What is recorded or said in a call keeps its kind, and waits for the call.
    const place = reference === CALL ? placeOf(amount.reference) : reference;
    const amounts = this.#waiting.get(place) ?? new Map<string, Amount>();
    this.#waiting.set(place, amounts);
    const known = amounts.get(id);
    if (known === undefined) amounts.set(id, amount);
    else {
      known.count += amount.count;
      known.credit += amount.credit;
      known.tokens += amount.tokens;
    }
  }

  #take(reference: string, id: string): Amount | undefined {
    const amounts = this.#waiting.get(reference);
    const amount = amounts?.get(id);
    amounts?.delete(id);
    return amount;
  }

  #giveTo(key: string | undefined, amount: Amount): void {
    if (key === undefined) add(this.#none, amount.reference, amount);
    else add(this.#groups, key, amount);
  }
}

function add(all: Map<string, Spending>, key: string, { count, credit, tokens }: Amount): void {
  const known = all.get(key);
  if (known === undefined) all.set(key, { count, credit, tokens });
  else {
    known.count += count;
    known.credit += credit;
    known.tokens += tokens;
  }
}
