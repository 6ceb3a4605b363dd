/**
 * Which variables something that decides may still read, at each action. Two states that differ in no others are
 * one state, which keeps an exploration small.
 */
import type { CallAccount } from '../account.ts';
import type { Code, Step } from '../code.ts';
import { hasPlaceholder, namesIn } from '../variables.ts';
import { readsOf, waysOf, type Ways } from './reading.ts';

/** The names that may be read from that action on; undefined: any name may. */
export type LiveNames = (code: Code, index: number) => ReadonlySet<string> | undefined;

/** More names than a mask has bits are not kept apart. */
const MOST_NAMES = 30;

export function liveNames(account: CallAccount): LiveNames {
  const codes = [...account.flows.values()];
  const names = trackedNames(codes);
  if (names === undefined || names.length > MOST_NAMES) return () => undefined;
  const liveness = new Liveness(codes, names, account);
  liveness.settle();
  const sets = new Map<number, ReadonlySet<string>>();
  return (code, index) => {
    const mask = liveness.at(code, index);
    if (mask === undefined) return undefined;
    const known = sets.get(mask) ?? new Set(names.filter((_, bit) => (mask & (1 << bit)) !== 0));
    sets.set(mask, known);
    return known;
  };
}

/** Whatever decides, and whatever that is made of; undefined where a name is only known when it runs. */
function trackedNames(codes: readonly Code[]): string[] | undefined {
  const steps = codes.flatMap((code) => code.steps);
  const tracked = new Set(steps.flatMap(readsOf));
  if ([...tracked].some(hasPlaceholder)) return undefined;
  const settings = steps.filter(({ type }) => type === 'variable_set').map(settingOf);
  for (let size = -1; size !== tracked.size;) {
    size = tracked.size;
    for (const { key, made } of settings) {
      if (tracked.has(key) || hasPlaceholder(key)) for (const name of made) tracked.add(name);
    }
  }
  return [...tracked];
}

function settingOf({ option }: Step): { key: string; made: string[] } {
  const key = typeof option['key'] === 'string' ? option['key'] : '';
  const value = typeof option['value'] === 'string' ? option['value'] : '';
  return { key, made: [...namesIn(key), ...namesIn(value)] };
}

interface Summary {
  ways: Ways;
  /** Names that are read, set, and what they are set from: as bits. */
  reads: number;
  kills: number;
  made: number;
  waitFlow: string | undefined;
}

/** Names as bits; each list has one mask per action, and one for its end. Repeated until nothing changes. */
class Liveness {
  readonly #account: CallAccount;
  readonly #masks: ReadonlyMap<Code, Int32Array>;
  readonly #summaries: ReadonlyMap<Code, readonly Summary[]>;
  readonly #bits: ReadonlyMap<string, number>;
  /** By id, for jumps out of a fetched flow. */
  readonly #byId = new Map<string, number>();
  /** Flows that somebody waits in: whatever is live after the queue is live everywhere in them. */
  readonly #waiting = new Set<Code>();
  #anywhere = 0;
  #changed = true;

  constructor(codes: readonly Code[], names: readonly string[], account: CallAccount) {
    this.#account = account;
    this.#bits = new Map(names.map((name, index) => [name, 1 << index]));
    this.#masks = new Map(codes.map((code) => [code, new Int32Array(code.steps.length + 1)]));
    this.#summaries = new Map(codes.map((code) => [code, code.steps.map((step) => this.#summaryOf(step))]));
  }

  at(code: Code, index: number): number | undefined {
    return this.#masks.get(code)?.[index];
  }

  settle(): void {
    while (this.#changed) {
      this.#changed = false;
      for (const [code, mask] of this.#masks) this.#pass(code, mask, this.#summaries.get(code) ?? []);
    }
  }

  #pass(code: Code, mask: Int32Array, summaries: readonly Summary[]): void {
    const end = this.#waiting.has(code) ? (mask[code.steps.length] ?? 0) : 0;
    for (let index = code.steps.length - 1; index >= 0; index -= 1) {
      const summary = summaries[index];
      if (summary === undefined) continue;
      const after = this.#after(code, mask, index, summary);
      const { kills, made, reads } = summary;
      const live = end | reads | ((after & kills) === 0 ? after : (after & ~kills) | made);
      this.#raise(mask, index, live);
      this.#anywhere |= live;
      const id = code.steps[index]?.id ?? '';
      this.#byId.set(id, (this.#byId.get(id) ?? 0) | live);
    }
  }

  #after(code: Code, mask: Int32Array, index: number, { ways, waitFlow }: Summary): number {
    let after = ways.follows ? (mask[index + 1] ?? 0) : 0;
    for (const id of ways.jumps) {
      const target = code.indexOf.get(id);
      after |= target === undefined ? (this.#byId.get(id) ?? 0) : (mask[target] ?? 0);
    }
    if (ways.open) after |= this.#anywhere;
    for (const flow of ways.fetches) after |= this.#enter(flow, after, this.#waiting.has(code));
    return waitFlow === undefined ? after : after | this.#enter(waitFlow, after, true);
  }

  /** What is live after a fetch is live at the end of what it fetches. */
  #enter(flow: string, after: number, waiting: boolean): number {
    const code = this.#account.flows.get(flow);
    const mask = code && this.#masks.get(code);
    if (code === undefined || mask === undefined) return 0;
    if (waiting && !this.#waiting.has(code)) {
      this.#waiting.add(code);
      this.#changed = true;
    }
    this.#raise(mask, code.steps.length, after);
    return mask[0] ?? 0;
  }

  #raise(mask: Int32Array, index: number, live: number): void {
    const before = mask[index] ?? 0;
    if ((before | live) === before) return;
    mask[index] = before | live;
    this.#changed = true;
  }

  #summaryOf(step: Step): Summary {
    const bits = (names: readonly string[]): number =>
      names.reduce((mask, name) => mask | (this.#bits.get(name) ?? 0), 0);
    const { key, made } = settingOf(step);
    const sets = step.type === 'variable_set';
    const queue = step.type === 'queue_join' ? step.option['queue_id'] : undefined;
    return {
      ways: waysOf(step),
      // A key that is only known when it runs may be any.
      reads: bits([...readsOf(step), ...(sets && hasPlaceholder(key) ? made : [])]),
      kills: sets ? bits([key]) : 0,
      made: sets ? bits(made) : 0,
      waitFlow:
        typeof queue === 'string'
          ? (this.#account.queues.get(queue.toLowerCase())?.wait_flow_id ?? undefined)
          : undefined,
    };
  }
}
