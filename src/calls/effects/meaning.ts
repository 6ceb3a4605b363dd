/** How an effect is determined: from the options of an action, or, if they cannot be understood, from its type. */
import type { Step } from '../code.ts';
import { decoderOf, type Decoded, type FieldType } from '../options.ts';
import { fillOption } from '../variables.ts';
import type { Effect, Scene } from './effect.ts';

const notUnderstood = 'its options cannot be understood';
/** The effect of actions that do nothing if their options cannot be understood; others fail. */
export const misread: Effect = { does: 'next', why: notUnderstood, passed: 'misread' };
export const unreadable: Effect = { does: 'fail', why: notUnderstood };

export const passedOver: Effect = { does: 'next', why: 'it does nothing here', passed: 'by type' };
export const goesOn: Effect = { does: 'next' };

export type Meaning = (step: Step, scene: Scene) => Effect;
type Fields = Readonly<Record<string, FieldType>>;

export const byType = (meanings: Readonly<Record<string, Meaning>>): ReadonlyMap<string, Meaning> =>
  new Map(Object.entries(meanings));

/** The effect of an action by its options, and its effect if they cannot be understood. */
export function meaning<const F extends Fields>(
  fields: F,
  whenMisread: Effect,
  means: (option: Decoded<F>, scene: Scene, step: Step) => Effect,
): Meaning {
  const decode = decoderOf(fields);
  const effect = (step: Step, scene: Scene): Effect => {
    const option = decode(fillOption(step.option, scene.read));
    return option === undefined ? whenMisread : means(option, scene, step);
  };
  // An effect that reads no variable is the same each time.
  const once = eachOnce(effect);
  return (step, scene) => (step.filled ? effect(step, scene) : once(step, scene));
}

/** The same for actions that depend on a variable, which the options only name. */
export function reading<const F extends Fields>(
  fields: F,
  means: (option: Decoded<F>, scene: Scene, step: Step) => Effect,
): Meaning {
  const decode = decoderOf(fields);
  const decoded = ({ option }: Step, { read }: Scene): Decoded<F> | undefined =>
    decode(fillOption(option, read));
  const once = eachOnce(decoded);
  return (step, scene) => {
    const option = step.filled ? decoded(step, scene) : once(step, scene);
    return option === undefined ? unreadable : means(option, scene, step);
  };
}

/** Caches on the action what was derived from it for an account. */
function eachOnce<T>(find: (step: Step, scene: Scene) => T): (step: Step, scene: Scene) => T {
  return (step, scene) => {
    if (step.foundIn === scene.account && step.foundBy === find) return step.found as T;
    const found = find(step, scene);
    [step.found, step.foundBy, step.foundIn] = [found, find, scene.account];
    return found;
  };
}

export const always =
  (effect: Effect): Meaning =>
  () =>
    effect;
