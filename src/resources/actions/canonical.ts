import type { Action } from '../../api/wire.ts';
import { isSetId, isUuid, NIL_UUID } from '../../core/ids.ts';
import { wireOptions } from './lookup.ts';
import { indexById, isRecord, lower } from './words.ts';

/**
 * What a list of actions comes to, whatever ids its actions have: jumps by position, ids in lower case, and nothing
 * where the server reads a zero value (absent, null, empty, false and 0 are one to it).
 *
 * @param place What a jump to the action of that index is.
 */
export function canonicalActions(
  wire: unknown,
  place: (index: number) => unknown = (index) => index,
): unknown[] {
  const actions = Array.isArray(wire) ? (wire as Action[]) : [];
  const indexOf = indexById(actions);
  const jump = (id: unknown): unknown => {
    if (typeof id !== 'string') return canonicalValue(id);
    const index = indexOf.get(id.toLowerCase());
    return index === undefined ? canonicalValue(id) : { action: place(index) };
  };
  return actions.map((action, index) => {
    if (!isRecord(action)) return action;
    const known = wireOptions(action.type);
    const option = Object.entries(isRecord(action.option) ? action.option : {}).map(([key, value]) => {
      const type = known.get(key)?.spec.type;
      if (type === 'target') return [key, jump(value)] as const;
      if (type === 'targets' && isRecord(value)) {
        const targets = Object.entries(value).map(([digit, id]) => [digit, jump(id)] as const);
        return [key, sorted(targets)] as const;
      }
      if (type === 'actions' && Array.isArray(value)) {
        return [key, value.length === 0 ? null : canonicalActions(value)] as const;
      }
      return [key, canonicalValue(value)] as const;
    });
    const after = indexOf.get(lower(action.next_id));
    const next = !isSetId(action.next_id) || after === index + 1 ? null : jump(action.next_id);
    return { type: action.type ?? '', next, option: sorted(option) };
  });
}

/** Null for whatever is nothing to the server. */
export function canonicalValue(value: unknown): unknown {
  if (value === null || value === undefined || value === '' || value === false || value === 0) return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(canonicalValue);
  if (isRecord(value)) {
    const entries = sorted(Object.entries(value).map(([key, item]) => [key, canonicalValue(item)] as const));
    return entries.length === 0 ? null : entries;
  }
  if (typeof value !== 'string') return value;
  const id = value.toLowerCase();
  return id === NIL_UUID ? null : isUuid(id) ? id : value;
}

/** Entries with something in them, by key. */
function sorted(entries: readonly (readonly [string, unknown])[]): (readonly [string, unknown])[] {
  return entries.filter(([, value]) => value !== null).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
