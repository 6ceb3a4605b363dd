import { ExitCode } from '../../core/exit-codes.ts';
import { isSetId } from '../../core/ids.ts';
import { withArticle } from '../../core/text.ts';
import type { Only } from '../options.ts';
import { titleOf } from '../title.ts';
import { manyKind } from '../../resources/all.ts';
import type { Field } from '../../resources/field.ts';
import type { Change, Obstacle } from '../change.ts';
import { idsOf, type Match } from '../difference/match.ts';
import { declaredFields, wantedValues, type Step } from '../difference/steps.ts';
import { danglingIn, presenceIn } from '../state/dangling.ts';
import type { LiveAccount } from '../state/live.ts';
import type { PlanContext } from './plan-context.ts';

/** References to objects that do not exist; only where the server checks them, and then fails without a reason. */
export function missing({ file, declared, live, steps, match, options }: PlanContext): Obstacle[] {
  const isThere = presenceIn(live.lists);
  const obstacles = absent(declared, options.only);
  if (file.document.outbound !== undefined && live.outbound === null) {
    obstacles.push(
      lost('the account has no outgoing settings, and they cannot be created', 'ask the platform for them'),
    );
  }
  for (const { step, key, one, id, refused } of danglingIn(steps, live)) {
    if (refused)
      obstacles.push(
        lost(`${step.change.address}: ${key} names ${withArticle(one)} that is not there (${id})`),
      );
  }
  for (const { change, work } of steps) {
    const missed = work.do === 'create' ? work.target.kind.missing?.(work.target.spec) : undefined;
    if (missed !== undefined) obstacles.push(lost(`${change.address}: ${missed}`));
    if (work.do === 'update')
      obstacles.push(...staleLinks(work, change.address, isThere), ...fixed(work, change));
    obstacles.push(...refused(work, change, live, match));
  }
  return obstacles;
}

/** An object that a command changes must exist. */
function absent(declared: PlanContext['declared'], only: Only | undefined): Obstacle[] {
  if (only?.missing !== 'refused') return [];
  return declared
    .filter(({ address, live }) => live === undefined && only.addresses.includes(address))
    .map(({ kind, name }) =>
      lost(
        `${titleOf(kind, name)} does not exist in the account yet`,
        'run `voipbin apply`, which creates it',
      ),
    );
}

function lost(message: string, hint?: string): Obstacle {
  return { code: 'MISSING', exit_code: ExitCode.conflict, message, ...(hint !== undefined && { hint }) };
}

type Update = Extract<Step['work'], { do: 'update' }>;

/** Unchanged references that an update sends along: the server checks whether their objects exist. */
function carriedLinks({ target: { kind }, fields }: Update): Field[] {
  const changed = new Set(fields.map(({ wire }) => wire));
  const sent = (kind.puts ?? []).filter(({ fields: all, when = all }) =>
    when.some((wire) => changed.has(wire)),
  );
  const looked = new Set<string>(sent.flatMap(({ looksAt = [] }) => looksAt));
  return kind.fields.filter(({ wire }) => looked.has(wire) && !changed.has(wire));
}

function staleLinks(work: Update, address: string, isThere: ReturnType<typeof presenceIn>): Obstacle[] {
  const { live } = work.target;
  if (live === undefined) return [];
  return carriedLinks(work).flatMap(({ key, wire, refersTo: [kind] }) => {
    const id = live[wire];
    if (typeof id !== 'string' || !isSetId(id) || kind === undefined || isThere(kind, id)) return [];
    const one = manyKind(kind).one;
    const hint = `set ${key} to ${withArticle(one)} that exists, or to nothing`;
    return [lost(`${address}: its ${key} leads to ${withArticle(one)} that no longer exists`, hint)];
  });
}

/** Fields that can be set only on creation. */
function fixed({ target, fields }: Update, { address }: Change): Obstacle[] {
  return fields
    .filter(({ isFixed }) => isFixed === true)
    .map(({ key }) =>
      lost(
        `${address}: the ${key} of ${withArticle(target.kind.one)} cannot be changed`,
        'delete it, or make another one under another name',
      ),
    );
}

function refused(work: Step['work'], { address }: Change, live: LiveAccount, match: Match): Obstacle[] {
  if (work.do !== 'create' && work.do !== 'update') return [];
  const { target } = work;
  const fields = work.do === 'update' ? work.fields : declaredFields(target);
  const values = wantedValues(target, fields, idsOf(match));
  const problem = target.kind.refusal?.(values, target.live?.id, live.lists);
  return problem === undefined ? [] : [lost(`${address}: ${problem}`)];
}
