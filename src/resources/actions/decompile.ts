/** From the API to a plan file: ids become labels and names. What a file cannot express stays as it is, under `extra`. */
import { wrongIds } from '../../api/update.ts';
import type { Action } from '../../api/wire.ts';
import { isSetId, isUuid, NIL_UUID } from '../../core/ids.ts';
import type { ActionSpec } from '../document.ts';
import { isDuration } from '../../core/yaml/durations.ts';
import { wordFor } from '../references.ts';
import type { Names } from '../names.ts';
import { actionType, wireOptions } from './lookup.ts';
import { decompileAddress } from './addresses.ts';
import { folded, HOURS } from './hours.ts';
import type { OptionType } from './types.ts';
import { FINISH, indexById, isRecord, lower, START, weekdays } from './words.ts';

/**
 * Undefined where a list is no list of actions, or has an action of a type that is not known here, or an id that could
 * not be sent back.
 *
 * @param labelOf What an action is called where something leads to it.
 * @param fold Whether what an action of a plan file has become is that one again; otherwise there are as many as before.
 */
export function decompileActions(
  wire: unknown,
  names: Names,
  {
    labelOf = madeUpLabel,
    fold = true,
  }: { labelOf?: (type: string, index: number) => string; fold?: boolean } = {},
): ActionSpec[] | undefined {
  const actions = Array.isArray(wire) ? (wire as Action[]) : [];
  if (!actions.every((action) => isRecord(action) && isOfPlatform(action.type))) return undefined;
  if (wrongIds(actions).length > 0) return undefined;
  const indexOf = indexById(actions);
  const labels = new Map<number, string>();
  /** The word for an id: a label where it leads to an action of the list. */
  const target = (id: unknown): string | undefined => {
    if (typeof id !== 'string' || id === '' || id === NIL_UUID) return undefined;
    const lower = id.toLowerCase();
    const index = indexOf.get(lower);
    if (index !== undefined) {
      const label = labels.get(index) ?? labelOf(actions[index]?.type ?? 'step', index);
      labels.set(index, label);
      return label;
    }
    if (lower === START) return 'start';
    if (lower === FINISH) return 'finish';
    if (id.includes('${')) return id === id.trim() ? id : undefined;
    return isUuid(id) ? `id:${lower}` : undefined;
  };
  const specs = actions.map((action, index) => {
    const { option, extra } = decompileOptions(action, names, target);
    const after = indexOf.get(lower(action.next_id));
    const next = isSetId(action.next_id) && after !== index + 1 ? target(action.next_id) : undefined;
    return {
      type: action.type ?? '',
      option: { ...option, ...(Object.keys(extra).length > 0 && { extra }) },
      ...(next !== undefined && { next }),
    };
  });
  // Labels are known only when all targets were seen.
  const labeled = specs.map((spec, index) => {
    const label = labels.get(index);
    return label === undefined ? spec : { ...spec, label };
  });
  return fold ? folded(labeled, actions, names) : labeled;
}

const isOfPlatform = (type: unknown): boolean => type !== HOURS && actionType(type) !== undefined;

/** `talk-1` for a first action. */
export const madeUpLabel = (type: string, index: number): string =>
  `${type.replaceAll('_', '-')}-${index + 1}`;

function decompileOptions(
  action: Action,
  names: Names,
  target: (id: unknown) => string | undefined,
): { option: Record<string, unknown>; extra: Record<string, unknown> } {
  const known = wireOptions(action.type);
  const option = new Map<string, unknown>();
  const extra = new Map<string, unknown>();
  for (const [wire, value] of Object.entries(action.option ?? {})) {
    if (value === null || value === undefined) continue;
    const place = known.get(wire);
    const word = place && decompileOption(value, place.spec.type, names, target);
    if (place === undefined || word === undefined) extra.set(wire, value);
    else option.set(place.key, word);
  }
  return { option: Object.fromEntries(option), extra: Object.fromEntries(extra) };
}

function decompileOption(
  value: unknown,
  type: OptionType,
  names: Names,
  target: (id: unknown) => string | undefined,
): unknown {
  if (typeof type !== 'string') return type.find((word) => word === value);
  switch (type) {
    case 'text':
    case 'id':
      return typeof value === 'string' ? value : undefined;
    case 'flag':
      return typeof value === 'boolean' ? value : undefined;
    case 'integer':
      return Number.isSafeInteger(value) ? value : undefined;
    case 'ms':
    case 's':
      return isDuration(value) ? value : undefined;
    case 'any':
      return value;
    case 'texts':
      return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
    case 'weekdays':
      return Array.isArray(value) &&
        value.every((day) => Number.isInteger(day) && weekdays[day as number] !== undefined)
        ? value
        : undefined;
    case 'address':
      return decompileAddress(value, unlikeVariables(names));
    case 'addresses': {
      const one = (item: unknown): unknown => decompileAddress(item, unlikeVariables(names));
      const addresses = Array.isArray(value) ? value.map(one) : [undefined];
      return addresses.includes(undefined) ? undefined : addresses;
    }
    case 'actions':
      return Array.isArray(value) ? decompileActions(value, names) : undefined;
    case 'target':
      return target(value);
    case 'targets': {
      if (!isRecord(value)) return undefined;
      const pairs = Object.entries(value).map(([key, id]) => [key, target(id)] as const);
      return pairs.every(([, word]) => word !== undefined) ? Object.fromEntries(pairs) : undefined;
    }
    case 'hours':
      return undefined;
    case 'queue':
    case 'flow':
      if (typeof value !== 'string' || value === '') return undefined;
      return value.includes('${')
        ? value
        : wordFor(type === 'queue' ? 'queues' : 'flows', value, unlikeVariables(names));
  }
}

/** A name that reads like a variable would be taken for one. */
const unlikeVariables = ({ nameOf }: Names): Names => ({
  nameOf: (kind, id) => {
    const name = nameOf(kind, id);
    return name?.includes('${') === true ? undefined : name;
  },
});
