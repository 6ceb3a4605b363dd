/** Proposes calls to test an account with, and their current results. */
import type { Number } from '../api/wire.ts';
import { dialed, type CallAccount } from '../calls/account.ts';
import type { CallEvent, CallRun } from '../calls/call.ts';
import type { KnownServer } from '../calls/server.ts';
import { isSameWay, type ServerRuns } from '../calls/servers.ts';
import { isSetId } from '../core/ids.ts';
import type { Ending, TestCall } from './calls-file.ts';
import { followTestCall } from './judge.ts';
import { metIn, saidBy } from './met.ts';
import { situationsOf, type Situation, type Surroundings } from './situations.ts';
import { waysOf } from './ways.ts';
import { isPattern } from './wording.ts';

export interface Proposing extends Surroundings {
  numbers: readonly Number[];
  /** What is known of the server. */
  known: KnownServer;
}

/** What of the call a file would say. */
export interface ProposedCall {
  name: string;
  to: string;
  at: number | undefined;
  presses: readonly string[];
  nobodyAnswers: boolean;
  expect: ProposedExpect;
  /** The flows that the call gets to, by name, on either kind of server. */
  flows: readonly string[];
  /** Why the caller is lost; undefined where all is well. */
  lost: string | undefined;
}

interface ProposedExpect {
  says?: string;
  queue?: string;
  number?: string;
  ends: readonly Ending[];
}

export interface Proposal {
  calls: readonly ProposedCall[];
  /** Numbers whose calls end before they begin. */
  dead: readonly string[];
}

export function proposeCalls(around: Proposing): Proposal {
  const { numbers, account } = around;
  const isAlive = ({ call_flow_id: flow }: Number): boolean =>
    isSetId(flow) && account.flows.has(flow.toLowerCase());
  const names = new Set<string>();
  const named = (wanted: string): string => {
    let name = wanted;
    for (let count = 2; names.has(name); count += 1) name = `${wanted} (${count})`;
    names.add(name);
    return name;
  };
  return {
    calls: numbers
      .filter(isAlive)
      .flatMap((number) => callsTo(number, around))
      .map((call) => ({ ...call, name: named(call.name) })),
    dead: numbers.filter((number) => !isAlive(number)).map((number) => titleOf(number)),
  };
}

const titleOf = ({ number, name }: Number): string => [...new Set([number, name])].filter(Boolean).join(' ');

/** A number that is not bought yet is a word in the plan file: its name says the same before and after. */
function wordFor({ id, number, name }: Number, numbers: readonly Number[]): string {
  if (number?.startsWith('+') === true) return number;
  const isOwn = Boolean(name) && numbers.filter((other) => other.name === name).length === 1;
  return (isOwn ? name : number) || id;
}

type Draft = Pick<TestCall, 'at' | 'presses' | 'nobodyAnswers'> & { label: string };

function callsTo(number: Number, around: Proposing): ProposedCall[] {
  const flow = number.call_flow_id?.toLowerCase() ?? '';
  const follow = (draft: Pick<TestCall, 'at' | 'presses' | 'nobodyAnswers'>): ServerRuns =>
    followTestCall(
      { ...draft, keys: [], from: undefined, nobodyFree: false, variables: {} },
      { flow, number: number.number ?? '' },
      around,
    );
  const runOf = (at: number | undefined, presses: readonly string[]): CallRun =>
    follow({ at, presses, nobodyAnswers: false })[0].run;
  const situations = situationsOf(flow, around, (at) => runOf(at, []));
  const unanswered = unansweredWays();
  const drafts = situations.flatMap((situation, index) => {
    const { at, label } = situation;
    const ways = waysOf((presses) => runOf(at, presses)).map((presses) => ({
      presses,
      run: runOf(at, presses),
      usual: runOf(situations[0]?.at, presses),
    }));
    const wanted = index === 0 ? ways : concerned(ways, situation);
    const plain = wanted.map(({ presses }): Draft => ({ at, label, presses, nobodyAnswers: false }));
    const others = unanswered(ways).map((presses): Draft => ({ at, label, presses, nobodyAnswers: true }));
    return [...plain, ...others];
  });
  const to = wordFor(number, around.numbers);
  return distinct(drafts).map((draft) => ({
    name: [number.name || to, ...wordsOf(draft)].join(', '),
    to,
    at: draft.at,
    presses: draft.presses,
    nobodyAnswers: draft.nobodyAnswers,
    ...outcomeOf(follow(draft), around),
  }));
}

const wordsOf = ({ label, presses, nobodyAnswers }: Draft): string[] => [
  ...(label === '' ? [] : [label]),
  ...(presses.length === 0 ? [] : [`press ${presses.join(',')}`]),
  ...(nobodyAnswers ? ['nobody answers'] : []),
];

