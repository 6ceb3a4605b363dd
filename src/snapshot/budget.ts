/** How much is read where requests are limited: short lists whole, one by one, then of the traffic what fits. */
import { leftOut, type Ended, type StartedSection } from './section.ts';
import type { ReadSection } from './snapshot.ts';

/** Lists of what happened: long, and read as far back as the horizon. */
const TRAFFIC: ReadonlySet<ReadSection> = new Set([
  'calls',
  'activeflows',
  'queuecalls',
  'messages',
  'billings',
]);
/** Of what is left, the share that may be spent on learning how long one list is. Those pages are not lost. */
const LOOK_AHEAD = 0.1;

export interface LeftOut {
  name: ReadSection;
  /** About how many it would take; 0 if unknown. */
  requests: number;
}

export interface Budget {
  /** Requests that may still be made. */
  left: () => number;
  /** @param looks Pages that may be looked at ahead to know how long a list is. */
  start: (name: ReadSection, looks: number) => StartedSection;
  /** Once, before the traffic is read: what is still to be made, and what will not be. */
  onPlan: (remaining: number, leftOut: readonly LeftOut[]) => void;
}

export async function readWithin(names: readonly ReadSection[], budget: Budget): Promise<Ended[]> {
  const ended: Ended[] = [];
  const omit = (name: ReadSection, requests = 0): void => {
    ended.push({ name, section: leftOut(name, requests), rows: null });
  };
  for (const name of names.filter((one) => !TRAFFIC.has(one))) {
    if (budget.left() > 0) ended.push(await budget.start(name, 0).finish());
    else omit(name);
  }
  const opened: StartedSection[] = [];
  for (const name of names.filter((one) => TRAFFIC.has(one))) {
    if (budget.left() <= 0) {
      omit(name);
      continue;
    }
    const section = budget.start(name, Math.floor(budget.left() * LOOK_AHEAD));
    await section.ready;
    opened.push(section);
  }
  const { fitting, rest } = choose(opened, budget.left());
  for (const section of rest) omit(section.name, section.remaining());
  budget.onPlan(
    fitting.reduce((sum, { remaining }) => sum + remaining(), 0),
    ended.flatMap(({ name, section }) =>
      section.state === 'unavailable' && section.code === 'REQUEST_LIMIT'
        ? [{ name, requests: rest.find((one) => one.name === name)?.remaining() ?? 0 }]
        : [],
    ),
  );
  for (const section of fitting) ended.push(await section.finish());
  return ended;
}

/** As many lists as fit, the short ones first. */
function choose(
  sections: readonly StartedSection[],
  left: number,
): { fitting: StartedSection[]; rest: StartedSection[] } {
  const fitting: StartedSection[] = [];
  const rest: StartedSection[] = [];
  let free = left;
  for (const section of [...sections].sort((a, b) => a.remaining() - b.remaining())) {
    const fits = section.remaining() <= free;
    (fits ? fitting : rest).push(section);
    if (fits) free -= section.remaining();
  }
  return { fitting, rest };
}
