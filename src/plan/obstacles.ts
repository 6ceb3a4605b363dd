/** What the server would refuse, mostly with no more than "500": found before anything is done. */
import { ExitCode } from '../core/exit-codes.ts';
import { isSetId } from '../core/ids.ts';
import { formatUsd } from '../core/money.ts';
import { Permission } from '../core/permissions.ts';
import { plural } from '../core/text.ts';
import { planLimits, RENEWAL_PRICE, type LimitedResource } from '../snapshot/plans.ts';
import type { Obstacle, Plan } from './change.ts';
import type { PlanOptions } from './diff.ts';
import type { NamedKind } from './document.ts';
import { idIn } from './field.ts';
import type { Wire } from './kind.ts';
import type { Live } from './live.ts';
import { idsOf, type Match } from './match.ts';
import type { PlanFile } from './read.ts';
import { wantedValues, type Step } from './steps.ts';

/** One fixed agent of the platform, which nobody may delete or change (bin-agent-manager, models/agent). */
const GUEST_AGENT = 'd819c626-0284-4df8-99d6-d03e1c6fba88';
/** Stored flows of one account, whatever its plan (bin-flow-manager, pkg/flowhandler). */
const MAX_FLOWS = 10_000;
/** Deleting a larger share of a kind is taken for a mistake. */
const LARGE_DELETE = 0.3;

export function obstaclesOf(
  file: PlanFile,
  live: Live,
  match: Match,
  steps: readonly Step[],
  options: PlanOptions,
): Pick<Plan, 'limits' | 'obstacles'> {
  const { limits, passed } = limitsOf(live, steps);
  return {
    limits,
    obstacles: [
      ...passed,
      ...money(live, steps),
      ...missing(file, live, steps),
      ...admins(live, match, steps),
      ...addressesTaken(live, match),
      ...largeDeletes(live, steps, options),
    ],
  };
}

const created = (steps: readonly Step[], kind: NamedKind): Step[] =>
  steps.filter(({ change }) => change.verb === 'create' && change.kind === kind);

const isBought = ({ change }: Step): boolean => change.risk === 'costs-money';

function limitsOf(live: Live, steps: readonly Step[]): { limits: Plan['limits']; passed: Obstacle[] } {
  const limitsOfPlan = planLimits[live.billing?.plan_type ?? ''];
  const counted: readonly (readonly [LimitedResource, number, number])[] = [
    ['agents', live.lists.agents.length, created(steps, 'agents').length],
    ['queues', live.lists.queues.length, created(steps, 'queues').length],
    ['extensions', live.lists.extensions.length, created(steps, 'extensions').length],
    [
      'virtual_numbers',
      live.lists.numbers.filter((number) => number['type'] === 'virtual').length,
      created(steps, 'numbers').filter((step) => !isBought(step)).length,
    ],
  ];
  const limits = counted.flatMap(([resource, there, more]) => {
    const limit = limitsOfPlan?.[resource];
    return limit !== undefined && more > 0 && there + more >= limit
      ? [{ resource: resource.replace('_', ' '), after: there + more, limit }]
      : [];
  });
  const plan = live.billing?.plan_type ?? '';
  const passed = limits
    .filter(({ after, limit }) => after > limit)
    .map(({ resource, after, limit }): Obstacle => ({
      code: 'PLAN_LIMIT',
      exit_code: ExitCode.limited,
      message: `the plan ${plan} allows ${limit} ${resource}, and there would be ${after}`,
      hint: 'choose a larger plan, or take some out of the file',
    }));
  const flows = live.lists.flows.length + created(steps, 'flows').length;
  if (flows > MAX_FLOWS) {
    passed.push({
      code: 'PLAN_LIMIT',
      exit_code: ExitCode.limited,
      message: `an account has at most ${MAX_FLOWS} flows, and there would be ${flows}`,
    });
  }
  return { limits, passed };
}

