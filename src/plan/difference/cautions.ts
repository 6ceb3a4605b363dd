/** Notes, not obstacles: what may stop working after the plan, and what could not be checked. */
import { ineffective, landLinesRefused } from '../../core/destinations.ts';
import { isSetId } from '../../core/ids.ts';
import { sentenceList, withArticle } from '../../core/text.ts';
import type { Change } from '../change.ts';
import { danglingIn, leadsNowhere } from '../state/dangling.ts';
import { valuesOf, type Wire } from '../../resources/kind.ts';
import { account } from '../../resources/account.ts';
import { flows } from '../../resources/flows.ts';
import { isInFiles } from '../../resources/all.ts';
import { isVirtual, numbers } from '../../resources/numbers.ts';
import { outbound } from '../../resources/outbound.ts';
import { flowsOrHours, type Names } from '../../resources/names.ts';
import { stableId } from '../../resources/stable-id.ts';
import { listsAfter } from '../state/lists-after.ts';
import { liveNames, type LiveAccount } from '../state/live.ts';
import { titlesOf } from '../state/needed.ts';
import { referrersTo } from '../state/referrers.ts';
import type { Match } from './match.ts';
import type { Step } from './steps.ts';
import { noteOn } from '../title.ts';

export function cautions(steps: readonly Step[], match: Match, live: LiveAccount): Change[] {
  return [
    ...unseenMoney(steps, live),
    ...unseenUsers(steps, live),
    ...stillInUse(steps, match, live),
    ...leadNowhere(steps, live),
    ...lostToUndo(steps, live),
    ...withoutEffect(steps),
    ...spareNumbers(steps, match, live),
    ...startedAgain(steps, match, live),
  ];
}

/** Objects that could not be read may name what is deleted. */
export function unseenUsers(steps: readonly Step[], { unseen }: LiveAccount): Change[] {
  if (unseen.length === 0 || !deletes(steps)) return [];
  const because = `${sentenceList(unseen)} could not be read: whether they need what is deleted is not checked`;
  return [noteOn(account, account.kind, because)];
}

/** Numbers are used by their digits, not by reference: what a deleted number leads to, and what calls it. */
export function stillInUse(steps: readonly Step[], match: Match, live: LiveAccount): Change[] {
  const gone = new Map(steps.flatMap(({ work }) => (work.do === 'delete' ? [[work.live.id, work]] : [])));
  const released = [...gone.values()].filter(({ kind }) => kind.kind === numbers.kind);
  if (released.length === 0) return [];
  const lists = listsAfter(match, live);
  const digits = ({ number }: Wire): string => String(number);
  const users = referrersTo(new Set(released.map((work) => digits(work.live))), {
    lists,
    others: live.others,
  });
  const names = liveNames(live);
  return released.flatMap(({ name, live: number }) => {
    const leads = [
      ['calls', number['call_flow_id']],
      ['text messages', number['message_flow_id']],
    ].flatMap(([what, flow]) =>
      isSetId(flow as string | null) && !gone.has(String(flow))
        ? [`${String(what)} to it go to flow ${flowName(names, String(flow))}`]
        : [],
    );
    const uses = (users.get(digits(number)) ?? []).filter(({ id }) => id !== number.id && !gone.has(id));
    const because = [...leads, ...(uses.length === 0 ? [] : [`it is still used by ${titlesOf(uses)}`])];
    return because.length === 0 ? [] : [noteOn(numbers, name, because.join('; '), number.id)];
  });
}

const flowName = (names: Names, id: string): string => flowsOrHours(names).nameOf('flows', id) ?? id;

/** Whether anything is deleted that something else may name. */
export const deletes = (steps: readonly Step[]): boolean =>
  steps.some(({ work }) => work.do === 'delete' && isInFiles(work.kind));

function unseenMoney(steps: readonly Step[], { billing }: LiveAccount): Change[] {
  const counts = steps.some(({ work }) => work.do === 'create' && work.target.kind.limited !== undefined);
  if (billing !== undefined || !counts) return [];
  const because =
    'the billing account could not be read: the limits of its plan and the credit are not checked';
  return [noteOn(account, account.kind, because)];
}

function leadNowhere(steps: readonly Step[], live: LiveAccount): Change[] {
  return danglingIn(steps, live)
    .filter(({ refused }) => !refused)
    .flatMap(({ step: { change, work }, key, one, id }) => {
      if (work.do !== 'create' && work.do !== 'update') return [];
      const because = `${key} names ${withArticle(one)} that is not there (${id})`;
      return [noteOn(work.target.kind, change.name, because, change.id)];
    });
}

