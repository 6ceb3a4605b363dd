import { ExitCode } from '../../core/exit-codes.ts';
import { quote } from '../../core/yaml/reader.ts';
import type { ServerFault } from '../../snapshot/server-evidence.ts';
import { hazardsOf } from '../actions/hazards.ts';
import type { Obstacle } from '../change.ts';
import type { ActionSpec } from '../document.ts';
import type { Outlook } from './outlook.ts';

/** Faults of the published server that cut off every call that comes to such an action. */
const CUTS_OFF: Readonly<Partial<Record<ServerFault, { what: string; hint: string }>>> = {
  weekdays: {
    what: 'a check of weekdays cuts every call off',
    hint: 'use opening hours: `hours: {Office: {time_zone: ..., open: mon-fri 9:00-17:00}}`, and the action `{type: hours, hours: Office, closed: <label>}`',
  },
  'counted-jumps': {
    what: 'a goto with a loop_count is taken every time, so that callers go round until the call is cut off',
    hint: 'write the rounds out one after the other, or count them in a variable; for a jump that is always meant, use `next` in the action before',
  },
};

/** Whether or not they are changed: what is in the file is what the account is to have. */
export function cutOffs({ file, match, options }: Outlook): Obstacle[] {
  const works = new Set(options.works);
  return match.targets
    .filter(({ kind }) => kind.kind === 'flows')
    .flatMap(({ name, spec }) =>
      hazardsOf((spec['actions'] ?? []) as readonly ActionSpec[]).flatMap(({ fault, place, path }) => {
        const known = CUTS_OFF[fault];
        if (known === undefined || works.has(fault)) return [];
        const { line, column } = file.placeOf('flows', name, ['actions', ...path]);
        return {
          code: 'CUT_OFF' as const,
          exit_code: ExitCode.usage,
          message: `${file.file}:${line}:${column} flow ${quote(name)}, ${place}: ${known.what}`,
          hint: known.hint,
        };
      }),
    );
}
