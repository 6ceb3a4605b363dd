/**
 * What happens in the calls of an account, for rules: every way of a call, explored once per review however many
 * rules ask, and only where one does. Where the account's own runs show what kind of server this is, only that kind
 * is explored; otherwise both are.
 */
import type { Flow, Number } from '../api/wire.ts';
import { accountOf, type CallAccount } from '../calls/account.ts';
import type { Step } from '../calls/code.ts';
import { analysisOf, type Analysis } from '../calls/explore/analysis.ts';
import type { Entrances } from '../calls/explore/entrances.ts';
import { exploreOn, type Explored as ExploredOnServer } from '../calls/explore/explore.ts';
import { faultOf } from '../calls/effects/effect.ts';
import { satisfies } from '../calls/keypad.ts';
import { serversOf, type Server } from '../calls/server.ts';
import type { Loop, WayStep } from '../calls/explore/found.ts';
import { platformCountryOf } from '../core/platform-country.ts';
import { serverFaults, shownBy, type ServerEvidence, type ServerFault } from '../snapshot/server-evidence.ts';
import type { SectionName, Sections } from '../snapshot/snapshot.ts';
import { effectIn } from './afterwards.ts';
import { entrancesOf, numbersIn, type Origin } from './origins.ts';
import { NumbersOf, type Numbers } from './numbers.ts';
import { inlineActions, type InlineActions } from './inline.ts';
import { flowSubject, type Subject } from './subjects.ts';

/** Without these sections, no call can be followed. Others only make the result more exact. */
export const callSections = ['numbers', 'flows', 'queues', 'agents'] as const satisfies SectionName[];

/** What an exploration found, and of what. */
export interface Explored extends ExploredOnServer {
  origin: Origin;
}

/** One of the two kinds that the server may be, and what of it matters. */
export interface ServerKind {
  server: Server;
  faults: readonly ServerFault[];
}

export class AccountCalls {
  readonly now: number;
  readonly evidence: ServerEvidence;
  /** Those that it may be: of the second, all is as documented that no run shows. */
  readonly servers: readonly [Server, ...Server[]];
  readonly account: CallAccount;
  readonly #sections: Partial<Sections>;
  readonly #flows: ReadonlyMap<string, Flow>;
  readonly #inline: readonly InlineActions[];
  readonly #lists: ReadonlyMap<string, { row: Flow; subject: Subject }>;
  readonly #numbers: ReadonlyMap<string, readonly Number[]>;
  readonly #into = new Map<string, Numbers>();
  readonly #numbersFrom = new Map<Entrances, Numbers>();
  #explored: readonly Explored[] | undefined;

