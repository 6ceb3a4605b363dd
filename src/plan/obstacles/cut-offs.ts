import { ExitCode } from '../../core/exit-codes.ts';
import type { YamlPath } from '../../core/yaml/parse.ts';
import { quote } from '../../core/yaml/reader.ts';
import type { ServerFault } from '../../snapshot/server-evidence.ts';
import { hazardsOf } from './hazards.ts';
import type { Change, Obstacle } from '../change.ts';
import { flowsWritten } from '../difference/steps.ts';
import { flows } from '../../resources/flows.ts';
import { noteOn } from '../title.ts';
import type { ActionSpec } from '../../resources/document.ts';
import type { PlanContext } from './plan-context.ts';

/** Faults of the published server that cut off every call that reaches such an action. */
const CUTS_OFF = {
  weekdays: {
    what: 'a weekday check cuts off every call',
    hint: 'use opening hours: `hours: {Office: {time_zone: ..., open: mon-fri 9:00-17:00}}`, and the action `{type: hours, hours: Office, closed: <label>}`',
  },
  counted_jumps: {
    what: 'a goto with a loop_count is taken every time, so callers loop until the call is cut off',
    hint: 'write out the rounds one after the other, or count them in a variable; for a jump that is always meant, use `next` in the action before',
  },
} as const satisfies Partial<Record<ServerFault, { what: string; hint: string }>>;

/** Actions of a flow that cut off every call that reaches one of them. */
export interface CutOff {
  fault: ServerFault;
  flow: string;
  /** For people: `action 3 (goto)`, `action 2 (condition_datetime) and 7 more`. */
  places: string;
  /** The path of the first one within the flow's actions. */
  path: YamlPath;
  what: string;
  hint: string;
}

/** One for each fault of each flow. */
export function cutOffsIn(flows: Iterable<readonly [name: string, actions: unknown]>): CutOff[] {
  return [...flows].flatMap(([flow, actions]) => {
    const hazards = hazardsOf((actions ?? []) as readonly ActionSpec[]);
    return Object.entries(CUTS_OFF).flatMap(([fault, known]) => {
      const [first, ...more] = hazards.filter((hazard) => hazard.fault === fault);
      if (first === undefined) return [];
      const places = first.place + (more.length > 0 ? ` and ${more.length} more` : '');
      return [{ fault: first.fault, flow, places, path: first.path, ...known }];
    });
  });
}

type Seen = Pick<PlanContext, 'file' | 'match' | 'steps' | 'options'>;

/** In flows whose actions the plan writes. */
export function cutOffs(seen: Seen): Obstacle[] {
  return cutOffsOf(seen)
    .filter(({ isWritten }) => isWritten)
    .map(({ at, flow, places, what, hint }) => ({
      code: 'CUT_OFF',
      exit_code: ExitCode.usage,
      message: `${at}flow ${quote(flow)}, ${places}: ${what}`,
      hint,
    }));
}

/** In flows that the plan does not change: notes only, since other changes must not have to repair them first. */
export function cutOffNotes(seen: Seen): Change[] {
  return cutOffsOf(seen)
    .filter(({ isWritten }) => !isWritten)
    .map(({ at, flow, places, what, hint }) =>
      noteOn(flows, flow, `${at}${places}: ${what}, and stays as it is; ${hint}`),
    );
}

function cutOffsOf({ file, match, steps, options }: Seen): (CutOff & { at: string; isWritten: boolean })[] {
  const works = new Set(options.works);
  const written = flowsWritten(steps);
  const targets = match.targets.filter(({ kind }) => kind.kind === flows.kind);
  return targets.flatMap(({ name, spec, address }) =>
    cutOffsIn([[name, spec['actions']]])
      .filter(({ fault }) => !works.has(fault))
      .map((cutOff) => {
        const { line, column } = file.placeOf(flows.kind, name, ['actions', ...cutOff.path]);
        const at = file.isCommand === true ? '' : `${file.file}:${line}:${column} `;
        const hint = `${cutOff.hint}; \`voipbin setup --resume\` rewrites the flows that setup has made`;
        return { ...cutOff, hint, at, isWritten: written.has(address) };
      }),
  );
}
