/** Actions that do not work as documented where the published server runs, and lose callers there. */
import type { YamlPath } from '../../core/yaml/parse.ts';
import type { ServerFault } from '../../snapshot/server-evidence.ts';
import type { ActionSpec } from '../../resources/document.ts';
import { optionOf } from '../../resources/actions/lookup.ts';
import { isRecord } from '../../resources/actions/words.ts';

export interface Hazard {
  fault: ServerFault;
  /** For people: `action 3 (goto)`. */
  place: string;
  /** Within the list: `[2, 'loop_count']`. */
  path: YamlPath;
}

export function hazardsOf(actions: readonly ActionSpec[], within = ''): Hazard[] {
  return actions.flatMap((action, index) => {
    const place = `${within}action ${index + 1} (${action.type})`;
    const nested = action.option['actions'];
    return [
      ...ownHazard(action).map(([fault, ...path]) => ({ fault, place, path: [index, ...path] })),
      ...(Array.isArray(nested) ? hazardsOf(nested as readonly ActionSpec[], `${place}, `) : []).map(
        (hazard) => ({ ...hazard, path: [index, 'actions', ...hazard.path] }),
      ),
    ];
  });
}

function ownHazard(action: ActionSpec): [ServerFault, ...string[]][] {
  const [value, ...path] = optionIn(action, OPTION[action.type] ?? '');
  switch (action.type) {
    case 'condition_datetime':
      return Array.isArray(value) && value.length > 0 ? [['weekdays', ...path]] : [];
    case 'goto':
      return Number(value) > 0 ? [['counted_jumps', ...path]] : [];
    case 'sleep':
      return Number(value) > 0 ? [['timeouts', ...path]] : [];
    case 'digits_receive':
    case 'digits_send':
      return [['timeouts']];
    default:
      return [];
  }
}

/** The option that causes the fault, by action type. */
const OPTION: Readonly<Record<string, string>> = {
  condition_datetime: 'weekdays',
  goto: 'loop_count',
  sleep: 'duration',
};

/** The value of an option, which may also be in `extra`, and its path. */
function optionIn({ type, option }: ActionSpec, key: string): [value: unknown, ...path: string[]] {
  if (option[key] !== undefined) return [option[key], key];
  const { extra } = option;
  const wire = optionOf(type, key)?.wire ?? key;
  return isRecord(extra) && Object.hasOwn(extra, wire) ? [extra[wire], 'extra', wire] : [undefined];
}
