/** What the wizard starts from: the plan file as it is, and the account as it is. */
import { resolve } from 'node:path';
import type { Api } from '../../../api/api.ts';
import { readToken } from '../../../api/token.ts';
import type { Customer } from '../../../api/wire.ts';
import { permissionNames } from '../../../core/permissions.ts';
import { PLAN_FILE } from '../../../resources/document.ts';
import { allManyKinds, manyKinds } from '../../../resources/all.ts';
import { readLive, type LiveAccount } from '../../../plan/state/live.ts';
import { emptyLock } from '../../../plan/file/lock.ts';
import { matchNames } from '../../../plan/difference/match.ts';
import type { PlanFile } from '../../../plan/file/read.ts';
import type { Facts } from '../../../setup/facts.ts';
import { isPasswordVariable } from '../../../setup/steps/passwords.ts';
import { planLimits, RENEWAL_PRICE } from '../../../snapshot/plans.ts';
import type { Context } from '../../context.ts';
import { set } from '../../session/settings.ts';
import { readLock, readPlanFile } from '../plan/source.ts';

export interface Start {
  /** The plan file, as it was named. */
  file: string;
  /** Absolute. */
  path: string;
  /** Undefined where there is none yet. */
  text: string | undefined;
  plan: PlanFile;
}

/** @throws FileProblems for a plan file that is broken. */
export async function readStart({ host, flags }: Context, named: string | undefined): Promise<Start> {
  const file = named ?? PLAN_FILE;
  const path = resolve(host.system.cwd, file);
  // The file that lies here is that of a real account, and none of the example's.
  const isOther = flags.demo !== undefined && named === undefined;
  const text = isOther ? undefined : await host.files.read(path);
  return { file, path, text, plan: await readPlanFile(text ?? '', file) };
}

/** What can be judged without the account: nothing is there, and nothing is limited. */
export function factsWithout(context: Context, { plan }: Start): Facts {
  const lists = Object.fromEntries(
    allManyKinds.map(({ kind }) => [kind, []]),
  ) as unknown as LiveAccount['lists'];
  const customer: Customer = { id: '' };
  const live: LiveAccount = {
    customer,
    outbound: undefined,
    billing: undefined,
    others: [],
    unseen: [],
    lists,
    gone: {},
  };
  return { ...factsFrom(context, plan, live), known: false };
}

/** @throws ApiError where the account cannot be read whole. */
export async function readFacts(context: Context, api: Api, start: Start): Promise<Facts> {
  const isAdmin = permissionsOf(api)?.includes('admin') ?? true;
  const live = await readLive(api, {
    kinds: new Set(manyKinds.map(({ kind }) => kind)),
    // Only an administrator may see them.
    outbound: isAdmin,
    billing: 'if seen',
  });
  const lock = await readLock(context, start.path, live.customer.id);
  return {
    ...factsFrom(context, start.plan, live),
    match: matchNames(start.plan, lock, live),
    isAdmin,
    isWeak: await weaknessIn(context.host.env),
  };
}

function factsFrom({ host }: Context, file: PlanFile, live: LiveAccount): Facts {
  const plan = live.billing?.plan_type ?? '';
  const nothing = { ...file, document: { version: 1 as const } };
  return {
    known: true,
    live,
    file,
    made: undefined,
    match: matchNames(nothing, emptyLock(live.customer.id), live),
    plan,
    limits: planLimits[plan] ?? {},
    price: RENEWAL_PRICE,
    timeZone: host.system.timeZone,
    now: host.clock.now(),
    isAdmin: true,
    isSet: (variable) => set(host.env[variable]) !== undefined,
    isWeak: () => false,
    holidays: file.holidays,
  };
}

/** Judging passwords is heavy: it is loaded where there are some. */
async function weaknessIn(env: Context['host']['env']): Promise<Facts['isWeak']> {
  const held = Object.keys(env).flatMap((name) => (isPasswordVariable(name) ? (set(env[name]) ?? []) : []));
  if (held.length === 0) return () => false;
  const { judgeOf } = await import('../../../core/password.ts');
  const judge = await judgeOf(held);
  return (variable) => judge(set(env[variable]) ?? '') === 'weak';
}

/** As far as the credential itself says; a key always acts for an administrator. */
export function permissionsOf({ client: { credential } }: Api): string[] | undefined {
  if (credential?.kind === 'accesskey') return ['admin'];
  const claims = credential && readToken(credential.secret.reveal());
  if (claims === undefined) return undefined;
  if (claims.type !== 'agent') return ['admin'];
  return claims.permission === undefined ? undefined : permissionNames(claims.permission);
}

/** Ready to judge an answer that names a region. */
export async function withHolidays(facts: Facts): Promise<Facts> {
  if (facts.holidays !== undefined) return facts;
  const { loadHolidays } = await import('../../../hours/holidays.ts');
  return { ...facts, holidays: await loadHolidays() };
}
