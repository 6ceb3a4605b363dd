/** What may come of one action: all that keys, times, answers and the kind of server make of its effect. */
import type { CallAccount } from '../account.ts';
import type { EndKind } from '../call.ts';
import type { Code } from '../code.ts';
import type { Effect } from '../effects.ts';
import { satisfies } from '../keypad.ts';
import { queueVariables } from '../platform-variables.ts';
import { DIGITS, fill } from '../variables.ts';
import type { Choice } from './graph.ts';
import { completions, partials, singleKeys } from './keys.ts';
import type { Asked } from './questions.ts';
import { ANSWERED } from './reading.ts';
import type { TimeSet, TimeSets } from './times.ts';
import type { VariableSets, Variables } from './values.ts';

/** What a step finds when it runs. */
export interface State {
  variables: Variables;
  time: TimeSet;
  /** Whether the caller waits in a queue. */
  waiting: boolean;
  /** Whether the step is one of those that the platform puts in for that. */
  queue: boolean;
  /** What may be asked of the digits from here on. */
  asked: Asked | undefined;
  /** And before the caller can press another key. */
  pressed: Asked | undefined;
}

export type Outcome =
  | Continuing
  /** `why`: what is wrong where there is no such action. */
  | ({ does: 'jump'; to: string; why: string } & Move)
  | { does: 'enter'; code: Code; waits: boolean; variables: Variables }
  /** Over after the action. */
  | { does: 'finish' }
  /** Over with the action, which has not run. */
  | { does: 'end'; kind: EndKind; why: string };

export interface Move {
  variables: Variables;
  time: TimeSet;
  choice: Choice | undefined;
}

type Lasting = Extract<Effect, { does: 'speak' | 'play' | 'sound' | 'receive' | 'wait' | 'block' }>;
type Continuing = { does: 'continue' | 'join-agent' } & Move;
type Change = Partial<Move>;

export class Outcomes {
  readonly #account: CallAccount;
  readonly #timeouts: boolean;
  readonly #times: TimeSets;
  readonly #values: VariableSets;
  readonly #choices = new Map<string, Choice>();

  constructor(account: CallAccount, timeouts: boolean, times: TimeSets, values: VariableSets) {
    this.#account = account;
    this.#timeouts = timeouts;
    this.#times = times;
    this.#values = values;
  }

  of(effect: Effect, state: State): Outcome[] {
    const variables = this.#afterSetting(effect, state.variables);
    switch (effect.does) {
      case 'next':
        return [goesOn(state, { variables })];
      case 'answer':
      case 'ai':
        return [goesOn(state, { variables: this.#answered(variables) })];
      case 'finish':
        return [{ does: 'finish' }];
      case 'fail':
        return [{ does: 'end', kind: 'failed', why: effect.why }];
      case 'hang-up':
        return [{ does: 'end', kind: 'hangup', why: 'the flow hangs up' }];
      case 'jump':
        return [jump(effect.to, effect.why, state, { variables })];
      case 'compare-time':
        return this.#compareTime(effect, state);
      case 'compare-status': {
        const holds = effect.status === (variables.values.get(ANSWERED) === '1' ? 'progressing' : 'ringing');
        return [holds ? goesOn(state) : jump(effect.otherwise, effect.why, state)];
      }
      case 'fetch':
      case 'connect':
        return [{ does: 'enter', code: effect.code, waits: false, variables }];
      case 'wait-in-queue': {
        const within = this.#settingAll(queueVariables(effect.queue, this.#account), variables);
        return [{ does: 'enter', code: effect.code, waits: true, variables: within }];
      }
      case 'join':
        return this.#join(state);
      case 'conference':
        return [{ does: 'end', kind: 'conference', why: 'the caller is in the conference' }, goesOn(state)];
      default:
        return this.#lasts(effect, state);
    }
  }

  value(name: string, value: string): Choice {
    return this.#choice({ kind: 'value', name, value });
  }

  #afterSetting(effect: Effect, variables: Variables): Variables {
    if (!('set' in effect) || effect.set === undefined) return variables;
    const [name, value] = effect.set;
    return this.#values.with(
      variables,
      name,
      fill(value, (one) => variables.values.get(one)),
    );
  }

  #settingAll(pairs: readonly (readonly [string, string])[], variables: Variables): Variables {
    return pairs.reduce((all, [name, value]) => this.#values.with(all, name, value), variables);
  }

  #answered(variables: Variables): Variables {
    return this.#values.with(variables, ANSWERED, '1');
  }

