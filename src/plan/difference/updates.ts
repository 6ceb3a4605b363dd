/** Objects that differ from their declaration in the file. */
import type { Change } from '../change.ts';
import type { Names } from '../../resources/names.ts';
import { consequenceOf, requestsFor, valuesOf } from '../../resources/kind.ts';
import { liveNames, type LiveAccount } from '../state/live.ts';
import { idsOf, type Match } from './match.ts';
import { declaredFields, phaseOf, wantedValue, wantedValues, type Step } from './steps.ts';
import { titleOf } from '../title.ts';
import { changesOf, dependencies } from './fields.ts';
import { afterwardsOf, changedSecrets, secretChanges, type KnownSecrets } from './secrets.ts';

export function updateSteps(match: Match, live: LiveAccount, known: KnownSecrets, isCommand = false): Step[] {
  const ids = idsOf(match);
  const names = shownNames(match, live);
  return match.targets.flatMap((target) => {
    const { kind, name, live, spec } = target;
    if (live === undefined) return [];
    const now = valuesOf(kind, live);
    const changed = declaredFields(target).filter(
      (field) => field.canonical(wantedValue(target, field, ids)) !== field.canonical(now[field.wire]),
    );
    const secrets = changedSecrets(target, known, isCommand);
    if (changed.length === 0 && secrets.size === 0) return [];
    const wanted = wantedValues(target, changed, ids);
    const wires = [...changed.map(({ wire }) => wire), ...secrets.keys()];
    const change: Change = {
      address: target.address,
      verb: 'update',
      kind: kind.kind,
      name,
      title: titleOf(kind, kind.called?.(live) ?? name),
      id: live.id,
      fields: [
        ...changed.flatMap((field) => {
          const value = field.wire === kind.key && spec[field.key] === undefined ? name : spec[field.key];
          return changesOf(field, now[field.wire], { value, wanted: wanted[field.wire] }, names);
        }),
        ...secretChanges(target, secrets),
      ],
      ...consequenceOf(kind, wanted),
      requests: requestsFor(kind, wires),
      after: dependencies(target, changed, match),
      ...(secrets.size > 0 && { risk: 'irreversible', because: afterwardsOf(target, secrets) }),
    };
    const phase = phaseOf(kind.beginsCalls ? 'number' : kind.leadsCallers ? 'change' : 'make');
    return [
      {
        change,
        phase,
        work: { do: 'update', target, fields: changed, secrets },
      } satisfies Step,
    ];
  });
}

/** For people: the names in the file, otherwise those in the account. */
function shownNames({ names }: Match, live: LiveAccount): Names {
  const others = liveNames(live);
  return { nameOf: (kind, id) => names.nameOf(kind, id) ?? others.nameOf(kind, id) };
}