function money(live: Live, steps: readonly Step[]): Obstacle[] {
  const count = steps.filter(isBought).length;
  if (count === 0) return [];
  const obstacles: Obstacle[] = [];
  const status = live.customer.identity_verification_status;
  if (status !== 'verified') {
    obstacles.push({
      code: 'IDENTITY',
      exit_code: ExitCode.denied,
      message: `${plural(count, 'number')} cannot be bought: the identity of the account is not verified (${status ?? 'unknown'})`,
      hint: 'verify it in the console; virtual numbers (+899) need no verification',
    });
  }
  const { billing } = live;
  if (billing === undefined || billing.plan_type === 'unlimited') return obstacles;
  const needed = count * RENEWAL_PRICE;
  const credit = billing.balance_credit ?? 0;
  if (credit < needed) {
    obstacles.push({
      code: 'CREDIT',
      exit_code: ExitCode.refused,
      message: `${plural(count, 'number')} cost ${formatUsd(needed)} now, and the credit is ${formatUsd(credit)}`,
      hint: `top up at least ${formatUsd(needed - credit)}`,
    });
  }
  return obstacles;
}

/** What is named and not there. Only the requests that look, and then fail without a word, are told of. */
function missing({ document }: PlanFile, live: Live, steps: readonly Step[]): Obstacle[] {
  const lost = (message: string, hint?: string): Obstacle => ({
    code: 'MISSING',
    exit_code: ExitCode.conflict,
    message,
    ...(hint !== undefined && { hint }),
  });
  const flows = new Set(live.lists.flows.map(({ id }) => id));
  const obstacles: Obstacle[] = [];
  if (document.outbound !== undefined && live.outbound === null) {
    obstacles.push(
      lost('the account has no outgoing settings, and they cannot be made', 'ask the platform for them'),
    );
  }
  for (const { change, work } of steps) {
    if (work.do !== 'create' && work.do !== 'update') continue;
    const { target } = work;
    for (const key of ['on_complete_flow', 'call_flow', 'message_flow', 'wait_flow']) {
      const name = target.spec[key];
      const id = typeof name === 'string' ? idIn(name) : undefined;
      if (id !== undefined && isSetId(id) && !flows.has(id)) {
        obstacles.push(lost(`${change.address}: ${key} names a flow that is not there (${id})`));
      }
    }
    const missed = work.do === 'create' ? target.kind.missing?.(target.spec) : undefined;
    if (missed !== undefined) obstacles.push(lost(`${change.address}: ${missed}`));
    obstacles.push(...staleLinks(target.live, change.address, work, flows, lost));
  }
  return obstacles;
}

/** The request that changes a number's name carries its links along, and fails for one that leads nowhere. */
function staleLinks(
  number: Wire | undefined,
  address: string,
  work: Extract<Step['work'], { do: 'create' | 'update' }>,
  flows: ReadonlySet<string>,
  lost: (message: string, hint?: string) => Obstacle,
): Obstacle[] {
  if (work.do !== 'update' || work.target.kind.kind !== 'numbers' || number === undefined) return [];
  const wires = work.fields.map(({ wire }) => wire);
  if (!wires.includes('name') && !wires.includes('detail')) return [];
  return ['call_flow_id', 'message_flow_id'].flatMap((wire) => {
    const id = number[wire];
    const stale = typeof id === 'string' && isSetId(id) && !flows.has(id) && !wires.includes(wire);
    const key = wire.replace('_id', '');
    return stale
      ? [
          lost(
            `${address}: its ${key} leads to a flow that is gone`,
            `set ${key} in the file, to a flow or to null`,
          ),
        ]
      : [];
  });
}

