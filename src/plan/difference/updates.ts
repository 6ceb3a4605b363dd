/** What the account has otherwise than the file declares it. */
import type { Change } from '../change.ts';
import type { Names } from '../../resources/names.ts';
import { requestsFor, riskOf, valuesOf } from '../../resources/kind.ts';
import { liveNames, type Live } from '../state/live.ts';
import { idsOf, type Match } from './match.ts';
import { declaredFields, phaseOf, wantedValue, type Step } from './steps.ts';
import { titleOf } from '../title.ts';
import { changesOf, dependencies } from './fields.ts';
import { afterNewPassword, changedPassword, passwordField, type KnownPasswords } from './passwords.ts';

/** @param isCommand A command sets a password whatever the present one is; a file, where it can be seen to differ. */
export function updateSteps(match: Match, live: Live, known: KnownPasswords, isCommand = false): Step[] {
  const ids = idsOf(match);
  const names = shownNames(match, live);
  return match.targets.flatMap((target) => {
    const { kind, name, live, spec } = target;
    if (live === undefined) return [];
    const now = valuesOf(kind, live);
    const changed = declaredFields(target).filter(
      (field) => field.canonical(wantedValue(target, field, ids)) !== field.canonical(now[field.wire]),
    );
    const password = isCommand ? known(target.address) : changedPassword(target, known);
    if (changed.length === 0 && password === undefined) return [];
    const wires = [...changed.map(({ wire }) => wire), ...(password === undefined ? [] : ['password'])];
    const inUse = ['hours', 'flows', 'queues'].includes(kind.kind);
    const change: Change = {
      address: target.address,
      verb: 'update',
      kind: kind.kind,
      name,
      title: titleOf(kind, name),
      id: live.id,
      fields: [
        ...changed.flatMap((field) => {
          const value = field.wire === kind.key && spec[field.key] === undefined ? name : spec[field.key];
          return changesOf(field, now[field.wire], { value, wanted: wantedValue(target, field, ids) }, names);
        }),
        ...(password === undefined ? [] : [passwordField(target)]),
      ],
      risk: password === undefined ? riskOf(kind, wires) : 'irreversible',
      requests: requestsFor(kind, wires),
      after: dependencies(target, changed, match),
      ...(password !== undefined && { because: afterNewPassword(target) }),
    };
    const phase = phaseOf(kind.kind === 'numbers' ? 'number' : inUse ? 'change' : 'make');
    return [
      {
        change,
        phase,
        work: { do: 'update', target, fields: changed, ...(password && { password }) },
      } satisfies Step,
    ];
  });
}

/** For people: as the file calls them, or else as the account does. */
function shownNames({ names }: Match, live: Live): Names {
  const others = liveNames(live);
  return { nameOf: (kind, id) => names.nameOf(kind, id) ?? others.nameOf(kind, id) };
}
