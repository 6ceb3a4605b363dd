/** Addresses that move between the agents of an account: each belongs to one agent. */
import type { Address } from '../../api/wire.ts';
import type { Wire } from '../../resources/kind.ts';
import { normal } from '../../resources/codecs/addresses.ts';
import type { LiveAccount } from '../state/live.ts';
import { idsOf, type Match } from '../difference/match.ts';
import { valueFrom, type Step } from '../difference/steps.ts';

/** A step gives an agent an address that another agent has, or gets. */
export interface Claim {
  step: Step;
  /** As written in the file. */
  address: string;
  /** The user name of its owner; that of the step itself if it appears twice. */
  owner: string;
  /** The step after which the owner no longer has it; undefined if there is none. */
  givenUpBy: Step | undefined;
}

interface Wanted {
  key: string;
  address: string;
}

export function claimsOn(steps: readonly Step[], match: Match, live: LiveAccount): Claim[] {
  const wanted = wantedBy(steps, match);
  const owners = ownersOf(live.lists.agents);
  const stepsById = new Map(
    steps
      .filter((step) => wanted.has(step) || (step.change.kind === 'agents' && step.work.do === 'delete'))
      .map((step) => [step.change.id, step]),
  );
  const givesUp = (owner: Wire, key: string): Step | undefined => {
    const step = stepsById.get(owner.id);
    return step && !wanted.get(step)?.some((kept) => kept.key === key) ? step : undefined;
  };
  const takers = new Map<string, Step>();
  return [...wanted].flatMap(([step, list]) =>
    list.flatMap(({ key, address }): Claim[] => {
      const having = owners.get(key) ?? [];
      const rival = takers.get(key);
      takers.set(key, step);
      const claim = (owner: string, givenUpBy?: Step): Claim => ({ step, address, owner, givenUpBy });
      const isOwn = having.some(({ id }) => id === step.change.id);
      if (rival !== undefined && (rival === step || !isOwn)) return [claim(rival.change.name)];
      if (isOwn) return [];
      return having.map((owner) => claim(String(owner['username']), givesUp(owner, key)));
    }),
  );
}

/** All addresses of each step that sets the addresses of an agent. */
function wantedBy(steps: readonly Step[], match: Match): Map<Step, readonly Wanted[]> {
  const ids = idsOf(match);
  const all = new Map<Step, readonly Wanted[]>();
  for (const step of steps) {
    if (step.change.kind !== 'agents') continue;
    const wire = valueFrom(step, 'addresses', ids);
    if (!Array.isArray(wire)) continue;
    const keys = keysOf(wire);
    const words = (wordsOf(step) ?? wire) as readonly Address[];
    all.set(
      step,
      words.map(({ type, target }, index) => ({ key: keys[index] ?? '', address: `${type}:${target}` })),
    );
  }
  return all;
}

/** As written in the file. */
function wordsOf({ work }: Step): unknown {
  return work.do === 'create' || work.do === 'update' ? work.target.spec['addresses'] : undefined;
}

function ownersOf(agents: readonly Wire[]): Map<string, Wire[]> {
  const owners = new Map<string, Wire[]>();
  for (const agent of agents) {
    for (const key of new Set(keysOf(agent['addresses']))) {
      owners.set(key, [...(owners.get(key) ?? []), agent]);
    }
  }
  return owners;
}

/** Equal for addresses that are the same to the server. */
function keysOf(wire: unknown): string[] {
  const list = Array.isArray(wire) ? (wire as Address[]) : [];
  return list.map(({ type, target }) => `${type ?? ''} ${normal(type, target ?? '')}`);
}
