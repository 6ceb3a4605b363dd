/** Actions as plain data, in the words of a plan file. */
import type { ActionSpec } from '../document.ts';
import { formatDuration } from '../../core/yaml/durations.ts';
import { optionOf } from './lookup.ts';
import type { OptionType } from './types.ts';
import { weekdays } from './words.ts';

/** An action as the plan file writes it. */
export function actionToPlain({ type, option, label, next }: ActionSpec): Record<string, unknown> {
  const options = Object.entries(option).map(([key, value]) => [
    key,
    optionToPlain(value, optionOf(type, key)?.type ?? 'any'),
  ]);
  return {
    ...(label !== undefined && { label }),
    type,
    ...(Object.fromEntries(options) as object),
    ...(next !== undefined && { next }),
  };
}

function optionToPlain(value: unknown, type: OptionType): unknown {
  switch (type) {
    case 'ms':
      return formatDuration(value as number);
    case 's':
      return formatDuration((value as number) * 1000);
    case 'weekdays':
      return (value as number[]).map((day) => weekdays[day]);
    case 'address':
      return addressToPlain(value as Record<string, string>);
    case 'addresses':
      return (value as Record<string, string>[]).map(addressToPlain);
    case 'actions':
      return (value as ActionSpec[]).map(actionToPlain);
    default:
      return value;
  }
}

/** The short form where nothing is lost by it. */
export function addressToPlain(address: Readonly<Record<string, string>>): unknown {
  const { type, target, ...rest } = address;
  const isShort = Object.keys(rest).length === 0 && type && target && target === target.trimEnd();
  return isShort ? `${type}:${target}` : address;
}

/** The short form taken apart; a phone number by itself is `tel:`. The type is taken as it is written. */
export function addressFromPlain(word: string): { type: string; target: string } {
  if (/^\+\d/.test(word)) return { type: 'tel', target: word };
  const at = word.indexOf(':');
  return at < 0 ? { type: word, target: '' } : { type: word.slice(0, at), target: word.slice(at + 1) };
}
