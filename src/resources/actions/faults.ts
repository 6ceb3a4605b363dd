/** Actions that the server takes and that do nothing, or end the call, when their turn comes. */
import { speakable } from '../../core/ssml.ts';
import type { ActionSpec } from '../document.ts';
import { canonicalValue } from './canonical.ts';
import { actionType, optionOf } from './lookup.ts';
import { isRecord } from './words.ts';

/** What is wrong, for people: `action 2 (talk) has no text`. Nothing of it keeps a file from being right. */
export function faultsOf(actions: readonly ActionSpec[], within = ''): string[] {
  return actions.flatMap((action, index) => {
    const place = `${within}action ${index + 1} (${action.type})`;
    const missing = (actionType(action.type)?.required ?? [])
      .map((keys) => (typeof keys === 'string' ? [keys] : keys))
      .filter((keys) => keys.every((key) => isNothing(action, key)))
      .map((keys) => `${place} has no ${keys.join(' or ')}`);
    const nested = action.option['actions'];
    return [
      ...missing,
      ...(isUnspeakable(action) ? [`${place} has a text that cannot be spoken: ${UNSPEAKABLE}`] : []),
      ...(Array.isArray(nested) ? faultsOf(nested as readonly ActionSpec[], `${place}, `) : []),
    ];
  });
}

const UNSPEAKABLE = 'write `&amp;` for "&" and `&lt;` for "<"';

/** Whether a text cannot be spoken, whatever its variables contain: their values are known only in a call. */
function isUnspeakable({ type, option: { text } }: ActionSpec): boolean {
  return type === 'talk' && typeof text === 'string' && !speakable(text.replaceAll(/\$\{[^}]*\}?/g, 'name'));
}

function isNothing({ type, option }: ActionSpec, key: string): boolean {
  const { extra } = option;
  const wire = optionOf(type, key)?.wire ?? key;
  const value = option[key] ?? (isRecord(extra) && Object.hasOwn(extra, wire) ? extra[wire] : null);
  return canonicalValue(typeof value === 'string' ? value.trim() : value) === null;
}
