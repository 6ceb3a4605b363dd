/** Actions that decide where a run continues, with a call and without one. */
import { isSetId } from '../../core/ids.ts';
import { conditionDatetimeFields, conditionVariableFields, variableHolds } from '../conditions.ts';
import { DIGITS } from '../variables.ts';
import { always, goesOn, meaning, reading, unreadable, type Meaning } from './meaning.ts';

/** The end of the reason when a jump names an action that does not exist. */
const LOST_TARGET = 'an action that does not exist';

export const deciding: Readonly<Record<string, Meaning>> = {
  branch: reading(
    { variable: 'text', default_target_id: 'id', target_ids: 'ids' },
    ({ variable, default_target_id, target_ids }, { read }) => {
      const name = variable || DIGITS;
      const value = read(name) ?? '';
      const listed = Object.hasOwn(target_ids, value);
      const to = (listed ? target_ids[value] : undefined) ?? default_target_id;
      return new BranchTaken(to, name, value, listed);
    },
  ),
  goto: meaning({ target_id: 'id', loop_count: 'whole' }, unreadable, ({ target_id, loop_count }) =>
    loop_count <= 0
      ? goesOn
      : { does: 'jump-counted', to: target_id, times: loop_count, why: `it jumps to ${LOST_TARGET}` },
  ),
  condition_variable: meaning(conditionVariableFields, unreadable, (option) =>
    variableHolds(option) ? goesOn : otherwise(option.false_target_id),
  ),
  condition_datetime: meaning(conditionDatetimeFields, unreadable, (option) => ({
    does: 'compare-time',
    option,
    otherwise: option.false_target_id,
    why: otherwise(option.false_target_id).why,
  })),
  fetch_flow: meaning({ flow_id: 'id' }, unreadable, ({ flow_id }, { account }, step) => {
    const code = account.flows.get(flow_id);
    if (code === undefined) {
      const why = step.inserted ? 'the queue has no wait flow' : missing('flow', flow_id);
      return { does: 'fail', why };
    }
    return code.steps.length === 0 ? { does: 'next', why: 'that flow is empty' } : { does: 'fetch', code };
  }),
  fetch: meaning({ event_url: 'text', event_method: 'text' }, unreadable, ({ event_url }) =>
    event_url === ''
      ? { does: 'fail', why: 'it has no address to ask' }
      : { does: 'next', why: `it asks ${event_url} what to do next, which cannot be known beforehand` },
  ),
  stop: always({ does: 'finish' }),
};

/** The reason is computed lazily: it is hardly ever needed. */
class BranchTaken {
  readonly does = 'jump';
  readonly to: string;
  readonly set: readonly [name: string, value: string];
  readonly value: string;
  readonly listed: boolean;

  constructor(to: string, name: string, value: string, listed: boolean) {
    this.to = to;
    this.set = name === DIGITS ? DIGITS_EMPTIED : [name, ''];
    this.value = value;
    this.listed = listed;
  }

  get why(): string {
    const { to, set, value } = this;
    const [name] = set;
    const isKeys = name === DIGITS;
    const given = value === '' ? `an empty ${name}` : `"${value}" in ${name}`;
    const keys = value === '' ? 'pressing nothing' : `${keyWord(value)} ${value}`;
    if (isSetId(to)) return `${isKeys ? keys : given} leads to ${LOST_TARGET}`;
    const caller = value === '' ? 'a caller who presses nothing' : keys;
    return `nothing is set up for ${isKeys ? caller : given}`;
  }
}

const DIGITS_EMPTIED = [DIGITS, ''] as const;

const keyWord = (keys: string): string => (keys.length === 1 ? 'key' : 'keys');

export const missing = (kind: string, id: string): string =>
  isSetId(id) ? `the ${kind} ${id} does not exist` : `it names no ${kind}`;

export function otherwise(to: string): { does: 'jump'; to: string; why: string } {
  const why = isSetId(to)
    ? `the condition is false, and that leads to ${LOST_TARGET}`
    : 'the condition is false, and nothing is set up for that';
  return { does: 'jump', to, why };
}
