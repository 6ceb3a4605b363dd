/** From a plan file to the API: labels and names become ids. */
import type { Action } from '../../api/wire.ts';
import { NIL_UUID } from '../../core/ids.ts';
import type { ActionSpec } from '../document.ts';
import { idIn } from '../references.ts';
import type { Ids, Reference } from '../names.ts';
import { stableId } from '../stable-id.ts';
import { compileAddress, referenceIn, type ActionAddress } from './addresses.ts';
import { actionType, optionOf } from './lookup.ts';
import { compileHoursAction, HOURS } from './hours.ts';
import type { OptionType } from './types.ts';
import { isRecord, jumpWords } from './words.ts';

export function referencesOf({ type, option }: ActionSpec): Reference[] {
  return Object.entries(actionType(type)?.options ?? {}).flatMap(([key, spec]) => {
    const value = option[key];
    if (spec.type === 'actions') return ((value ?? []) as ActionSpec[]).flatMap(referencesOf);
    if (spec.type === 'address' || spec.type === 'addresses') {
      const addresses = [value ?? []].flat() as ActionAddress[];
      return addresses.flatMap((address) => referenceIn(address) ?? []);
    }
    if (spec.type === 'hours') return [{ kind: 'hours', name: String(value) }];
    if ((spec.type !== 'queue' && spec.type !== 'flow') || typeof value !== 'string') return [];
    return value.includes('${') ? [] : [{ kind: spec.type === 'queue' ? 'queues' : 'flows', name: value }];
  });
}

/** @param owner Where the ids of the actions come from: `flows/Main`. */
export function compileActions(actions: readonly ActionSpec[], ids: Ids, owner: string): Action[] {
  const keys = actions.map(({ label }, index) => `${owner}/${label ?? `#${index}`}`);
  const own = keys.map((key) => stableId(key));
  const labels = new Map(
    actions.flatMap(({ label }, index) => (label === undefined ? [] : [[label, own[index] ?? '']])),
  );
  const target = (word: string): string => labels.get(word) ?? jumpWords.get(word) ?? idIn(word) ?? word;
  return actions.flatMap((action, index): Action[] => {
    const { type, option, next } = action;
    const id = own[index] ?? NIL_UUID;
    if (type === HOURS) {
      const hours = ids.idOf({ kind: 'hours', name: String(option['hours']) });
      return compileHoursAction(action, [id, stableId(`${keys[index] ?? ''}/answer`)], { hours, target });
    }
    const { extra, ...known } = option;
    const made = Object.entries(known).map(([key, value]) => {
      const spec = optionOf(type, key) ?? { type: 'any' };
      return [spec.wire ?? key, compileOption(value, spec.type, { ids, target, owner: `${owner}/${index}` })];
    });
    const all = { ...(isRecord(extra) ? extra : {}), ...(Object.fromEntries(made) as object) };
    const next_id = next === undefined ? NIL_UUID : target(next);
    return [{ id, next_id, type, ...(Object.keys(all).length > 0 && { option: all }) }];
  });
}

interface Compiling {
  ids: Ids;
  target: (word: string) => string;
  owner: string;
}

function compileOption(value: unknown, type: OptionType, { ids, target, owner }: Compiling): unknown {
  switch (type) {
    case 'target':
      return target(String(value));
    case 'targets':
      return Object.fromEntries(
        Object.entries(value as Record<string, string>).map(([key, label]) => [key, target(label)]),
      );
    case 'queue':
    case 'flow':
      return String(value).includes('${')
        ? value
        : ids.idOf({ kind: type === 'queue' ? 'queues' : 'flows', name: String(value) });
    case 'address':
      return compileAddress(value as ActionAddress, ids);
    case 'addresses':
      return (value as readonly ActionAddress[]).map((address) => compileAddress(address, ids));
    case 'actions':
      return compileActions(value as readonly ActionSpec[], ids, owner);
    default:
      return value;
  }
}
