/** The possible outcomes of one action: its effect, for all keys, times, answers and kinds of servers. */
import type { CallAccount } from '../account.ts';
import { MOST_ACTIONS, type EndKind } from '../call.ts';
import type { Code } from '../code.ts';
import { faultOf, lossBy, type Effect } from '../effects/effect.ts';
import { satisfies } from '../keypad.ts';
import { queueVariables } from '../platform-variables.ts';
import type { ServerFault } from '../../snapshot/server-evidence.ts';
import type { Server } from '../server.ts';
import { DIGITS, fill } from '../variables.ts';
import type { Analysis } from './analysis.ts';
import { AGENT_FREE, NO_KEY, NO_MORE, ONE_MORE, type Choices } from './choices.ts';
import type { Choice, Context } from './graph.ts';
import { completions, partials, singleKeys } from './keys.ts';
import type { Liveness } from './live.ts';
import { PRESSED, type Asked, type Questions } from './questions.ts';
import { ANSWERED, countsJumps, jumpsOf } from './reading.ts';
import type { TimeSet, TimeSets } from './times.ts';
import type { VariableSets, Variables } from './values.ts';

/** The state in which a step runs. */
export interface State {
  context: Context;
  /** The index of the step. */
  index: number;
  variables: Variables;
  time: TimeSet;
}

export type Outcome =
  | Continuing
  /** `lost`: what is wrong if there is no such action. */
  | ({ does: 'jump'; to: string; lost: MissingTarget } & Move)
  | { does: 'enter'; code: Code; waits: boolean; variables: Variables; time: TimeSet }
  /** The run ends after the action. */
  | { does: 'finish'; time: TimeSet }
  /** The run ends at the action, which does not run. */
  | { does: 'end'; kind: EndKind; why: string; time: TimeSet };

/** Why the run ends if the action is not found. */
interface MissingTarget {
  why: string;
}

/** What the next state begins with. */
export interface Move {
  variables: Variables;
  time: TimeSet;
  /** What was decided outside, if anything. */
  choice: Choice | undefined;
}

type Lasting = Extract<Effect, { does: 'speak' | 'play' | 'sound' | 'receive' | 'wait' | 'block' }>;
type Continuing = { does: 'continue' | 'join-agent' } & Move;

export class Outcomes {
  readonly #account: CallAccount;
  readonly #times: TimeSets;
  readonly #values: VariableSets;
  readonly #questions: Questions;
  readonly #live: Liveness;
  /** The server properties that affect some outcome. */
  readonly dependsOn = new Set<ServerFault>();
  /** Whether some outcome differs between the servers. */
  differs = false;
  /** By property: always on the servers where it works, never on the others. */
  readonly #works: Readonly<Record<ServerFault, TimeSet>>;
  readonly #choices: Choices;

