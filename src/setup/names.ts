/** What the things are called that the wizard makes. */
import { freeName, knownObjects, strangerNamed, type Facts } from './facts.ts';
import { isHandWritten } from './origin.ts';

/** The flow that plays while callers wait. */
const WAIT_FLOW = 'Please hold';
export const MENU_FLOW = 'Main menu';

/** The word in the plan file for the number of the main menu. */
export const MENU_NUMBER = 'Main line';

/** The opening hours are a flow of their own, which needs a name of its own. */
export const hoursNameOf = (department: string): string => `${department} hours`;
const QUEUE = ' Queue';
export const queueNameOf = (department: string): string => department + QUEUE;
/** The departments that queues of these names belong to. */
export const departmentsIn = (queues: readonly string[]): string[] =>
  queues.filter((name) => name.endsWith(QUEUE)).map((name) => name.slice(0, -QUEUE.length));

/** `Front desk` as `front-desk`. */
export function tagNameOf(department: string): string {
  return department
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}

export const waitFlowName = (facts: Facts): string => ownFlow(facts, WAIT_FLOW);
export const menuFlowName = (facts: Facts): string => ownFlow(facts, MENU_FLOW);

/** The name, unless a flow has it that is not ours. */
function ownFlow(facts: Facts, wanted: string): string {
  const isTaken = (name: string): boolean =>
    strangerNamed(facts, 'flows', name) !== undefined || isHandWritten(facts, 'flows', name);
  if (!isTaken(wanted)) return wanted;
  const own = Object.keys(facts.file.document.flows ?? {}).filter((name) =>
    isHandWritten(facts, 'flows', name),
  );
  const there = knownObjects(facts, 'flows').filter(({ name, ours }) => !ours || isTaken(name));
  return freeName(wanted, new Set([wanted, ...own, ...there.map(({ name }) => name)]));
}

/** What is wrong with the name of a department, or undefined. */
export function departmentProblem(facts: Facts, department: string): string | undefined {
  if (tagNameOf(department) === '')
    return `${JSON.stringify(department)} is not a name: it needs a letter or a digit`;
  if (department.length > 60) return `${JSON.stringify(department)} is longer than 60 characters`;
  if (/^[+=<]|=|^id:/.test(department))
    return `${JSON.stringify(department)} cannot be a name: it means something else`;
  if ([WAIT_FLOW, MENU_FLOW, MENU_NUMBER].some((name) => name.toLowerCase() === department.toLowerCase())) {
    return `${JSON.stringify(department)} is what setup calls something of its own: choose another name`;
  }
  const taken = [
    ['flows', department, 'flow'],
    ['queues', queueNameOf(department), 'queue'],
    ['tags', tagNameOf(department), 'tag'],
  ] as const;
  const byHand = (['flows', 'queues'] as const).find((kind) =>
    isHandWritten(facts, kind, kind === 'flows' ? department : queueNameOf(department), department),
  );
  if (byHand !== undefined) {
    const name = byHand === 'flows' ? department : queueNameOf(department);
    return `${facts.file.file} has a ${byHand.slice(0, -1)} ${JSON.stringify(name)} that setup did not make, and does not touch: choose another name`;
  }
  const clash = taken.find(([kind, name]) => strangerNamed(facts, kind, name) !== undefined);
  return clash === undefined
    ? undefined
    : `the account has a ${clash[2]} ${JSON.stringify(clash[1])} already, which setup does not touch: choose another name`;
}
