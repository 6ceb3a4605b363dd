/** Follows one call, or one run without a call, action by action. */
import type { CallAccount } from './account.ts';
import { MOST_ACTIONS, type CallEvent, type CallRun, type CallSetup, type End, type People } from './call.ts';
import { JOIN, type Code, type Step } from './code.ts';
import type { ServerFault } from '../snapshot/server-evidence.ts';
import { momentHolds } from './conditions.ts';
import { faultOf, lossBy, type Effect, type Scene } from './effects/effect.ts';
import { effectOf } from './effects/effects.ts';
import { find, following, startOf, waitingIn, type Frame, type Position } from './frames.ts';
import { Keypad, satisfies } from './keypad.ts';
import { callVariables, queueVariables } from './platform-variables.ts';
import { speechMs } from './speech-time.ts';
import { DIGITS, fill } from './variables.ts';

/** How long the platform rings an address. */
const RINGING_MS = 60_000;
/** How long a conversation is assumed to last. */
const TALK_MS = 60_000;

const everybodyBusy: People = { freeAfter: () => undefined, answer: 'stays' };

/** @throws RangeError where the account has no such flow. */
export function followCall(setup: CallSetup, account: CallAccount): CallRun {
  const code = account.flows.get(setup.flow.toLowerCase());
  if (code === undefined) throw new RangeError(`there is no flow ${setup.flow}`);
  return followCode(code, setup, account);
}

/** The same for a list of actions that is not a flow of the account. */
export const followCode = (code: Code, setup: CallSetup, account: CallAccount): CallRun =>
  new Run(setup, account).follow(startOf(code));

/** Until when an action lasted, and the keys that were pressed by then. */
type Heard = Required<Pick<CallEvent, 'pressed' | 'pressedAt'>> & { until: number };

/** How an action went: where the run continues, or how it ended. */
type Outcome = { next: Position | undefined } | { end: End };

class Run {
  readonly #setup: CallSetup;
  readonly #people: People;
  readonly #scene: Scene;
  readonly #variables: Map<string, string>;
  readonly #keypad: Keypad;
  readonly #executed: Step[] = [];
  readonly #events: CallEvent[] = [];
  readonly #dependsOn = new Set<ServerFault>();
  #now = 0;
  #answered = false;
  #queuedSince = 0;

  constructor(setup: CallSetup, account: CallAccount) {
    this.#setup = setup;
    this.#people = { ...everybodyBusy, ...setup.people };
    this.#variables = new Map(Object.entries({ ...callVariables(setup), ...setup.variables }));
    this.#scene = { account, inCall: setup.inCall, read: (name) => this.#variables.get(name) };
    this.#keypad = new Keypad(setup);
  }

  follow(start: Position | undefined): CallRun {
    let position = start;
    while (position !== undefined) {
      const { step } = position;
      const end = this.#perform(position);
      if ('end' in end) return this.#over(end.end);
      if (this.#used === MOST_ACTIONS) {
        return this.#over({ kind: 'limit', step, why: `all ${MOST_ACTIONS} actions are used up` });
      }
      this.#executed.push(step);
      position = end.next;
    }
    return this.#over({ kind: 'regular', why: 'the flow is over' });
  }

  get #used(): number {
    return (this.#setup.used ?? 0) + this.#executed.length;
  }