  /** Somebody answers, or nobody. */
  #join(state: State): Outcome[] {
    const answered = this.#answered(state.variables);
    const gone = queueVariables().map(([name]) => [name, ''] as const);
    const variables = state.queue ? this.#settingAll(gone, answered) : answered;
    return [{ does: 'end', kind: 'agent', why: 'the caller is connected' }, goesOn(state, { variables })];
  }

  #compareTime(
    { option, otherwise, why }: Extract<Effect, { does: 'compare-time' }>,
    state: State,
  ): Outcome[] {
    const holds = this.#times.when(option);
    const yes = this.#times.and(state.time, holds);
    const no = this.#times.without(state.time, holds);
    const outcomes: Outcome[] = [];
    if (yes !== this.#times.never) outcomes.push(goesOn(state, { time: yes, choice: TIME_FITS }));
    if (no !== this.#times.never)
      outcomes.push(jump(otherwise, why, state, { time: no, choice: OTHER_TIME }));
    return outcomes;
  }

  /** Whatever takes time: keys may come, an agent may become free. */
  #lasts(effect: Lasting, state: State): Outcome[] {
    const variables = effect.does === 'speak' ? this.#answered(state.variables) : state.variables;
    if (effect.does === 'speak' && effect.goesOn) return [goesOn(state, { variables })];
    const digits = variables.values.get(DIGITS) ?? '';
    if (effect.does === 'receive' && satisfies(digits, effect)) return [goesOn(state)];
    const answered = { ...state, variables };
    const outcomes =
      effect.does === 'receive' ? this.#receive(effect, state, digits) : this.#hear(effect, answered);
    return state.waiting ? [...outcomes, ...this.#interrupted(effect, answered, digits)] : outcomes;
  }

  /** An agent becomes free, whatever was pressed by then. */
  #interrupted(effect: Lasting, state: State, digits: string): Outcome[] {
    const { asked } = state;
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
        return [{ does: 'end', kind: 'blocked', why: effect.why }];
      case 'wait':
        if (this.#timeouts) return this.#heard(state);
        return [{ does: 'end', kind: 'blocked', why: `${effect.what} never ends on this server` }];
      default:
        return this.#heard(state);
    }
  }

  /** Nothing was pressed, or of several keys the last is left. */
  #heard(state: State): Continuing[] {
    const keys = singleKeys(state.pressed);
    const silent = goesOn(state, { choice: keys.length > 0 ? NO_KEY : undefined });
    return [silent, ...keys.map((key) => this.#pressed(state, '', key))];
  }

  #receive(effect: Extract<Lasting, { does: 'receive' }>, state: State, digits: string): Outcome[] {
    const { asked } = state;
    if (asked === undefined || effect.ms <= 0) return [goesOn(state)];
    const press = (keys: string): Outcome => this.#pressed(state, digits, keys);
    const complete = completions(digits, effect, asked).map(press);
    if (this.#timeouts) return [...complete, ...partials(digits, effect, asked).map(press)];
    const why = 'it waits for keys, and nothing but a key ends that on this server';
    return [...complete, { does: 'end', kind: 'blocked', why }];
  }

  #pressed(state: State, digits: string, keys: string): Continuing {
    const all = `${digits}${keys}`;
    const asked = [...(state.asked?.values ?? []), ...(state.pressed?.values ?? [])];
    const isAsked = asked.some((value) => value !== '' && (value.startsWith(all) || all.startsWith(value)));
    return goesOn(state, {
      variables: this.#values.with(state.variables, DIGITS, all),
      choice: keys === '' ? NO_KEY : this.#choice({ kind: 'press', keys, ...(!isAsked && { other: true }) }),
    });
  }

  /** Equal ones are one object. */
  #choice(choice: Choice): Choice {
    const key = JSON.stringify(choice);
    const known = this.#choices.get(key) ?? choice;
    this.#choices.set(key, known);
    return known;
  }
}

const moveOf = ({ variables, time }: State, change: Change): Move => ({
  variables,
  time,
  choice: undefined,
  ...change,
});

const goesOn = (state: State, change: Change = {}): Continuing => ({
  does: 'continue',
  ...moveOf(state, change),
});

const jump = (to: string, why: string, state: State, change: Change = {}): Outcome => ({
  does: 'jump',
  to,
  why,
  ...moveOf(state, change),
});

const NO_KEY: Choice = { kind: 'no-key' };
const AGENT_FREE: Choice = { kind: 'agent-free' };
const TIME_FITS: Choice = { kind: 'time', holds: true };
const OTHER_TIME: Choice = { kind: 'time', holds: false };
