/** Whether a call is as it is expected to be. */
import type { CallAccount } from '../calls/account.ts';
import type { CallSetup } from '../calls/call.ts';
import { partyVariables } from '../calls/platform-variables.ts';
import type { KnownServer } from '../calls/server.ts';
import { followOnServers, type ServerRun, type ServerRuns } from '../calls/servers.ts';
import { teamOf } from '../calls/teams.ts';
import { didYouMean } from '../core/suggest.ts';
import { plural, sentenceList } from '../core/text.ts';
import { formatDuration } from '../core/yaml/durations.ts';
import { endings, type Expected, type Ending, type TestCall } from './calls-file.ts';
import { metIn, type Met } from './met.ts';
import { isPattern } from './wording.ts';

/** What did not come as expected. Both are for people. */
export interface Failure {
  /** What of the call: a key of `expect`. */
  what: keyof Expected | 'to';
  expected: string;
  happened: string;
  /** The kind of server on which it is so: `timeouts fire`; undefined: on whichever this is. */
  where?: string | undefined;
}

/** Where a test call begins. */
export interface Target {
  /** The id of the flow. */
  flow: string;
  /** E.164; undefined for a flow. */
  number: string | undefined;
}

/**
 * Follows a call as a calls file has it. Whether an agent is free at some moment cannot be known: every queue has a
 * free agent, if it has agents at all.
 * @param now For a call that has no time. Milliseconds since 1970.
 * @param known What is known of the server.
 */
export function followTestCall(
  call: Pick<TestCall, 'at' | 'from' | 'presses' | 'keys' | 'nobodyAnswers' | 'nobodyFree' | 'variables'>,
  { flow, number }: Target,
  { account, now, known }: { account: CallAccount; now: number; known: KnownServer },
): ServerRuns {
  const hasAgents = (queue: string): boolean =>
    teamOf(account.queues.get(queue) ?? {}, account.agents).length > 0;
  const setup: Omit<CallSetup, 'server'> = {
    flow,
    moment: call.at ?? now,
    inCall: true,
    variables: { ...partyVariables(call.from, number), ...call.variables },
    presses: call.presses,
    keys: call.keys,
    people: {
      freeAfter: (queue) => (!call.nobodyFree && hasAgents(queue) ? 0 : undefined),
      answer: call.nobodyAnswers ? 'nobody' : 'stays',
    },
  };
  return followOnServers(setup, known, account);
}

/** On each kind of server that it may be; what fails on both is one failure. */
export function judge(expect: Expected, runs: ServerRuns, account: CallAccount): Failure[] {
  const [main, other] = runs;
  const first = failuresOf(expect, main, account);
  if (other === undefined) return first;
  const second = failuresOf(expect, other, account);
  const isIn = (failure: Failure, list: readonly Failure[]): boolean =>
    list.some(({ what, happened }) => what === failure.what && happened === failure.happened);
  return [
    ...first.map((failure) => (isIn(failure, second) ? failure : { ...failure, where: main.kind })),
    ...second
      .filter((failure) => !isIn(failure, first))
      .map((failure) => ({ ...failure, where: other.kind })),
  ];
}

function failuresOf(expect: Expected, { run }: ServerRun, account: CallAccount): Failure[] {
  const met = metIn(run, account);
  const { says, queue, agent, number, within } = expect;
  return [
    ...says.flatMap(({ written, isIn }) =>
      met.said.some(isIn)
        ? []
        : failed('says', `says ${isPattern(written) ? written : quoted(written)}`, saidText(met)),
    ),
    ...(queue === undefined ? [] : queueFailure(queue, met, account)),
    ...(agent === undefined ? [] : agentFailure(agent, met, account)),
    ...(number === undefined || met.numbers.some((one) => dialled(one) === dialled(number))
      ? []
      : failed('number', `rings ${number}`, rungText(met.numbers))),
    ...endFailure(expect.ends, met.ends, run.end.why),
    ...(within === undefined || run.ms <= within
      ? []
      : failed('within', `is over within ${formatDuration(within)}`, `lasts ${seconds(run.ms)}`)),
  ];
}