/** A replaced value that names something deleted cannot be written again by `undo`. */
function lostToUndo(steps: readonly Step[], live: LiveAccount): Change[] {
  const names = liveNames(live);
  return steps.flatMap(({ change, work }) => {
    if (work.do !== 'update' || work.target.live === undefined) return [];
    const { kind, live: object } = work.target;
    const values = valuesOf(kind, object);
    const lost = work.fields.filter((field) => leadsNowhere(field, values[field.wire], live, names));
    if (lost.length === 0) return [];
    const keys = sentenceList(lost.map(({ key }) => key));
    const verb = lost.length === 1 ? 'contains' : 'contain';
    const because = `${keys} ${verb} something that no longer exists, which \`voipbin undo\` cannot restore`;
    return [noteOn(kind, change.name, because, change.id)];
  });
}

/** Countries that the platform still refuses, though the new list has them. */
function withoutEffect(steps: readonly Step[]): Change[] {
  return steps.flatMap(({ work }) => {
    const list = work.do === 'write' ? work.patch['destination_whitelist'] : undefined;
    if (!Array.isArray(list)) return [];
    const entries = list as readonly string[];
    const withoutEffect = entries
      .flatMap((entry) => ineffective(entry, entries) ?? [])
      .map(({ why, instead }) => (instead === undefined ? why : `${why}; list ${instead} as well`));
    const because = [...withoutEffect, landLinesRefused(entries)].filter((text) => text !== undefined);
    return because.map((text) => noteOn(outbound, outbound.kind, text));
  });
}

/** A number is bought or created although a spare one exists: created elsewhere, or before the lock file was lost. */
function spareNumbers(steps: readonly Step[], { targets }: Match, { lists }: LiveAccount): Change[] {
  const claimed = new Set(
    [...targets.map((target) => target.live?.id), ...steps.map(({ change }) => change.id)].filter(isSetId),
  );
  const others = lists.numbers.filter(({ id }) => !claimed.has(id));
  const spare = others.filter(({ number }) => isVirtual(String(number)));
  const unlinked = spare.filter(
    (number) => !isSetId(number['call_flow_id'] as string) && !isSetId(number['message_flow_id'] as string),
  );
  return targets.flatMap(({ kind, name, spec, live }) => {
    if (kind.kind !== 'numbers' || live !== undefined) return [];
    const isAny = spec['virtual'] !== undefined;
    const called = spec['name'] ?? (isAny ? name : '');
    const same = (isAny ? spare : others).find((number) => number['name'] === called && called !== '');
    const found = same ?? (isAny ? unlinked.shift() : undefined);
    if (found === undefined) return [];
    return [noteOn(numbers, name, isAny ? spareText(found, found === same) : namesakeText(found))];
  });
}

function spareText({ id, number }: Wire, isNamesake: boolean): string {
  const like = isNamesake ? 'of the same name' : 'that leads nowhere';
  return `is a new number: the account already has a virtual number ${like}, ${String(number)}; \`id: ${id}\` uses that one`;
}

const namesakeText = ({ number }: Wire): string =>
  `is a new number: the account already has one of the same name, ${String(number)}`;

/** Flows that start each other when they end, after these steps: one note for each ring. */
function startedAgain(steps: readonly Step[], match: Match, live: LiveAccount): Change[] {
  const key = 'on_complete_flow';
  const wire = 'on_complete_flow_id';
  const written = steps.flatMap(({ work }) => {
    const isWritten =
      work.do === 'create' || (work.do === 'update' && work.fields.some((field) => field.wire === wire));
    return isWritten && work.target.kind.kind === flows.kind && work.target.spec[key] ? [work.target] : [];
  });
  if (written.length === 0) return [];
  const after = new Map(listsAfter(match, live).flows.map((row) => [row.id, row]));
  /** Flows already checked for a ring: thousands may follow each other. */
  const known = new Set<string>();
  return written.flatMap(({ name, address, live: flow }) => {
    const id = flow?.id ?? stableId(address);
    const path: string[] = [];
    const places = new Map<string, number>();
    let at: string | undefined = id;
    while (at !== undefined && after.has(at) && !known.has(at) && !places.has(at)) {
      places.set(at, path.push(at) - 1);
      at = after.get(at)?.[wire] as string | undefined;
    }
    const begin = (at === undefined ? undefined : places.get(at)) ?? path.length;
    // Flows of another ring found on the way are checked in their turn.
    for (const one of at === id ? path : path.slice(0, begin)) known.add(one);
    if (at !== id || path.length === 0) return [];
    const names = [...path, id].map((one) => String(after.get(one)?.[flows.key]));
    const way = path.length === 1 ? '' : `: ${names.join(' -> ')}`;
    return [noteOn(flows, name, `starts itself again when it ends, without end${way}`, flow?.id)];
  });
}
