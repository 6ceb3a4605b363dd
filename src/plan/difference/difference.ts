/** Compares a declared account with the live one. Pure; the resulting list of changes is the plan. */
import type { Only, PlanOptions } from '../options.ts';
import { isSetId } from '../../core/ids.ts';
import { dayOf } from '../../hours/days.ts';
import { RENEWED_DAYS, storedHours } from '../../hours/flow.ts';
import { hazardsOf } from '../obstacles/hazards.ts';
import { faultsOf } from '../../resources/actions/faults.ts';
import type { Change, Cost, Plan } from '../change.ts';
import { cautions } from './cautions.ts';
import { createSteps } from './creates.ts';
import { deleteSteps } from './deletes.ts';
import { singleSteps } from './singles.ts';
import { nullNotes } from './nulls.ts';
import { secretNotes, type KnownSecrets } from './secrets.ts';
import { inTurn } from './turns.ts';
import { updateSteps } from './updates.ts';
import type { ActionSpec } from '../../resources/document.ts';
import { commandOf } from '../../resources/index.ts';
import { withHoursFlows } from './hours.ts';
import type { LiveAccount } from '../state/live.ts';
import type { Lock } from '../file/lock.ts';
import type { Values, Wire } from '../../resources/kind.ts';
import { matchNames, type Match } from './match.ts';
import { cutOffNotes } from '../obstacles/cut-offs.ts';
import { obstaclesOf } from '../obstacles/index.ts';
import type { PlanFile } from '../file/read.ts';
import { flowsWritten, type Step } from './steps.ts';
import { noteOn } from '../title.ts';

export interface Planned {
  plan: Plan;
  steps: readonly Step[];
  match: Match;
}

/**
 * @param known The secrets that the file refers to.
 * @throws FileProblems if a name in the file matches several objects.
 */
export function planChanges(
  file: PlanFile,
  lock: Lock,
  live: LiveAccount,
  options: PlanOptions,
  known: KnownSecrets = () => undefined,
): Planned {
  const all = withHoursFlows(matchNames(file, lock, live), file, dayOf(options.today) ?? 0);
  const match = limited(all, options.only);
  const updates = updateSteps(match, live, known, file.isCommand);
  const left = options.only?.renews === true ? updates.filter((step) => isAhead(step, options.today)) : [];
  const wanted = [
    ...singleSteps(file, live),
    ...createSteps(match),
    ...updates.filter((step) => !left.includes(step)),
    ...(options.only === undefined ? deleteSteps(file, lock, match, live, options.prune) : []),
  ];
  const { steps, rings } = inTurn(wanted, match, live);
  const changes = steps.map(({ change }) => change);
  const { limits, obstacles } = obstaclesOf({
    file,
    live,
    match,
    declared: all.targets,
    steps,
    rings,
    options,
  });
  return {
    match,
    steps,
    plan: {
      format: 'voipbin.plan/1',
      customer_id: live.customer.id,
      customer_name: live.customer.name || null,
      changes: [
        ...changes,
        ...notes(match, steps),
        ...timeoutNotes(match, options),
        ...cutOffNotes({ file, match, steps, options }),
        ...cautions(steps, match, live),
        ...(file.isCommand ? [] : secretNotes(match, known)),
        ...(options.only === undefined ? nullNotes(file, match) : absentNotes(all, options.only)),
        ...left.flatMap(({ work }) =>
          'target' in work ? noteOn(work.target.kind, work.target.name, LEFT) : [],
        ),
      ],
      cost: sumOf(changes.map(({ cost }) => cost)),
      requests: changes.reduce((sum, { requests }) => sum + requests, 0),
      limits,
      obstacles,
    },
  };
}

const LEFT = 'differ from the plan file, and have enough days left: `voipbin apply` changes them';