const failed = (what: Failure['what'], expected: string, happened: string): Failure[] => [
  { what, expected, happened },
];

/** A caller who is cut off or waits for ever is lost: that is never fine unless it is expected. */
function endFailure(wanted: readonly Ending[] | undefined, ends: Met['ends'], why: string): Failure[] {
  const [end] = ends;
  const isLost = end === 'cut-off' || end === 'waiting';
  const allowed = wanted ?? endings.filter((one) => one !== 'cut-off' && one !== 'waiting');
  if (ends.some((one) => allowed.includes(one))) return [];
  const expected = wanted === undefined ? 'does not lose the caller' : `ends: ${sentenceList(wanted, 'or')}`;
  return failed('ends', expected, isLost ? `ends: ${end}, because ${why}` : `ends: ${end}`);
}

function queueFailure(wanted: string, { queues }: Met, account: CallAccount): Failure[] {
  const nameOf = (id: string): string => account.names.get(id.toLowerCase()) ?? id;
  if (queues.some((id) => nameOf(id) === wanted || id.toLowerCase() === wanted.toLowerCase())) return [];
  const known = [...account.queues.values()];
  const happened =
    queues.length === 0 ? 'does not get into a queue' : `gets into ${sentenceList(queues.map(nameOf))}`;
  const exists = known.some(({ id, name }) => name === wanted || id === wanted.toLowerCase());
  return failed(
    'queue',
    `gets into the queue ${wanted}`,
    exists
      ? happened
      : missing(
          'queue',
          wanted,
          known.map(({ name }) => name ?? ''),
        ),
  );
}

function agentFailure(wanted: string, { agents }: Met, account: CallAccount): Failure[] {
  const isMeant = (agent: CallAccount['agents'][number]): boolean =>
    [agent.name, agent.username, agent.id].some((word) => word === wanted);
  if (agents.some(isMeant)) return [];
  const happened = account.agents.some(isMeant)
    ? rungText(agents.map(({ name, username, id }) => name || username || id))
    : missing(
        'agent',
        wanted,
        account.agents.flatMap(({ name, username }) => [name ?? '', username ?? '']),
      );
  return failed('agent', `rings ${wanted}`, happened);
}

function missing(kind: string, wanted: string, names: readonly string[]): string {
  const hint = didYouMean(
    wanted,
    names.filter((name) => name !== ''),
  );
  return `${kind} ${quoted(wanted)} does not exist${hint === undefined ? '' : `, ${hint}`}`;
}

const SHOWN = 3;

function rungText(names: readonly string[]): string {
  if (names.length === 0) return 'rings no one';
  const more = names.length - SHOWN;
  return `rings ${sentenceList(more > 0 ? [...names.slice(0, SHOWN), plural(more, 'other')] : names)}`;
}

/** In a queue the same is said again and again. */
function saidText(met: Met): string {
  const said = [...new Set(met.said)];
  if (said.length === 0) return 'says nothing';
  const more = said.length - SHOWN;
  const shown = said.slice(0, SHOWN).map(quoted);
  return `says ${sentenceList(more > 0 ? [...shown, plural(more, 'other text')] : shown)}`;
}

/** As it is dialled: people write spaces into numbers, and addresses as in a plan file (`extension:1001`). */
const dialled = (number: string): string =>
  number.replace(/^(tel|sip|extension):|[\s()./-]/gi, '').toLowerCase();

const quoted = (text: string): string => `"${text}"`;

const seconds = (ms: number): string => `${Number((ms / 1000).toFixed(1))}s`;

/** A call, and what came of it. */
export interface TestedCall {
  call: TestCall;
  /** When it comes. Milliseconds since 1970. */
  at: number;
  /** Undefined where what it calls does not exist. */
  runs: ServerRuns | undefined;
  /** None: it was as expected. */
  failures: readonly Failure[];
}
