/** Compiles the opening hours of a plan file: each into a flow for the next 365 days, unless its flow is still fine. */
import type { Action } from '../../api/wire.ts';
import { FileProblems } from '../../core/yaml/reader.ts';
import type { YamlPath, YamlProblem } from '../../core/yaml/parse.ts';
import { MOST_EXECUTED } from '../../hours/compile.ts';
import {
  definitionProblems,
  meaningOf,
  type Definition,
  type ExceptionText,
} from '../../hours/definition.ts';
import { reachOf, readWhen } from '../../hours/exceptions.ts';
import {
  hoursDetail,
  hoursFlow,
  RENEWED_DAYS,
  storedHours,
  type HoursFlow,
  type StoredHours,
} from '../../hours/flow.ts';
import type { Holidays } from '../../hours/holidays.ts';
import { DAY_MINUTES } from '../../hours/spans.ts';
import { canonicalActions } from '../../resources/actions/canonical.ts';
import { compileActions } from '../../resources/actions/compile.ts';
import type { Values } from '../../resources/kind.ts';
import type { Match, Target } from './match.ts';
import type { PlanFile } from '../file/read.ts';

/**
 * @param today The day in UTC: a new or renewed flow covers the year that begins with it.
 * @throws FileProblems with the line from which no flow can be made.
 */
export function withHoursFlows(match: Match, file: PlanFile, today: number): Match {
  const problems: YamlProblem[] = [];
  const targets = match.targets.map((target) => {
    if (target.kind.kind !== 'hours') return target;
    const wrong = (path: YamlPath, message: string): void => {
      problems.push({ ...file.placeOf('hours', target.name, path), message });
    };
    return { ...target, spec: compiledSpec(target, { today, holidays: file.holidays, wrong }) };
  });
  if (problems.length > 0) {
    throw new FileProblems(file.file, problems, {
      code: 'PLAN',
      hint: '`voipbin help hours` shows what can be written',
    });
  }
  const byAddress = new Map(targets.map((target) => [target.address, target]));
  return { ...match, targets, target: (kind, name) => byAddress.get(`${kind}/${name}`) };
}

interface Compiling {
  today: number;
  holidays: Holidays | undefined;
  wrong: (path: YamlPath, message: string) => void;
}

/** What the API should have: only the name if its flow needs no change. */
function compiledSpec({ spec, live, address }: Target, { today, holidays, wrong }: Compiling): Values {
  const { id, name } = spec;
  const kept = { ...(id !== undefined && { id }), ...(name !== undefined && { name }) };
  const stored = storedHours(live?.['actions']);
  const definition = definitionOf(spec, stored?.definition);
  if (definition === undefined) return kept;
  const problems = definitionProblems(definition, holidays);
  for (const { path, message } of problems) wrong(path, message);
  if (problems.length > 0) return kept;
  if (stored !== undefined && live !== undefined) {
    const isCurrent =
      live['detail'] === hoursDetail(stored.covered) &&
      isFresh(stored, today) &&
      isSame(stored, definition, { live: live['actions'], address, holidays });
    if (isCurrent) return kept;
  }
  const flow = hoursFlow(definition, today, holidays);
  if (flow.executed > MOST_EXECUTED) {
    wrong(
      deepestPath(definition, flow),
      `the hours change too often: a call would need ${flow.executed} actions to find out whether it is open, and ${MOST_EXECUTED} are possible`,
    );
  }
  return { ...kept, detail: hoursDetail(flow.covered), flow };
}

/** The definition in the file, completed from that of the flow; undefined for new hours with too little information. */
function definitionOf(spec: Values, before: Definition | undefined): Definition | undefined {
  const { time_zone, open, holidays, opened, closed } = { ...before, ...spec } as Partial<Definition> & {
    [K in 'holidays' | 'opened' | 'closed']?: Definition[K] | null;
  };
  if (time_zone === undefined || open === undefined) return undefined;
  return {
    time_zone,
    open,
    ...(holidays && { holidays }),
    ...(opened && opened.length > 0 && { opened }),
    ...(closed && closed.length > 0 && { closed }),
  };
}

/** Whether enough of its days are left, and the first day is not in the future. */
const isFresh = ({ covered: { first, last } }: StoredHours, today: number): boolean =>
  first <= today && last - today >= RENEWED_DAYS;

/** Whether the flow is what its own days compile to, so that a plan is the same every day. */
function isSame(
  { covered, definition: before }: StoredHours,
  definition: Definition,
  { live, address, holidays }: { live: unknown; address: string; holidays: Holidays | undefined },
): boolean {
  return (
    meaningOf(before, covered) === meaningOf(definition, covered) &&
    decidesBy({ covered, definition }, live, { address, holidays })
  );
}

/**
 * Whether a flow decides like these hours on its days. It does not if someone has changed it by hand, or if holidays or
 * clock changes differ from those at the time it was made.
 */
export function decidesBy(
  { covered, definition }: StoredHours,
  live: unknown,
  { address, holidays }: { address: string; holidays: Holidays | undefined },
): boolean {
  const own = compileActions(hoursFlow(definition, covered.first, holidays).actions, noIds, address);
  return decisionsOf(own) === decisionsOf(live);
}

/** The text of a list of actions, without the stored definition, which may be written in several ways. */
function decisionsOf(wire: unknown): string {
  const actions = wire as readonly Action[];
  const bare = actions.map(({ option, ...action }) => {
    const { hours: _, ...decides } = option ?? {};
    return { ...action, option: decides };
  });
  return JSON.stringify(canonicalActions(bare));
}

const noIds = {
  idOf: (): string => {
    throw new RangeError('a flow of opening hours names nothing');
  },
};

/** The entry of the file that makes a day need too many decisions: an exception, or the weekly hours. */
function deepestPath({ opened = [], closed = [] }: Definition, { deepest }: HoursFlow): YamlPath {
  const [day = 0] = deepest;
  const touches = ({ when: text }: ExceptionText): boolean => {
    const when = readWhen(text);
    if (!('kind' in when)) return false;
    const { from, to } = reachOf(when);
    // The local day may be one day before or after the UTC day.
    return from < (day + 2) * DAY_MINUTES && (day - 1) * DAY_MINUTES < to;
  };
  const [before, after] = [opened.findIndex(touches), closed.findIndex(touches)];
  if (before >= 0) return ['opened', before];
  return after >= 0 ? ['closed', after] : ['open'];
}