/** The server keeps the last administrator, and says so with a 400 or a 500. */
function admins(live: Live, match: Match, steps: readonly Step[]): Obstacle[] {
  const ids = idsOf(match);
  const after = new Map(live.lists.agents.map((agent) => [agent.id, Number(agent['permission'] ?? 0)]));
  const obstacles: Obstacle[] = [];
  const before = live.lists.agents.filter(isAdmin);
  for (const { change, work } of steps) {
    if (change.kind !== 'agents' || change.id === undefined) continue;
    if (work.do === 'delete') after.delete(change.id);
    if (work.do === 'update') {
      const { permission } = wantedValues(work.target, work.fields, ids);
      if (typeof permission !== 'number') continue;
      after.set(change.id, permission);
      const only = before.length === 1 && before[0]?.id === change.id;
      if (only && permission !== Permission.admin) {
        obstacles.push({
          code: 'LAST_ADMIN',
          exit_code: ExitCode.conflict,
          message: `${change.name} is the only administrator: the server lets it be admin and nothing else`,
          hint: 'make another administrator first, in an apply of its own',
        });
      }
    }
    if (change.id === GUEST_AGENT && work.do !== 'note') {
      obstacles.push({
        code: 'GUEST_AGENT',
        exit_code: ExitCode.conflict,
        message: `${change.name} is the guest agent of the platform, which cannot be changed`,
      });
    }
  }
  const left = [...after.values()].filter((mask) => (mask & Permission.admin) !== 0).length;
  if (before.length > 0 && left === 0 && obstacles.length === 0) {
    obstacles.push({
      code: 'LAST_ADMIN',
      exit_code: ExitCode.conflict,
      message: 'no administrator would be left',
      hint: 'leave one in the file',
    });
  }
  return obstacles;
}

const isAdmin = (agent: Wire): boolean =>
  !agent['tm_delete'] &&
  (Number(agent['permission'] ?? 0) & (Permission.admin | Permission.superAdmin)) !== 0;

/** An address belongs to one agent of the account. */
function addressesTaken(live: Live, match: Match): Obstacle[] {
  const ids = idsOf(match);
  const owners = new Map<string, string>();
  const obstacles: Obstacle[] = [];
  const declared = match.targets.filter(({ kind }) => kind.kind === 'agents');
  const field = declared[0]?.kind.fields.find(({ key }) => key === 'addresses');
  if (field === undefined) return [];
  const known = new Set(
    declared.filter(({ spec }) => spec['addresses'] !== undefined).map(({ live: agent }) => agent?.id),
  );
  for (const agent of live.lists.agents) {
    if (known.has(agent.id)) continue;
    for (const key of addressKeys(agent['addresses'])) owners.set(key, String(agent['username']));
  }
  for (const target of declared) {
    if (target.spec['addresses'] === undefined) continue;
    for (const key of addressKeys(wantedValues(target, [field], ids)['addresses'])) {
      const owner = owners.get(key);
      if (owner !== undefined && owner !== target.name) {
        obstacles.push({
          code: 'TAKEN',
          exit_code: ExitCode.conflict,
          message: `the address ${key.replace(' ', ':')} of ${target.name} belongs to ${owner}`,
          hint: 'an address can belong to one agent only',
        });
      }
      owners.set(key, target.name);
    }
  }
  return obstacles;
}

function addressKeys(wire: unknown): string[] {
  const list = Array.isArray(wire) ? (wire as { type?: string; target?: string }[]) : [];
  return list.map(({ type = '', target = '' }) => `${type} ${target}`);
}

function largeDeletes(live: Live, steps: readonly Step[], { allowLargeDelete }: PlanOptions): Obstacle[] {
  if (allowLargeDelete) return [];
  const kinds = [
    ...new Set(steps.filter(({ work }) => work.do === 'delete').map(({ change }) => change.kind)),
  ];
  return kinds.flatMap((kind) => {
    const there = live.lists[kind as NamedKind].length;
    const gone = steps.filter(({ change, work }) => work.do === 'delete' && change.kind === kind).length;
    if (gone <= there * LARGE_DELETE) return [];
    return [
      {
        code: 'LARGE_DELETE' as const,
        exit_code: ExitCode.refused,
        message: `${gone} of ${there} ${kind} would be deleted`,
        hint: 'add --allow-large-delete if that is meant',
      },
    ];
  });
}