  #over(end: End): CallRun {
    const [executed, events, dependsOn] = [this.#executed, this.#events, this.#dependsOn];
    return { executed, end, events, unpressed: this.#keypad.left, dependsOn, ms: this.#now };
  }

  #perform(position: Position): Outcome {
    const { step } = position;
    const effect = effectOf(step, this.#scene);
    const event: CallEvent = {
      step,
      used: this.#used + 1,
      at: this.#now,
      lasts: 0,
      effect,
      pressed: '',
    };
    this.#events.push(event);
    if (this.#hungUpBy(this.#now)) return this.#hungUp(step);
    if ('set' in effect && effect.set !== undefined) this.#set(effect.set);
    return this.#carryOut(effect, position, event);
  }

  #carryOut(effect: Effect, position: Position, event: CallEvent): Outcome {
    const { step } = position;
    switch (effect.does) {
      case 'next':
        this.#answered ||= effect.answers === true;
        return goesOn(position);
      case 'answer':
        this.#answered = true;
        return goesOn(position);
      case 'finish':
        return { next: undefined };
      case 'fail':
        return { end: { kind: 'failed', step, why: effect.why } };
      case 'hang-up':
        return { end: { kind: 'hangup', step, why: 'the flow hangs up' } };
      case 'jump':
        return this.#jump(position, effect.to, effect.why);
      case 'jump-counted':
        return this.#jumpCounted(effect, position);
      case 'compare-time': {
        const fault = faultOf(effect);
        if (fault !== undefined && !this.#goesBy(fault))
          return { end: { kind: 'failed', step, why: lossBy(effect) } };
        const holds = momentHolds(effect.option, this.#setup.moment + this.#now);
        event.taken = holds ? 'true' : 'false';
        return holds ? goesOn(position) : this.#jump(position, effect.otherwise, effect.why);
      }
      case 'compare-status': {
        const holds = effect.status === (this.#answered ? 'progressing' : 'ringing');
        event.taken = holds ? 'true' : 'false';
        return holds ? goesOn(position) : this.#jump(position, effect.otherwise, effect.why);
      }
      case 'fetch':
        return { next: enter(position, { code: effect.code }) };
      case 'connect':
        return { next: enter(position, { code: effect.code }) };
      case 'wait-in-queue':
        this.#queuedSince = this.#now;
        for (const pair of queueVariables(effect.queue, this.#scene.account)) this.#set(pair);
        return { next: enter(position, { code: effect.code, queue: effect.queue }) };
      case 'join':
        return this.#join(position, event);
      case 'conference':
        this.#answered = true;
        return { end: { kind: 'conference', step, why: 'the caller is in the conference' } };
      case 'ai':
        this.#answered = true;
        event.lasts = undefined;
        return goesOn(position);
      default:
        return this.#pass(effect, position, event);
    }
  }

  /** Runs an action that takes time. */
  #pass(effect: Extract<Effect, { does: Lasting }>, position: Position, event: CallEvent): Outcome {
    const { step } = position;
    if (effect.does === 'speak') this.#answered = true;
    if (effect.does === 'speak' && effect.goesOn) return goesOn(position);
    if (effect.does === 'receive' && satisfies(this.#digits(), effect)) return goesOn(position);
    const lasts = this.#lengthOf(effect);
    event.lasts = lasts;
    const free = this.#freeAt(position);
    this.#keypad.listen(effect, position, this.#now, lasts);
    const heard = this.#hear(effect, lasts === undefined ? this.#now : this.#now + lasts, free);
    const { until, pressed, pressedAt } = heard;
    event.pressed = pressed;
    if (pressed !== '') event.pressedAt = pressedAt;
    const fault = faultOf(effect);
    if (fault !== undefined && until === this.#now + (lasts ?? 0)) this.#dependsOn.add(fault);
    if ((this.#setup.hangsUpAt ?? Infinity) < until) return this.#hungUp(step);
    if (until === Infinity) {
      return { end: { kind: 'blocked', step, why: effect.does === 'block' ? effect.why : lossBy(effect) } };
    }
    event.lasts = lasts === undefined && until === this.#now ? undefined : until - this.#now;
    this.#now = until;
    const queue = until === free ? waitingIn(position.frame) : undefined;
    return queue === undefined ? goesOn(position) : { next: find(queue, JOIN) };
  }

  /** The time after which the action ends by itself; undefined if unknown. */
  #lengthOf(effect: Extract<Effect, { does: Lasting }>): number | undefined {
    const { server, speechMs: known = speechMs, playMs } = this.#setup;
    switch (effect.does) {
      case 'speak':
        return known(effect.text, effect.language);
      case 'play':
        return playMs?.(effect.urls);
      case 'sound':
        return effect.ms;
      case 'block':
        return Infinity;
      case 'receive':
      case 'wait':
        if (effect.ms <= 0) return 0;
        return server.timeouts ? effect.ms : Infinity;
    }
  }

  /** Takes the keys that are pressed before the end of the action, or before an agent is free. */
  #hear(effect: Extract<Effect, { does: Lasting }>, end: number, free: number): Heard {
    const until = Math.min(end, free);
    let [pressed, pressedAt] = ['', this.#now];
    for (let press = this.#keypad.take(until); press !== undefined; press = this.#keypad.take(until)) {
      pressed += press.key;
      pressedAt = Math.max(press.at, this.#now);
      this.#variables.set(DIGITS, effect.does === 'receive' ? `${this.#digits()}${press.key}` : press.key);
      const enough =
        effect.does === 'receive'
          ? satisfies(this.#digits(), effect)
          : effect.does === 'speak' && effect.stopsAtKey;
      if (enough) return { pressed, pressedAt, until: pressedAt };
    }
    return { pressed, pressedAt, until };
  }

  #digits(): string {
    return this.#variables.get(DIGITS) ?? '';
  }

  /** When an agent is free for a waiting caller; never earlier than now. */
  #freeAt({ frame }: Position): number {
    const queue = waitingIn(frame)?.queue;
    const after = queue === undefined ? undefined : this.#people.freeAfter(queue);
    return after === undefined ? Infinity : Math.max(this.#now, this.#queuedSince + after);
  }

  #join(position: Position, event: CallEvent): Outcome {
    const { step, frame } = position;
    this.#answered = true;
    event.taken = this.#people.answer;
    if (this.#people.answer === 'stays') {
      event.lasts = undefined;
      if (this.#setup.hangsUpAt !== undefined) return this.#hungUp(step);
      return { end: { kind: 'agent', step, why: 'the caller is connected' } };
    }
    event.lasts = this.#people.answer === 'nobody' ? RINGING_MS : TALK_MS;
    if (this.#hungUpBy(this.#now + event.lasts)) return this.#hungUp(step);
    this.#now += event.lasts;
    if (frame.queue !== undefined) for (const [name] of queueVariables()) this.#variables.delete(name);
    return goesOn(position);
  }

  #jumpCounted({ to, times, why }: Extract<Effect, { does: 'jump-counted' }>, position: Position): Outcome {
    const { frame, step } = position;
    const taken = frame.jumps.get(step) ?? 0;
    if (taken >= times && this.#goesBy('counted_jumps')) return goesOn(position);
    frame.jumps.set(step, taken + 1);
    return this.#jump(position, to, why);
  }

  #jump({ frame, step }: Position, to: string, why: string): Outcome {
    const next = find(frame, to);
    return next === undefined ? { end: { kind: 'failed', step, why } } : { next };
  }

  /** The variables in a value are filled in when it is set. */
  #set([name, value]: readonly [string, string]): void {
    this.#variables.set(name, fill(value, this.#scene.read));
  }

  /** Whether this works on this server; notes that the call depends on it. */
  #goesBy(fault: ServerFault): boolean {
    this.#dependsOn.add(fault);
    return this.#setup.server[fault];
  }

  #hungUpBy(time: number): boolean {
    const { hangsUpAt } = this.#setup;
    return hangsUpAt !== undefined && time >= hangsUpAt;
  }

  #hungUp(step: Step): Outcome {
    return { end: { kind: 'caller-hung-up', step, why: 'the caller hangs up' } };
  }
}

type Lasting = 'speak' | 'play' | 'sound' | 'receive' | 'wait' | 'block';

const goesOn = (position: Position): Outcome => ({ next: following(position) });

function enter({ frame, step }: Position, inner: Pick<Frame, 'code' | 'queue'>): Position | undefined {
  const [first] = inner.code.steps;
  return first && { frame: { ...inner, outer: frame, from: step.index, jumps: new Map() }, step: first };
}
