/** Changes that a command made in the plan file in addition to the account: `undo` undoes both. */
import type { Definition, ExceptionText } from '../../hours/definition.ts';
import { storedHours } from '../../hours/flow.ts';
import type { HoursSpec, PlanDocument } from '../../resources/document.ts';
import type { Run, RunChange } from '../journal/journal.ts';

export interface FileUndo {
  document: PlanDocument;
  /** The names of the hours. */
  names: readonly string[];
  /** For people: what happens to each entry. */
  lines: readonly string[];
}

/** Undefined if the file no longer contains what the run wrote. */
export function undoInFile({ head, changes }: Run, document: PlanDocument): FileUndo | undefined {
  // The file of an `apply` was written by a person.
  if (head.command === undefined) return undefined;
  const found = changes.flatMap((change) => {
    const own = document.hours?.[change.begin.name];
    const spec = own && specBefore(own, change);
    return spec === undefined ? [] : [{ name: change.begin.name, own: own as HoursSpec, spec }];
  });
  if (found.length === 0) return undefined;
  const hours = { ...document.hours, ...Object.fromEntries(found.map(({ name, spec }) => [name, spec])) };
  return {
    document: { ...document, hours },
    names: found.map(({ name }) => name),
    lines: found.flatMap(({ name, own, spec }) => LISTS.flatMap((list) => linesOf(name, list, own, spec))),
  };
}

const LISTS = ['opened', 'closed'] as const;

/** The hours in the file as they were before; undefined if they are not as the change left them. */
function specBefore(own: HoursSpec, { begin, outcome }: RunChange): HoursSpec | undefined {
  const [before, after] = [definitionIn(begin.before), definitionIn(begin.after)];
  if (begin.kind !== 'hours' || outcome !== 'done' || !before || !after) return undefined;
  const changed = LISTS.filter((list) => !isSame(before[list], after[list]));
  if (changed.length === 0 || !changed.every((list) => isSame(own[list], after[list]))) return undefined;
  // A list that was not in the file differs from an empty one.
  const kept = Object.entries(own).filter(([key]) => !changed.some((list) => list === key));
  const back = changed.flatMap((list) => (before[list] === undefined ? [] : [[list, before[list]] as const]));
  return Object.fromEntries([...kept, ...back]);
}

const definitionIn = (values: Readonly<Record<string, unknown>> | undefined): Definition | undefined =>
  storedHours(values?.['actions'])?.definition;

type List = readonly ExceptionText[] | null | undefined;

const textsOf = (list: List): string[] =>
  (list ?? []).map(({ when, because }) => (because === undefined ? when : `${when}: ${because}`));
const isSame = (one: List, other: List): boolean =>
  JSON.stringify(textsOf(one)) === JSON.stringify(textsOf(other));

function linesOf(name: string, list: (typeof LISTS)[number], own: HoursSpec, spec: HoursSpec): string[] {
  const [now, then] = [textsOf(own[list]), textsOf(spec[list])];
  const line = (text: string, what: string): string =>
    `${JSON.stringify(text)} is ${what} \`${list}\` of ${name}`;
  return [
    ...now.filter((text) => !then.includes(text)).map((text) => line(text, 'removed from')),
    ...then.filter((text) => !now.includes(text)).map((text) => line(text, 'added to')),
  ];
}
