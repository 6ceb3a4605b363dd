/**
 * How calls were answered: rows in, a report out. Nothing says so by itself: a call is answered by a flow before anybody
 * talks, and a queue call does not name its queue. So it follows from three lists: queue calls first, then the runs of
 * flows, then calls.
 */
import type { Activeflow, Address, Call, Queuecall } from '../api/wire.ts';
import { isSetId } from '../core/ids.ts';
import { parseMicros, parseTime } from '../core/time.ts';
import { Durations } from './durations.ts';
import {
  noOutcomes,
  type AgentRow,
  type CallReport,
  type HourRow,
  type NumberRow,
  type Outcomes,
  type QueueRow,
} from './report.ts';

/** Where a moment (milliseconds since 1970) is in the week of a time zone; 1 is Monday. */
export type PlaceInWeek = (at: number) => { weekday: number; hour: number };

/** Whether an address is one of an agent's. */
export type IsAddressOf = (agent: string, address: Address) => boolean;

type Outcome = Exclude<keyof Outcomes, 'calls'>;

/** The queue in whose lists a queue call is now, waiting or served, by its id; undefined for what is over. */
export type QueueOf = (queuecall: string) => string | undefined;

/** Of a caller in a queue. */
interface InQueue {
  /** Where the queue itself names the caller. */
  queue: string | undefined;
  /** Microseconds since 1970. */
  at: number;
  outcome: 'answered' | 'abandoned' | 'ongoing';
  /** Milliseconds; undefined where it is not known. */
  waited: number | undefined;
}

interface QueueCounts extends Pick<QueueRow, 'callers' | 'answered' | 'abandoned' | 'ongoing'> {
  waited: Durations;
  gaveUp: Durations;
}

interface AgentCounts extends Pick<AgentRow, 'answered' | 'not_answered' | 'outgoing'> {
  talked: Durations;
}

interface Place {
  number: string;
  at: number;
}

/** What is known of a call before its legs are. */
interface Ringing {
  place: Place;
  /** Where none of them answers. */
  otherwise: Outcome;
}

export interface CountingOptions {
  placeOf: PlaceInWeek;
  isAddressOf: IsAddressOf;
  queueOf: QueueOf;
}

/** Whoever calls from there is one of the account. */
const INSIDE: ReadonlySet<string> = new Set(['extension', 'agent']);
const WAITING: ReadonlySet<string> = new Set(['initiating', 'waiting', 'connecting', 'kicking']);

export class CallCounting {
  readonly #placeOf: PlaceInWeek;
  /** By call, until the run of its flow says in which queues. */
  readonly #waiting = new Map<string, InQueue[]>();
  /** Calls that were in a queue: whether an agent answered. */
  readonly #queued = new Map<string, boolean>();
  /** Calls that one of their legs has answered. */
  readonly #reached = new Set<string>();
  /** Calls that rang someone, by id: answered if any of them was. */
  readonly #ringing = new Map<string, Ringing>();
  readonly #queues = new Map<string | null, QueueCounts>();
  readonly #agents = new Map<string, AgentCounts>();
  readonly #numbers = new Map<string, NumberRow>();
  readonly #hours: HourRow[];
  readonly #incoming = noOutcomes();
  readonly #outgoing = { calls: 0, answered: 0, not_answered: 0, ongoing: 0 };
  readonly #waited = new Durations();
  readonly #gaveUp = new Durations();
  readonly #isAddressOf: IsAddressOf;
  readonly #queueOf: QueueOf;
  #part = { since: 0, until: 0 };
  #legs = 0;
  #internal = 0;