interface Followed {
  presses: readonly string[];
  run: CallRun;
  /** The same in the first situation. */
  usual: CallRun;
}

/** The ways on which the hours are asked; on a holiday one is enough to see that it is one. */
function concerned(ways: readonly Followed[], { hours, kind }: Situation): readonly Followed[] {
  if (hours === undefined) return ways.filter(({ run, usual }) => !isSameWay(run, usual));
  const asking = ways.filter(({ run }) => run.executed.some(({ flow }) => flow.toLowerCase() === hours));
  return kind === 'holiday' ? asking.slice(0, 1) : asking;
}

/** The first way to each place at which someone is rung, of all ways that it is asked about one after the other. */
function unansweredWays(): (ways: readonly Followed[]) => (readonly string[])[] {
  const places = new Set<unknown>();
  return (ways) =>
    ways.flatMap(({ presses, run }) => {
      const join = run.events.find(({ effect }) => effect.does === 'join');
      const place = run.events.find(
        ({ effect }) => effect.does === 'wait-in-queue' || effect.does === 'connect',
      );
      const who = place?.effect.does === 'wait-in-queue' ? place.effect.queue : place?.step;
      if (join === undefined || places.has(who)) return [];
      places.add(who);
      return [presses];
    });
}

function distinct(drafts: readonly Draft[]): Draft[] {
  const seen = new Map<string, Draft>();
  for (const draft of drafts) {
    const key = JSON.stringify([draft.at, draft.presses, draft.nobodyAnswers]);
    if (!seen.has(key)) seen.set(key, draft);
  }
  return [...seen.values()];
}

/** What holds on every kind of server that it may be. */
function outcomeOf(
  runs: ServerRuns,
  { account }: Proposing,
): Pick<ProposedCall, 'expect' | 'flows' | 'lost'> {
  const both = runs.flatMap((one) =>
    one === undefined ? [] : [{ run: one.run, met: metIn(one.run, account) }],
  );
  const [main] = both;
  const isEverywhere = (has: (one: (typeof both)[number]) => boolean): boolean => both.every(has);
  const says =
    main && lastSaid(main.run.events).find((text) => isEverywhere(({ met }) => met.said.includes(text)));
  const queue = main?.met.queues.findLast((id) => isEverywhere(({ met }) => met.queues.includes(id)));
  const number = main && dialledIn(main.run.events, account);
  const ends = [...new Set(both.map(({ met }) => met.ends[0]))];
  const lost = both.find(({ met }) => met.ends[0] === 'cut-off' || met.ends[0] === 'waiting');
  return {
    expect: {
      ...(says !== undefined && { says: openingOf(says) }),
      ...(queue !== undefined && { queue: account.names.get(queue) ?? queue }),
      ...(number !== undefined && isEverywhere(({ met }) => met.numbers.includes(number)) && { number }),
      ends,
    },
    flows: flowsOf(runs, account.names),
    lost: lost?.run.end.why,
  };
}

/** Names of the flows that a call gets to. */
export function flowsOf(runs: ServerRuns, names: CallAccount['names']): string[] {
  const ids = runs.flatMap((one) => one?.run.executed.map(({ flow }) => flow.toLowerCase()) ?? []);
  return [...new Set(ids)].map((id) => names.get(id) ?? id);
}

/** The latest first, which shows best where the caller is; what is said in a queue is the same for all. */
function lastSaid(events: readonly CallEvent[]): string[] {
  let waits = false;
  const said = events.flatMap((event) => {
    if (event.effect.does === 'wait-in-queue') waits = true;
    if (event.effect.does === 'join') waits = false;
    return waits ? [] : saidBy(event);
  });
  return said.reverse().filter((text) => text !== '' && !isPattern(openingOf(text)));
}

function dialledIn(events: readonly CallEvent[], account: CallAccount): string | undefined {
  const connect = events.map(({ effect }) => effect).findLast((effect) => effect.does === 'connect');
  const found = connect?.destinations.find(({ type, target }) => type !== 'agent' && target !== '');
  return found && dialed(found, account);
}

const LONGEST = 60;

/** Its first sentence, or as many of its words as one takes in at a glance. */
function openingOf(text: string): string {
  const [sentence = text] = /^.+?[.!?](?=\s|$)/.exec(text) ?? [];
  if (sentence.length <= LONGEST) return sentence;
  const cut = sentence.slice(0, LONGEST);
  return cut.slice(0, cut.lastIndexOf(' ') > 0 ? cut.lastIndexOf(' ') : LONGEST);
}
