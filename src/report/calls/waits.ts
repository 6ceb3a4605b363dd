/** What a caller waits for in a call, how long, and where. */
import type { CallEvent, CallRun } from '../../calls/call.ts';
import type { Step } from '../../calls/code.ts';

/**
 * `agent`: a free agent of a queue; `answer`: an answer from those who are rung; `keys`: a key press of the caller;
 * `pause`: the end of a pause; `release`: an event outside of the call that lets it continue.
 */
export type Awaited = 'agent' | 'answer' | 'keys' | 'pause' | 'release';

export interface Wait {
  for: Awaited;
  step: Step;
  /** The id of the queue, for an agent. */
  queue: string | undefined;
  /** Since the beginning. Milliseconds. */
  at: number;
  /** In milliseconds, as far as known. Undefined if only the caller ends the wait. */
  lasts: number | undefined;
  /** Whether part of the wait has an unknown length, such as music. */
  vague: boolean;
}

/** One after the other. What happens in a queue is part of the wait for an agent. */
export function waitsIn({ events, end, ms }: CallRun): Wait[] {
  const waits: Wait[] = [];
  let queued: Wait | undefined;
  const leave = (at: number | undefined): void => {
    if (queued !== undefined) waits.push({ ...queued, lasts: at === undefined ? at : at - queued.at });
    queued = undefined;
  };
  for (const event of events) {
    const { step, effect, at } = event;
    if (queued !== undefined) queued.vague ||= event.lasts === undefined && effect.does !== 'join';
    if (effect.does === 'join') leave(at);
    if (effect.does === 'wait-in-queue') {
      queued ??= { for: 'agent', step, queue: effect.queue, at, lasts: undefined, vague: false };
    } else if (queued === undefined) waits.push(...ownWait(event));
  }
  leave(end.kind === 'blocked' ? undefined : ms);
  return waits;
}

function ownWait(event: CallEvent): Wait[] {
  const what = awaitedIn(event);
  const { step, at, lasts } = event;
  if (what === undefined || lasts === undefined || lasts === 0) return [];
  const ends = Number.isFinite(lasts) ? lasts : undefined;
  return [{ for: what, step, queue: undefined, at, lasts: ends, vague: false }];
}

function awaitedIn({ effect, taken }: CallEvent): Awaited | undefined {
  switch (effect.does) {
    case 'receive':
      return 'keys';
    case 'wait':
      return 'pause';
    case 'block':
      return 'release';
    case 'join':
      return taken === 'nobody' ? 'answer' : undefined;
    default:
      return undefined;
  }
}