  constructor({ placeOf, isAddressOf, queueOf }: CountingOptions) {
    this.#placeOf = placeOf;
    this.#isAddressOf = isAddressOf;
    this.#queueOf = queueOf;
    this.#hours = Array.from({ length: 168 }, (_, index) => ({
      weekday: Math.floor(index / 24) + 1,
      hour: index % 24,
      ...noOutcomes(),
    }));
  }

  /**
   * Before the rows of each part of the time: of the calls before it no more is held. What began within the part
   * (milliseconds since 1970, `until` not included) is counted; rows of just before and after only say what became of it.
   */
  begin(part: { since: number; until: number }): void {
    this.#settle();
    this.#part = part;
  }

  /** First. */
  addQueuecall(row: Queuecall): void {
    const isServed = isSetId(row.service_agent_id) && (row.status === 'done' || row.status === 'service');
    const outcome = isServed ? 'answered' : WAITING.has(row.status ?? '') ? 'ongoing' : 'abandoned';
    const call = row.reference_id ?? '';
    this.#queued.set(call, isServed || this.#queued.get(call) === true);
    if (!this.#isWithin(row.tm_create)) return;
    const waited = waitOf(row);
    if (isServed) {
      const agent = this.#agent(row.service_agent_id ?? '');
      agent.answered += 1;
      // The server counts the waiting into the service.
      if (row.duration_service) agent.talked.add(row.duration_service - (row.duration_waiting ?? 0));
      this.#waited.add(waited);
    } else if (outcome === 'abandoned') this.#gaveUp.add(waited);
    const entries = this.#waiting.get(call) ?? [];
    this.#waiting.set(call, entries);
    entries.push({ queue: this.#queueOf(row.id), at: parseMicros(row.tm_create) ?? 0, outcome, waited });
  }

  /** Then: which queues a call was in, one after the other. */
  addRun(row: Activeflow): void {
    const call = row.reference_type === 'call' ? (row.reference_id ?? '') : '';
    const entries = this.#waiting.get(call);
    if (entries === undefined) return;
    const joined = joinedQueues(row);
    if (joined.length === 0) return;
    this.#waiting.delete(call);
    const isOne = new Set(joined).size === 1;
    // Of several queues each has its own caller, unless one of the joins has failed.
    const isPaired = joined.length === entries.length;
    entries.sort((a, b) => a.at - b.at);
    for (const [index, entry] of entries.entries())
      this.#addToQueue(isOne || isPaired ? (joined[index] ?? joined[0]) : undefined, entry);
  }

  /** Last, legs and callers in any order. */
  addCall(row: Call): void {
    const master = isSetId(row.master_call_id) ? row.master_call_id : undefined;
    if (master !== undefined && row.tm_progressing) this.#reached.add(master);
    if (!this.#isWithin(row.tm_create)) return;
    if (master !== undefined || this.#isToAgent(row)) this.#addLeg(row, master);
    else if (row.direction === 'outgoing') this.#addOutgoing(row);
    else if (INSIDE.has(row.source?.type ?? '')) this.#internal += 1;
    else this.#addCaller(row);
  }

  result(): CallReport {
    this.#settle();
    return {
      incoming: this.#incoming,
      outgoing: this.#outgoing,
      legs: this.#legs,
      internal: this.#internal,
      waited: this.#waited.result(),
      gave_up: this.#gaveUp.result(),
      hours: this.#hours,
      numbers: [...this.#numbers.values()].sort(
        (a, b) => b.calls - a.calls || b.outgoing - a.outgoing || (a.number < b.number ? -1 : 1),
      ),
      queues: [...this.#queues]
        .map(([queue, { waited, gaveUp, ...counts }]) => ({
          queue,
          ...counts,
          waited: waited.result(),
          gave_up: gaveUp.result(),
        }))
        .sort((a, b) => b.callers - a.callers || ((a.queue ?? '') < (b.queue ?? '') ? -1 : 1)),
      agents: [...this.#agents]
        .map(([agent, { talked, ...counts }]) => ({ agent, ...counts, talked: talked.result() }))
        .filter(({ answered, not_answered, outgoing }) => answered + not_answered + outgoing > 0)
        .sort((a, b) => b.answered - a.answered || b.outgoing - a.outgoing || (a.agent < b.agent ? -1 : 1)),
    };
  }

  /** What no more rows come for. */
  #settle(): void {
    for (const [call, { place, otherwise }] of this.#ringing)
      this.#addIncoming(place, this.#reached.has(call) ? 'answered' : otherwise);
    for (const entries of this.#waiting.values())
      for (const entry of entries) this.#addToQueue(undefined, entry);
    for (const held of [this.#ringing, this.#waiting, this.#queued, this.#reached]) held.clear();
  }

  #isWithin(at: string | null | undefined): boolean {
    const time = parseTime(at) ?? 0;
    return time >= this.#part.since && time < this.#part.until;
  }

  /** The owner of an outgoing call is the agent to whom its destination belongs (pkg/callhandler/outgoing_call.go). */
  #isToAgent({ direction, owner_type, owner_id, destination }: Call): boolean {
    if (direction !== 'outgoing' || owner_type !== 'agent' || !isSetId(owner_id) || !destination)
      return false;
    return destination.type !== 'tel' || this.#isAddressOf(owner_id, destination);
  }

  /** What an agent answers for a queue is counted with its queue call. */
  #addLeg(row: Call, master: string | undefined): void {
    this.#legs += 1;
    const agent = this.#ownerOf(row);
    if (agent === undefined) return;
    const isAnswered = Boolean(row.tm_progressing);
    if (!isAnswered && isOver(row)) agent.not_answered += 1;
    if (isAnswered && master !== undefined && this.#queued.get(master) !== true) {
      agent.answered += 1;
      agent.talked.add(talkOf(row));
    }
  }

  #addOutgoing(row: Call): void {
    const isAnswered = Boolean(row.tm_progressing);
    this.#outgoing.calls += 1;
    this.#outgoing[isAnswered ? 'answered' : isOver(row) ? 'not_answered' : 'ongoing'] += 1;
    this.#number(row.source?.target ?? '').outgoing += 1;
    const agent = this.#ownerOf(row);
    if (agent === undefined) return;
    agent.outgoing += 1;
    agent.talked.add(talkOf(row));
  }

  #addCaller(row: Call): void {
    const isAnswered = Boolean(row.tm_progressing);
    const queued = this.#queued.get(row.id);
    const agent = this.#ownerOf(row);
    const place = { number: row.destination?.target ?? '', at: parseTime(row.tm_create) ?? 0 };
    if (agent !== undefined && queued === undefined && isAnswered) {
      agent.answered += 1;
      agent.talked.add(talkOf(row));
    }
    if (queued === true || (agent !== undefined && isAnswered)) this.#addIncoming(place, 'answered');
    else if (!isOver(row)) this.#addIncoming(place, 'ongoing');
    else if ((row.chained_call_ids?.length ?? 0) > 0)
      this.#ringing.set(row.id, { place, otherwise: queued === undefined ? 'missed' : 'abandoned' });
    else if (queued !== undefined) this.#addIncoming(place, 'abandoned');
    else this.#addIncoming(place, isAnswered ? 'flow_only' : 'missed');
  }

  #ownerOf({ owner_type, owner_id }: Call): AgentCounts | undefined {
    return owner_type === 'agent' && isSetId(owner_id) ? this.#agent(owner_id) : undefined;
  }

  #addIncoming({ number, at }: Place, outcome: Outcome): void {
    const { weekday, hour } = this.#placeOf(at);
    const places: (Outcomes | undefined)[] = [
      this.#incoming,
      this.#number(number),
      this.#hours[(weekday - 1) * 24 + hour],
    ];
    for (const place of places) {
      if (place === undefined) continue;
      place.calls += 1;
      place[outcome] += 1;
    }
  }

  /** @param joined The queue that the run of the flow says. */
  #addToQueue(joined: string | undefined, { queue, outcome, waited }: InQueue): void {
    const id = queue ?? joined ?? null;
    const known = this.#queues.get(id);
    const counts = known ?? {
      ...{ callers: 0, answered: 0, abandoned: 0, ongoing: 0 },
      waited: new Durations(),
      gaveUp: new Durations(),
    };
    if (known === undefined) this.#queues.set(id, counts);
    counts.callers += 1;
    counts[outcome] += 1;
    if (outcome === 'answered') counts.waited.add(waited);
    if (outcome === 'abandoned') counts.gaveUp.add(waited);
  }

  #agent(id: string): AgentCounts {
    const known = this.#agents.get(id);
    if (known !== undefined) return known;
    const counts = { answered: 0, not_answered: 0, outgoing: 0, talked: new Durations() };
    this.#agents.set(id, counts);
    return counts;
  }

  #number(number: string): NumberRow {
    const known = this.#numbers.get(number);
    if (known !== undefined) return known;
    const row = { number, outgoing: 0, ...noOutcomes() };
    this.#numbers.set(number, row);
    return row;
  }
}

