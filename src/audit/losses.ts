/** Actions at which runs end as they should not, and how they get there. */
import type { EndKind } from '../calls/call.ts';
import type { Step } from '../calls/code.ts';
import type { FoundEnd, Way } from '../calls/explore/found.ts';
import type { Server } from '../calls/server.ts';
import type { AccountCalls, ServerKind } from './calls.ts';
import type { Origin } from './origins.ts';

/** An action at which runs end in such a way. */
export interface Loss {
  step: Step;
  kind: EndKind;
  /** Why, once for each cause. */
  whys: readonly string[];
  way: Way;
  /** The worst of what leads there. */
  origin: Origin;
  /** Whether a free agent would end it. */
  waiting: boolean;
  /** The kind of server on which it happens, where that is one of two. */
  only: ServerKind | undefined;
}

/** An end at an action. */
export type EndAt = FoundEnd & { step: Step };

export function lossesIn(calls: AccountCalls, isLoss: (end: EndAt) => boolean): Loss[] {
  const found = new Map<Step, EndsHere>();
  for (const { origin, server, found: exploration } of calls.explored) {
    for (const end of exploration.ends) {
      if (!isAtAction(end) || !isLoss(end)) continue;
      const known = found.get(end.step);
      if (known === undefined) found.set(end.step, new EndsHere(end, { origin, server }, calls));
      else known.add(end, server);
    }
  }
  return [...found.values()];
}

const isAtAction = (end: FoundEnd): end is EndAt => end.step !== undefined;

/** The ends at one action. The way is found on first use: not every rule asks for it. */
class EndsHere implements Loss {
  readonly step: Step;
  readonly kind: EndKind;
  readonly origin: Origin;
  readonly whys: string[];
  waiting: boolean;
  readonly #first: FoundEnd;
  readonly #server: Server;
  readonly #calls: AccountCalls;
  #isOnBoth = false;

  constructor(first: EndAt, { origin, server }: { origin: Origin; server: Server }, calls: AccountCalls) {
    this.step = first.step;
    this.kind = first.kind;
    this.origin = origin;
    this.whys = [first.why];
    this.waiting = first.waiting;
    this.#first = first;
    this.#server = server;
    this.#calls = calls;
  }

  add({ why, waiting }: FoundEnd, server: Server): void {
    if (!this.whys.includes(why)) this.whys.push(why);
    this.waiting &&= waiting;
    this.#isOnBoth ||= server !== this.#server;
  }

  get way(): Way {
    return this.#first.way;
  }

  get only(): ServerKind | undefined {
    return this.#isOnBoth ? undefined : this.#calls.kindOn(this.#server, this.way.steps);
  }
}