/** Whether the file changes the hours; not if only their days end soon, or clock changes or holidays differ. */
function isAhead({ work, change }: Step, today: string): boolean {
  if (work.do !== 'update' || change.fields.every(({ path }) => RENEWED.has(path))) return false;
  const stored = storedHours(work.target.live?.['actions']);
  return stored !== undefined && stored.covered.last - (dayOf(today) ?? 0) >= RENEWED_DAYS;
}

const RENEWED: ReadonlySet<string> = new Set(['days', 'detail', 'flow']);

const limited = (match: Match, only: Only | undefined): Match =>
  only === undefined
    ? match
    : {
        ...match,
        targets: match.targets.filter(
          ({ address, live }) => live !== undefined && only.addresses.includes(address),
        ),
      };

/** Notes on objects that a command leaves to `apply`. */
function absentNotes({ targets }: Match, only: Only | undefined): Change[] {
  if (only?.missing !== 'noted') return [];
  return targets
    .filter(({ address, live }) => live === undefined && only.addresses.includes(address))
    .map(({ kind, name }) =>
      noteOn(kind, name, 'does not exist in the account yet: `voipbin apply` creates it'),
    );
}

function sumOf(costs: readonly (Cost | undefined)[]): Cost {
  return costs.reduce<Cost>(
    (sum, cost) => ({ now: sum.now + (cost?.now ?? 0), monthly: sum.monthly + (cost?.monthly ?? 0) }),
    { now: 0, monthly: 0 },
  );
}

const SHOWN = 3;

function shortened(faults: readonly string[]): string {
  const shown = faults.slice(0, SHOWN).join('; ');
  return faults.length > SHOWN ? `${shown}; and ${faults.length - SHOWN} more` : shown;
}

const isEmpty = (list: unknown): boolean => !Array.isArray(list) || list.length === 0;

/** Whether a queue is created without a wait flow, or loses its own. */
const losesWaitFlow = (spec: Values, live: Wire | undefined): boolean =>
  live === undefined
    ? (spec['wait_flow'] ?? null) === null
    : spec['wait_flow'] === null && isSetId(live['wait_flow_id'] as string | null | undefined);

/** Notes on effects that are easily overlooked. */
function notes(match: Match, steps: readonly Step[]): Change[] {
  const written = flowsWritten(steps);
  return match.targets.flatMap(({ kind, name, address, spec, live, locked }) => {
    const all: string[] = [];
    if (live === undefined && locked !== undefined) all.push('was deleted elsewhere, and is created again');
    if (kind.kind === 'queues' && losesWaitFlow(spec, live)) {
      all.push('has no wait flow: a caller who has to wait is cut off');
    }
    if (
      live === undefined &&
      kind.secrets?.some(({ key, generated }) => generated === 'always' && !spec[key])
    ) {
      all.push(`gets a password that is not shown: \`voipbin ${commandOf(kind.kind)} password\` sets one`);
    }
    if (kind.kind === 'flows' && live === undefined && isEmpty(spec['actions'])) {
      all.push('has no actions: a call to it ends immediately');
    }
    if (written.has(address)) {
      const faults = faultsOf((spec['actions'] ?? []) as readonly ActionSpec[]);
      if (faults.length > 0) all.push(`cannot work as it is: ${shortened(faults)}`);
    }
    return all.map((because) => noteOn(kind, name, because));
  });
}

/** Actions that never end on the published server: callers wait there in silence. */
function timeoutNotes({ targets }: Match, { works = [] }: PlanOptions): Change[] {
  if (works.includes('timeouts')) return [];
  return targets.flatMap(({ kind, name, spec }) => {
    if (kind.kind !== 'flows') return [];
    const hazards = hazardsOf((spec['actions'] ?? []) as readonly ActionSpec[]);
    const places = hazards.flatMap(({ fault, place }) => (fault === 'timeouts' ? [place] : []));
    if (places.length === 0) return [];
    const because = `a timeout is needed: ${shortened(places)}. Where timeouts do not fire, as on the published server, callers wait there in silence without end; a talk with pauses (<break time="3s"/>) and \`digits_handle: next\` works on every server`;
    return [noteOn(kind, name, because)];
  });
}
