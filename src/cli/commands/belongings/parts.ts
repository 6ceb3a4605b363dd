/** What belongs to a call, a queue call, a run of a flow or a recording: read as far as the server shows it. */
import type { Api } from '../../../api/api.ts';
import type * as wire from '../../../api/wire.ts';
import { ApiError } from '../../../core/errors.ts';
import { isSetId } from '../../../core/ids.ts';
import { MINUTE, parseMicros } from '../../../core/time.ts';
import { activeflows } from '../../../resources/activeflows.ts';
import { billings } from '../../../resources/billings.ts';
import { calls } from '../../../resources/calls.ts';
import { groupcalls } from '../../../resources/groupcalls.ts';
import type { Listed, Wire } from '../../../resources/kind.ts';
import { queuecalls } from '../../../resources/queuecalls.ts';
import { recordings } from '../../../resources/recordings.ts';

/** Null where it could not be read; absent where it does not apply. */
export interface Parts {
  /** What a queue call, a group call, a run or a recording is of. */
  call?: wire.Call | null;
  activeflow?: wire.Activeflow | null;
  /** Runs that began when this one had ended. */
  follow_ups?: readonly wire.Activeflow[] | null;
  /** The call that this one is a leg of, and its own legs. */
  legs?: readonly wire.Call[] | null;
  groupcalls?: readonly wire.Groupcall[] | null;
  queuecalls?: readonly wire.Queuecall[] | null;
  recordings?: readonly wire.Recording[] | null;
  billings?: readonly wire.Billing[] | null;
}

export interface Belongings {
  parts: Parts;
  notRead: readonly { part: string; message: string }[];
}

type Reads = ReturnType<typeof readerOf>;

/** Notes what fails, and reads the rest. */
function readerOf(api: Api, now: number) {
  const notRead: { part: string; message: string }[] = [];
  const attempt = async <T>(part: string, read: () => Promise<T>): Promise<T | null> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      notRead.push({ part, message: error.message });
      return null;
    }
  };
  const one = <T extends Wire>(part: string, resource: Listed<T>, id: string | null | undefined) =>
    isSetId(id) ? attempt(part, () => api.of(resource).get(id)) : Promise.resolve(null);
  /** Those of a time for which the server has no filter. */
  const during = <T extends Wire>(
    part: string,
    resource: Listed<T>,
    time: Time,
    isOurs: (row: T) => boolean,
  ) =>
    attempt(part, async () => {
      const range = { since: time.from - LATE, until: (time.to ?? now * 1000) + LATE };
      const found: T[] = [];
      for await (const row of api.of(resource).list({ range })) if (isOurs(row)) found.push(row);
      return found.reverse();
    });
  return { notRead, one, during };
}

/** Microseconds since 1970; without an end it lasts still. */
interface Time {
  from: number;
  to: number | undefined;
}

/** What is booked or written down a moment later, and a clock that differs. */
const LATE = 2 * MINUTE * 1000;

const timeOf = (start: string | null | undefined, end: string | null | undefined): Time => ({
  from: parseMicros(start) ?? 0,
  to: parseMicros(end),
});

const callTime = ({ tm_create, tm_hangup }: wire.Call): Time => timeOf(tm_create, tm_hangup);

/** Everything of a call. */
export async function partsOfCall(api: Api, call: wire.Call, now: number): Promise<Belongings> {
  const reads = readerOf(api, now);
  const { id } = call;
  const time = callTime(call);
  const parts: Parts = {
    activeflow: await reads.one('activeflow', activeflows, call.activeflow_id),
    legs: await legsOf(reads, call, time),
    groupcalls: await reads.during('groupcalls', groupcalls, time, (row) =>
      [row.master_call_id, row.answer_call_id, ...(row.call_ids ?? [])].includes(id),
    ),
    queuecalls: await reads.during('queuecalls', queuecalls, time, ({ reference_id }) => reference_id === id),
    recordings: await reads.during(
      'recordings',
      recordings,
      time,
      (row) => row.reference_id === id || (call.recording_ids ?? []).includes(row.id),
    ),
    billings: await reads.during('billings', billings, time, ({ reference_id }) => reference_id === id),
  };
  return { parts, notRead: reads.notRead };
}

/** A leg begins while its call lasts; the call of a leg began before it. */
async function legsOf(reads: Reads, call: wire.Call, time: Time): Promise<readonly wire.Call[] | null> {
  const master = await reads.one('legs', calls, call.master_call_id);
  const own = await reads.during(
    'legs',
    calls,
    time,
    (row) => row.master_call_id === call.id || (call.chained_call_ids ?? []).includes(row.id),
  );
  if (own === null) return null;
  return master === null ? own : [master, ...own];
}

/** The call that waits, and the run that has put it in the queue. */
export async function partsOfQueuecall(api: Api, row: wire.Queuecall, now: number): Promise<Belongings> {
  const reads = readerOf(api, now);
  const call = await reads.one('call', calls, row.reference_id);
  const activeflow = await reads.one('activeflow', activeflows, call?.activeflow_id);
  return { parts: { call, activeflow }, notRead: reads.notRead };
}

/** The call that it was made for, the calls that it made, and the group calls that are part of it. */
export async function partsOfGroupcall(api: Api, row: wire.Groupcall, now: number): Promise<Belongings> {
  const reads = readerOf(api, now);
  const { id, call_ids, groupcall_ids } = row;
  const time = timeOf(row.tm_create, row.status === 'hangup' ? row.tm_update : undefined);
  const parts: Parts = {
    ...(isSetId(row.master_call_id) && { call: await reads.one('call', calls, row.master_call_id) }),
    legs: await reads.during('legs', calls, time, (call) => (call_ids ?? []).includes(call.id)),
    groupcalls: await reads.during(
      'groupcalls',
      groupcalls,
      time,
      (other) => other.master_groupcall_id === id || (groupcall_ids ?? []).includes(other.id),
    ),
  };
  return { parts, notRead: reads.notRead };
}

export async function partsOfRecording(api: Api, row: wire.Recording, now: number): Promise<Belongings> {
  const reads = readerOf(api, now);
  const isOfCall = row.reference_type === 'call';
  const parts: Parts = {
    ...(isOfCall && { call: await reads.one('call', calls, row.reference_id) }),
    activeflow: await reads.one('activeflow', activeflows, row.activeflow_id),
  };
  return { parts, notRead: reads.notRead };
}

/** The call that it is for, what that has left, and the runs that came after it. */
export async function partsOfActiveflow(api: Api, row: wire.Activeflow, now: number): Promise<Belongings> {
  const reads = readerOf(api, now);
  const { id } = row;
  const isOfCall = row.reference_type === 'call';
  const call = isOfCall ? await reads.one('call', calls, row.reference_id) : null;
  const time = call === null ? timeOf(row.tm_create, row.tm_update) : callTime(call);
  const parts: Parts = {
    ...(isOfCall && {
      call,
      queuecalls: await reads.during(
        'queuecalls',
        queuecalls,
        time,
        ({ reference_id }) => reference_id === row.reference_id,
      ),
    }),
    recordings: await reads.during(
      'recordings',
      recordings,
      time,
      ({ activeflow_id }) => activeflow_id === id,
    ),
    follow_ups: await reads.during(
      'follow_ups',
      activeflows,
      // They begin when this one ends, which is its last change.
      timeOf(row.tm_update, row.tm_update),
      ({ reference_activeflow_id }) => reference_activeflow_id === id,
    ),
  };
  return { parts, notRead: reads.notRead };
}
