/** What a variable is compared with further on: the values that make a difference. */
import type { CallAccount } from '../account.ts';
import type { Code, Step } from '../code.ts';
import { DIGITS, hasPlaceholder, namesIn } from '../variables.ts';
import { waysOf } from './reading.ts';

/** So many actions are looked through for comparisons of one key press. */
const MOST_LOOKED_AT = 300;

/** Values of the variable that some action from there on tells apart. */
export type Comparands = (code: Code, index: number) => readonly string[];

export function digitComparands(account: CallAccount): Comparands {
  const fetchers = fetchersOf(account);
  const known = new Map<Step, readonly string[]>();
  return (code, index) => {
    const step = code.steps[index];
    if (step === undefined) return [];
    const values = known.get(step) ?? [...lookAhead(code, index, account, fetchers)];
    known.set(step, values);
    return values;
  };
}

interface Place {
  code: Code;
  index: number;
}

/** Where each flow is fetched from. */
function fetchersOf(account: CallAccount): ReadonlyMap<Code, readonly Place[]> {
  const fetchers = new Map<Code, Place[]>();
  for (const code of account.flows.values()) {
    for (const step of code.steps) {
      for (const flow of waysOf(step).fetches) {
        const fetched = account.flows.get(flow);
        if (fetched === undefined) continue;
        const places = fetchers.get(fetched) ?? [];
        places.push({ code, index: step.index });
        fetchers.set(fetched, places);
      }
    }
  }
  return fetchers;
}

function lookAhead(
  code: Code,
  index: number,
  account: CallAccount,
  fetchers: ReadonlyMap<Code, readonly Place[]>,
): ReadonlySet<string> {
  const values = new Set<string>();
  const seen = new Set<Step>();
  const open = onward({ code, index }, account);
  for (let place = open.pop(); place !== undefined && seen.size < MOST_LOOKED_AT; place = open.pop()) {
    const step = place.code.steps[place.index];
    if (step === undefined) {
      // At the end of a flow: whatever follows where it was fetched.
      if (place.index === place.code.steps.length) {
        for (const fetcher of fetchers.get(place.code) ?? []) {
          const fetch = fetcher.code.steps[fetcher.index];
          if (fetch === undefined || seen.has(fetch)) continue;
          seen.add(fetch);
          open.push(...onward(fetcher, account));
        }
      }
      continue;
    }
    if (seen.has(step)) continue;
    seen.add(step);
    for (const value of comparedDigits(step)) values.add(value);
    if (!emptiesDigits(step)) open.push(...onward(place, account));
  }
  return values;
}

/** Where a step may lead, itself left out; the end of a list is a place, too. */
function onward({ code, index }: Place, account: CallAccount): Place[] {
  const step = code.steps[index];
  if (step === undefined) return [];
  const { jumps, follows, fetches } = waysOf(step);
  const places: Place[] = follows ? [{ code, index: index + 1 }] : [];
  for (const id of jumps) {
    const target = code.indexOf.get(id);
    if (target !== undefined) places.push({ code, index: target });
  }
  for (const flow of fetches) {
    const fetched = account.flows.get(flow);
    if (fetched !== undefined) places.push({ code: fetched, index: 0 });
  }
  return places;
}

/** A name in braces may turn out empty, which means the digits, too. */
const mayLookAtDigits = (option: Step['option']): boolean =>
  looksAtDigits(option) || (typeof option['variable'] === 'string' && hasPlaceholder(option['variable']));

const looksAtDigits = (option: Step['option']): boolean => (option['variable'] || DIGITS) === DIGITS;

const emptiesDigits = ({ type, option }: Step): boolean =>
  (type === 'branch' && looksAtDigits(option)) ||
  (type === 'variable_set' && option['key'] === DIGITS && !String(option['value']).includes(DIGITS));

/** The digits that a step tells apart from others. */
function comparedDigits({ type, option }: Step): string[] {
  switch (type) {
    case 'branch':
      return mayLookAtDigits(option) ? Object.keys(option['target_ids'] ?? {}) : [];
    case 'condition_call_digits':
      return [(option['key'] as string | undefined) ?? '', ...lengths(Number(option['length'] ?? 0))];
    case 'condition_variable':
      return comparedValues(option);
    default:
      return [];
  }
}

/** Values on both sides of what a condition compares with. */
export function comparedValues(option: Step['option']): string[] {
  const reads = typeof option['variable'] === 'string' ? namesIn(option['variable']) : [];
  if (reads.length === 0) return [];
  switch (option['value_type']) {
    case 'string': {
      const value = typeof option['value_string'] === 'string' ? option['value_string'] : '';
      // A longer text that begins with it comes after it.
      return option['condition'] === '==' || option['condition'] === '!=' ? [value] : [value, `${value}0`];
    }
    case 'number': {
      const number = Number(option['value_number'] ?? 0);
      return [number - 1, number, number + 1].filter((value) => value >= 0).map(String);
    }
    case 'length':
      return lengths(Number(option['value_length'] ?? 0));
    default:
      return [];
  }
}

const LONGEST = 32;

/** A text of that length, one shorter and one longer. */
const lengths = (length: number): string[] =>
  [length - 1, length, length + 1]
    .filter((size) => size >= 0 && size <= LONGEST)
    .map((size) => '0'.repeat(size));