  constructor(
    account: CallAccount,
    servers: readonly Server[],
    { questions, live }: Analysis,
    times: TimeSets,
    values: VariableSets,
    choices: Choices,
  ) {
    this.#choices = choices;
    this.#account = account;
    this.#questions = questions;
    this.#live = live;
    this.#times = times;
    this.#values = values;
    const works = (fault: ServerFault): TimeSet =>
      times.onServers((server) => servers[server]?.[fault] === true);
    this.#works = {
      timeouts: works('timeouts'),
      weekdays: works('weekdays'),
      counted_jumps: works('counted_jumps'),
    };
  }

  of(effect: Effect, state: State): Outcome[] {
    const { time } = state;
    const variables = this.#afterSetting(effect, state.variables);
    switch (effect.does) {
      case 'next':
        return [continuing(effect.answers === true ? this.#answered(variables) : variables, time)];
      case 'answer':
      case 'ai':
        return [continuing(this.#answered(variables), time)];
      case 'finish':
        return [{ does: 'finish', time }];
      case 'fail':
        return [ends('failed', effect.why, time)];
      case 'hang-up':
        return [ends('hangup', 'the flow hangs up', time)];
      case 'jump':
        return [jump(effect.to, effect, variables, time)];
      case 'jump-counted':
        return this.#jumpCounted(effect, state);
      case 'compare-time':
        return this.#where(
          effect,
          state,
          (on) => this.#compareTime(effect, on),
          (on) => [ends('failed', lossBy(effect), on.time)],
        );
      case 'compare-status': {
        const holds = effect.status === (variables.get(ANSWERED) === '1' ? 'progressing' : 'ringing');
        return [holds ? continuing(variables, time) : jump(effect.otherwise, effect, variables, time)];
      }
      case 'fetch':
      case 'connect':
        return [{ does: 'enter', code: effect.code, waits: false, variables, time }];
      case 'wait-in-queue': {
        const within = this.#settingAll(queueVariables(effect.queue, this.#account), variables);
        return [{ does: 'enter', code: effect.code, waits: true, variables: within, time }];
      }
      case 'join':
        return this.#join(state);
      case 'conference':
        return [ends('conference', 'the caller is in the conference', time), continuing(variables, time)];
      default:
        return this.#lasts(effect, state);
    }
  }

  #afterSetting(effect: Effect, variables: Variables): Variables {
    if (!('set' in effect) || effect.set === undefined) return variables;
    const [name, value] = effect.set;
    return this.#values.with(
      variables,
      name,
      fill(value, (one) => variables.get(one)),
    );
  }

  #settingAll(pairs: readonly (readonly [string, string])[], variables: Variables): Variables {
    return pairs.reduce((all, [name, value]) => this.#values.with(all, name, value), variables);
  }

  #answered(variables: Variables): Variables {
    return this.#values.with(variables, ANSWERED, '1');
  }

  /** Someone answers, or no one does. */
  #join({ context, variables, time }: State): Outcome[] {
    const answered = this.#answered(variables);
    const gone = queueVariables().map(([name]) => [name, ''] as const);
    const after = context.queue ? this.#settingAll(gone, answered) : answered;
    return [ends('agent', 'the caller is connected', time), continuing(after, time)];
  }

  /** A server that does not count takes the jump every time. */
  #jumpCounted(effect: Extract<Effect, { does: 'jump-counted' }>, state: State): Outcome[] {
    const { variables, context } = state;
    const always = ({ time }: State): Outcome[] => [jump(effect.to, effect, variables, time)];
    if (effect.times >= MOST_ACTIONS) return always(state);
    if (!countsJumps(context.code)) return this.#where(effect, state, (on) => anyRound(effect, on), always);
    const name = jumpsOf(state);
    const taken = Number(variables.get(name) ?? 0);
    const counted = this.#values.with(variables, name, String(taken + 1));
    return this.#where(
      effect,
      state,
      ({ time }) => [
        taken < effect.times ? jump(effect.to, effect, counted, time) : continuing(variables, time),
      ],
      always,
    );
  }

  #compareTime(effect: Extract<Effect, { does: 'compare-time' }>, { variables, time }: State): Outcome[] {
    const holds = this.#times.when(effect.option);
    const yes = this.#times.and(time, holds);
    const no = this.#times.without(time, holds);
    const outcomes: Outcome[] = [];
    const [fits, other] = this.#choices.time(effect.option);
    if (yes !== this.#times.never) outcomes.push(continuing(variables, yes, fits));
    if (no !== this.#times.never) outcomes.push(jump(effect.otherwise, effect, variables, no, other));
    return outcomes;
  }

  /** An effect that takes time: keys may be pressed, an agent may become free. */
  #lasts(effect: Lasting, state: State): Outcome[] {
    const { context, time } = state;
    const variables = effect.does === 'speak' ? this.#answered(state.variables) : state.variables;
    if (effect.does === 'speak' && effect.goesOn) return [continuing(variables, time)];
    const digits = variables.get(DIGITS) ?? '';
    if (effect.does === 'receive' && satisfies(digits, effect)) return [continuing(variables, time)];
    const during = variables === state.variables ? state : { ...state, variables };
    const outcomes =
      effect.does === 'receive' ? this.#receive(effect, during, digits) : this.#hear(effect, during);
    return context.waiting ? [...outcomes, ...this.#interrupted(effect, during, digits)] : outcomes;
  }

  /** An agent becomes free, with any keys pressed by then. */
  #interrupted(effect: Lasting, state: State, digits: string): Outcome[] {
    const asked = this.#digitsAt(state);
    const moves =
      effect.does === 'receive' && asked !== undefined
        ? partials(digits, effect, asked).map((keys) => this.#pressed(state, digits, keys))
        : this.#heard(state);
    return moves.map((move): Outcome => {
      const choice = move.choice?.kind === 'press' ? move.choice : AGENT_FREE;
      return { ...move, does: 'join-agent', choice };
    });
  }

  #hear(effect: Exclude<Lasting, { does: 'receive' }>, state: State): Outcome[] {
    switch (effect.does) {
      case 'block':
        return [ends('blocked', effect.why, state.time)];
      case 'wait':
        return this.#where(
          effect,
          state,
          (on) => this.#heard(on),
          (on) => [ends('blocked', lossBy(effect), on.time)],
        );
      default:
        return this.#heard(state);
    }
  }

  /** The outcomes on the servers where the effect works, and on those with the fault that affects it. */
  #where(
    effect: Effect,
    state: State,
    works: (state: State) => Outcome[],
    fails: (state: State) => readonly Outcome[],
  ): Outcome[] {
    const fault = faultOf(effect);
    if (fault === undefined) return works(state);
    const { never } = this.#times;
    const working = this.#times.and(state.time, this.#works[fault]);
    const failing = this.#times.without(state.time, this.#works[fault]);
    this.dependsOn.add(fault);
    if (working !== never && failing !== never) this.differs = true;
    return [
      ...(working === never ? [] : works({ ...state, time: working })),
      ...(failing === never ? [] : fails({ ...state, time: failing })),
    ];
  }

  /** Nothing was pressed, or keys of which only the last is kept. */
  #heard(state: State): Continuing[] {
    const pressed = this.#digitsBeforeNextKey(state);
    if (pressed === undefined) return [continuing(state.variables, state.time)];
    const silent = continuing(state.variables, state.time, NO_KEY);
    return [silent, ...singleKeys(pressed).map((key) => this.#pressed(state, '', key))];
  }

  #receive(effect: Extract<Lasting, { does: 'receive' }>, state: State, digits: string): Outcome[] {
    const asked = this.#digitsAt(state);
    if (asked === undefined || effect.ms <= 0) return [continuing(state.variables, state.time)];
    const complete = completions(digits, effect, asked).map((keys) => this.#pressed(state, digits, keys));
    const others = this.#where(
      effect,
      state,
      (on) => partials(digits, effect, asked).map((keys) => this.#pressed(on, digits, keys)),
      (on) => [ends('blocked', lossBy(effect), on.time)],
    );
    return [...complete, ...others];
  }

  #pressed(state: State, digits: string, keys: string): Continuing {
    const all = `${digits}${keys}`;
    const variables = this.#values.with(state.variables, DIGITS, all);
    if (keys === '') return continuing(variables, state.time, NO_KEY);
    const isCompared =
      this.#digitsAt(state)?.concerns(all) === true ||
      this.#digitsBeforeNextKey(state)?.concerns(all) === true;
    return continuing(variables, state.time, this.#choices.press(keys, isCompared));
  }

  /** The questions about the digits from here on. */
  #digitsAt({ context, index }: State): Asked | undefined {
    const live = context.live[index];
    return live && this.#questions.about(live).get(DIGITS);
  }

  /** Those that are asked before the caller can press another key. */
  #digitsBeforeNextKey({ context, index }: State): Asked | undefined {
    const live = context.inserted ? context.live[index] : this.#live.after(context.code, index);
    return live && this.#questions.about(live).get(PRESSED);
  }
}

const continuing = (variables: Variables, time: TimeSet, choice?: Choice): Continuing => ({
  does: 'continue',
  variables,
  time,
  choice,
});

const jump = (
  to: string,
  lost: MissingTarget,
  variables: Variables,
  time: TimeSet,
  choice?: Choice,
): Outcome => ({
  does: 'jump',
  to,
  lost,
  variables,
  time,
  choice,
});

const ends = (kind: EndKind, why: string, time: TimeSet): Outcome => ({ does: 'end', kind, why, time });

/** For a list whose rounds are not counted. So many rounds that they use all actions count as endless. */
const anyRound = (
  { to, times, why }: Extract<Effect, { does: 'jump-counted' }>,
  { variables, time }: State,
): Outcome[] => [
  jump(to, { why }, variables, time, 2 * times < MOST_ACTIONS ? ONE_MORE : undefined),
  continuing(variables, time, NO_MORE),
];