  /** @param now milliseconds since 1970. */
  constructor(sections: Partial<Sections>, now: number) {
    const live = (sections.flows ?? []).filter(({ tm_delete }) => !tm_delete);
    this.now = now;
    this.evidence = sections.activeflows?.server ?? {};
    this.servers = serversOf(shownBy(this.evidence));
    this.#sections = sections;
    this.#flows = new Map(live.map((row) => [row.id.toLowerCase(), row]));
    this.#inline = inlineActions(live, sections.campaigns ?? []);
    this.#lists = new Map([
      ...live.map((row) => [row.id.toLowerCase(), { row, subject: flowSubject(row) }] as const),
      ...this.#inline.map(({ list, subject }) => [list.id, { row: list, subject }] as const),
    ]);
    this.#numbers = numbersByFlow(numbersIn(sections));
    this.account = accountIn(sections, [...live, ...this.#inline.map(({ list }) => list)]);
  }

  /** Calls to numbers first, then other calls, then runs without one. */
  get explored(): readonly Explored[] {
    this.#explored ??= this.#explore();
    return this.#explored;
  }

  /** Whether there were more ways than can be looked at: what was not found may still be so. */
  get isCut(): boolean {
    return this.#explored?.some(({ found }) => found.cut) ?? false;
  }

  /** All lists of actions: those of flows, and those that calls and campaigns bring along. */
  get lists(): readonly Flow[] {
    return [...this.#lists.values()].map(({ row }) => row);
  }

  /** The flow of an action, or what is looked at like one. */
  flowOf({ flow }: Pick<Step, 'flow'>): Flow | undefined {
    return this.#lists.get(flow)?.row;
  }

  /** What a finding about such a list of actions is about. */
  subjectOf(list: Flow): Subject {
    return this.#lists.get(list.id.toLowerCase())?.subject ?? flowSubject(list);
  }

  /** Whether it is a flow of its own. */
  isFlow({ id }: Flow): boolean {
    return this.#flows.has(id.toLowerCase());
  }

  /**
   * Which action of its flow it is, the same from run to run: `branch 2`. Ids of actions change when a plan file takes
   * the flow over, and places when others come or go.
   */
  keyOf({ flow, type, index }: Pick<Step, 'flow' | 'type' | 'index'>): string {
    const before = this.account.flows.get(flow)?.steps.slice(0, index) ?? [];
    const own = `${type} ${before.filter((step) => step.type === type).length + 1}`;
    return `${this.keyWithin(flow)}${own}`;
  }

  /** What keys within a list of actions begin with: nothing in a flow, `call 2 / ` in what its second call brings along. */
  keyWithin(flow: string): string {
    const [, outer, place] = /^(.+)\/(\d+)$/.exec(flow.toLowerCase()) ?? [];
    return outer === undefined ? '' : `${this.keyOf({ flow: outer, type: 'call', index: Number(place) })} / `;
  }

  /** The numbers whose calls begin with that flow. */
  numbersOf(flow: string): readonly Number[] {
    return this.#numbers.get(flow.toLowerCase()) ?? [];
  }

  /** The numbers whose calls get into one of these flows, whatever is pressed on the way. */
  numbersInto(...flows: readonly string[]): Numbers {
    const key = flows.join(' ');
    let numbers = this.#into.get(key);
    if (numbers === undefined) this.#into.set(key, (numbers = this.#numbersInto(flows)));
    return numbers;
  }

  #numbersInto(flows: readonly string[]): Numbers {
    const [first, ...others] = this.explored
      .filter(({ origin }) => origin === 'number')
      .flatMap(({ found }) => flows.map((flow) => found.entrancesTo(flow)));
    if (first === undefined) return [];
    const entrances = others.reduce((all, other) => all.with(other), first);
    const numbers = this.#numbersFrom.get(entrances) ?? new NumbersOf(entrances, this.#numbers);
    this.#numbersFrom.set(entrances, numbers);
    return numbers;
  }

  /** The flow's name, for people. */
  nameOf(flow: string): string {
    return this.account.names.get(flow.toLowerCase()) ?? flow;
  }

  /** What of the server no run shows. */
  get unknown(): ServerFault[] {
    return serverFaults.filter((fault) => this.evidence[fault] === undefined);
  }

  /** What of a server matters on a way that is only there; undefined where it is sure which server this is. */
  kindOn(server: Server, steps: readonly WayStep[]): ServerKind | undefined {
    const { unknown } = this;
    if (unknown.length === 0) return undefined;
    const met = new Set(steps.map((step) => faultOn(step, this.account)));
    const faults = unknown.filter((fault) => met.has(fault));
    return { server, faults: faults.length === 0 ? unknown : faults };
  }

  /** Each once. */
  loops(): { loop: Loop; origin: Origin }[] {
    const found = new Map<Step, { loop: Loop; origin: Origin }>();
    for (const { origin, found: exploration } of this.explored) {
      for (const loop of exploration.loops) {
        if (loop.steps.some((step) => found.has(step))) continue;
        const one = { loop, origin };
        for (const step of loop.steps) found.set(step, one);
      }
    }
    return [...new Set(found.values())];
  }

  /** Indexes of the actions of a flow that some run reaches; undefined for a flow that none does. */
  reachedIn(flow: string): ReadonlySet<number> | undefined {
    const all = new Set(this.explored.flatMap(({ found }) => found.reached.in(flow)));
    return all.size === 0 ? undefined : all;
  }

  /** Whether some run reaches the action. */
  isReached(step: Pick<Step, 'flow' | 'index'>): boolean {
    return this.explored.some(({ found }) => found.reached.has(step));
  }

  /** Whether a call gets to the action; a run without a call passes over most of them. */
  isCalled(step: Pick<Step, 'flow' | 'index'>): boolean {
    return this.explored.some(({ origin, found }) => origin !== 'run' && found.reached.has(step));
  }

  #explore(): Explored[] {
    const { number, call, run } = entrancesOf(this.#sections, [...this.#flows.values()], this.#inline);
    const ofCalls = analysisOf(this.account, [...number, ...call], true);
    return [
      ...this.#exploreFrom('number', number, ofCalls),
      ...this.#exploreFrom('call', call, ofCalls),
      ...this.#exploreFrom('run', run),
    ];
  }

  #exploreFrom(origin: Origin, flows: readonly string[], analysis?: Analysis): Explored[] {
    if (flows.length === 0) return [];
    const setup = { flows, analysis, from: this.now, inCall: origin !== 'run' };
    return exploreOn(this.servers, setup, this.account).map((one) => ({ origin, ...one }));
  }
}

/** What of the server matters to an action on a way; a key may have made it of no matter. */
function faultOn({ step, choice }: WayStep, account: CallAccount): ServerFault | undefined {
  const effect = effectIn(step, account);
  const isEnded = effect.does === 'receive' && choice?.kind === 'press' && satisfies(choice.keys, effect);
  return isEnded ? undefined : faultOf(effect);
}

function numbersByFlow(numbers: readonly Number[]): ReadonlyMap<string, readonly Number[]> {
  const byFlow = new Map<string, Number[]>();
  for (const row of numbers) {
    const flow = row.call_flow_id?.toLowerCase() ?? '';
    const known = byFlow.get(flow);
    if (known === undefined) byFlow.set(flow, [row]);
    else known.push(row);
  }
  return byFlow;
}

function accountIn(
  { queues = [], agents = [], conferences, extensions, outbound_config: outbound }: Partial<Sections>,
  flows: readonly Flow[],
): CallAccount {
  const live = <Row extends { tm_delete?: string | null | undefined }>(rows: readonly Row[]): Row[] =>
    rows.filter(({ tm_delete }) => !tm_delete);
  return accountOf({
    flows,
    queues: live(queues),
    agents: live(agents),
    conferences: conferences === undefined ? 'unread' : live(conferences),
    extensions: extensions === undefined ? 'unread' : live(extensions),
    outbound: outbound === undefined ? 'unread' : outbound,
    countryOf: platformCountryOf,
  });
}
