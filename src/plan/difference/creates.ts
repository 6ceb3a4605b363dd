/** Objects that the file declares and the account does not have. */
import { RENEWAL_PRICE } from '../../snapshot/plans.ts';
import { thenAddress, type Change } from '../change.ts';
import type { Field } from '../../resources/field.ts';
import type { Match, Target } from './match.ts';
import { orderOf } from './order.ts';
import { declaredFields, phaseOf, type Step } from './steps.ts';
import { titleOf } from '../title.ts';
import { requestsFor } from '../../resources/kind.ts';
import { dependencies, newField } from './fields.ts';

export function createSteps(match: Match): Step[] {
  const fresh = match.targets.filter(({ live }) => live === undefined);
  return orderOf(fresh, match).flatMap(({ target, later }) => {
    const { kind, name, spec } = target;
    const fields = declaredFields(target);
    const now = fields.filter(({ wire }) => !later.has(wire) && (wire in kind.defaults || wire === kind.key));
    const rest = fields.filter((field) => !now.includes(field) && spec[field.key] !== null);
    const buys = kind.costs?.(name) === true && spec['virtual'] === undefined;
    const phase = phaseOf(buys ? 'buy' : kind.beginsCalls ? 'number' : 'make');
    const change: Change = {
      address: target.address,
      verb: 'create',
      kind: kind.kind,
      name,
      title: titleOf(kind, name),
      fields: [
        ...now
          .filter(({ key }) => spec[key] !== undefined && spec[key] !== null)
          .flatMap((field) => newField(field, spec[field.key])),
        ...(spec['virtual'] === undefined ? [] : [{ path: 'virtual', from: null, to: 'any' }]),
      ],
      ...(kind.brings !== undefined && { because: kind.brings }),
      risk: buys ? 'costs-money' : 'safe',
      ...(buys && { cost: { now: RENEWAL_PRICE, monthly: RENEWAL_PRICE } }),
      requests: spec['virtual'] === undefined ? 1 : 2,
      after: dependencies(target, now, match),
    };
    const made: Step = { change, phase, work: { do: 'create', target, later, buys } };
    return rest.length === 0 ? [made] : [made, fill(target, rest, match, phase)];
  });
}

/** Sets the fields that could not be set on creation. */
function fill(target: Target, fields: readonly Field[], match: Match, phase: Step['phase']): Step {
  const { kind, name, address, spec } = target;
  return {
    change: {
      address: thenAddress(address),
      verb: 'update',
      kind: kind.kind,
      name,
      title: titleOf(kind, name),
      fields: fields.flatMap((field) => newField(field, spec[field.key])),
      risk: 'safe',
      requests: requestsFor(
        kind,
        fields.map(({ wire }) => wire),
      ),
      after: [...new Set([address, ...dependencies(target, fields, match)])],
    },
    phase,
    work: { do: 'update', target, fields, secrets: new Map() },
  };
}
