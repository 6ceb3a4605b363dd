/** What a caller met in a call: what was said, where they were put, who was rung, and how it ended. */
import type { Agent } from '../api/wire.ts';
import { dialed, type CallAccount } from '../calls/account.ts';
import type { CallEvent, CallRun } from '../calls/call.ts';
import type { Address } from '../calls/options.ts';
import { teamOf } from '../calls/teams.ts';
import { spokenText } from '../core/text.ts';
import type { Ending } from './calls-file.ts';

export interface Met {
  /** As it is heard. */
  said: readonly string[];
  /** Ids of the queues. */
  queues: readonly string[];
  agents: readonly Agent[];
  /** Telephone numbers, extensions, SIP addresses: those that are called, and those of the agents who are rung. */
  numbers: readonly string[];
  /** The most telling first: who can leave a message is hung up, too. */
  ends: readonly [Ending, ...Ending[]];
}

export function metIn(run: CallRun, account: CallAccount): Met {
  const rung = rungIn(run.events, account);
  const agents = [...new Set(rung.flatMap((one) => one.agents))];
  const addresses = agents.flatMap((agent) => agent.addresses ?? []);
  const targets = [...rung.flatMap((one) => one.numbers), ...addresses].map((one) => dialed(one, account));
  return {
    said: run.events.flatMap(saidBy),
    queues: run.events.flatMap(({ effect }) => (effect.does === 'wait-in-queue' ? [effect.queue] : [])),
    agents,
    numbers: [...new Set(targets)].filter((target) => target !== ''),
    ends: endsOf(run),
  };
}

/** What is cut off before its first word is not said. */
export const saidBy = ({ effect, lasts }: CallEvent): string[] =>
  effect.does === 'speak' && (effect.goesOn || lasts !== 0) ? [spokenText(effect.text)] : [];

interface Rung {
  agents: readonly Agent[];
  numbers: readonly Address[];
}

/** Whom each attempt to join someone rings. */
function rungIn(events: readonly CallEvent[], account: CallAccount): Rung[] {
  let next: Rung = { agents: [], numbers: [] };
  return events.flatMap(({ effect }) => {
    if (effect.does === 'wait-in-queue') {
      next = { agents: teamOf(account.queues.get(effect.queue) ?? {}, account.agents), numbers: [] };
    } else if (effect.does === 'connect') {
      const { destinations } = effect;
      const ids = destinations
        .filter(({ type }) => type === 'agent')
        .map(({ target }) => target.toLowerCase());
      next = {
        agents: account.agents.filter(({ id }) => ids.includes(id.toLowerCase())),
        numbers: destinations.filter(({ type }) => type !== 'agent'),
      };
    }
    return effect.does === 'join' ? [next] : [];
  });
}

function endsOf(run: CallRun): Met['ends'] {
  switch (run.end.kind) {
    case 'failed':
    case 'limit':
      return ['cut-off'];
    case 'blocked':
      return ['waiting'];
    case 'agent':
    case 'conference':
      return [run.end.kind];
    case 'regular':
    case 'hangup':
    case 'caller-hung-up':
      return takesMessage(run.events) ? ['recording', 'hangup'] : ['hangup'];
  }
}

/** Whether a recording runs while something takes time, and no one has joined since it was started. */
function takesMessage(events: readonly CallEvent[]): boolean {
  let records = false;
  let taken = false;
  for (const { step, effect, lasts } of events) {
    if (effect.does === 'join') records = taken = false;
    else if (step.type === 'recording_start') records = true;
    else if (step.type === 'recording_stop') records = false;
    else if (records && lasts !== 0 && effect.does !== 'wait-in-queue') taken = true;
  }
  return taken;
}