/** The queues that a run has put its caller into, the first one first. */
function joinedQueues({ executed_actions, current_action }: Activeflow): string[] {
  const executed = executed_actions ?? [];
  const last = executed.at(-1);
  // An action is executed when the next one begins: a caller may wait in the current one.
  const isNew = current_action && !(last !== undefined && last.id === current_action.id);
  return [...executed, ...(isNew ? [current_action] : [])]
    .filter(({ type }) => type === 'queue_join')
    .map(({ option }) => option?.['queue_id'])
    .filter((id) => typeof id === 'string')
    .map((id) => id.toLowerCase());
}

const isOver = ({ status, tm_hangup }: Call): boolean => status === 'hangup' || Boolean(tm_hangup);

/** Milliseconds from the answer to the end. */
function talkOf({ tm_progressing, tm_hangup }: Call): number | undefined {
  const [from, to] = [parseTime(tm_progressing), parseTime(tm_hangup)];
  return from === undefined || to === undefined ? undefined : to - from;
}

/** Milliseconds. The server leaves out a duration of zero, and that of a caller who is still waiting. */
function waitOf({ duration_waiting, tm_create, tm_service }: Queuecall): number | undefined {
  if (duration_waiting) return duration_waiting;
  const [from, to] = [parseTime(tm_create), parseTime(tm_service)];
  return from === undefined || to === undefined ? undefined : to - from;
}
