/** What a plan does to the administrators of an account. The server keeps the last one: as it is, but for "admin" alone. */
import { Permission } from '../../core/permissions.ts';
import type { Wire } from '../../resources/kind.ts';
import type { Live } from './live.ts';
import { valueFrom, type Step } from '../difference/steps.ts';

export interface Administrators {
  /** Who is one now. */
  before: readonly Wire[];
  /** Those of them whom no step of these changes; they may still be deleted, which comes later. */
  steady: readonly Wire[];
  /** Steps that make another one. */
  gains: readonly Step[];
  /** Steps behind which one is something else besides. */
  shifts: readonly Step[];
  /** Steps behind which one is none any more. */
  losses: readonly Step[];
}

export function administratorsIn(steps: readonly Step[], live: Live): Administrators {
  const before = live.lists.agents.filter((agent) => isAdmin(agent['permission']));
  const ids = new Set(before.map(({ id }) => id));
  const found = { gains: [] as Step[], shifts: [] as Step[], losses: [] as Step[] };
  for (const step of steps) {
    const permission = permissionAfter(step);
    if (permission === undefined) continue;
    const was = step.change.id !== undefined && ids.has(step.change.id);
    if (!was && isAdmin(permission)) found.gains.push(step);
    else if (was && !isAdmin(permission)) found.losses.push(step);
    else if (was && permission !== Permission.admin) found.shifts.push(step);
  }
  const moved = new Set([...found.shifts, ...found.losses].map(({ change }) => change.id));
  return { ...found, before, steady: before.filter(({ id }) => !moved.has(id)) };
}

/** Undefined where a step leaves it as it is. */
function permissionAfter(step: Step): number | undefined {
  if (step.change.kind !== 'agents') return undefined;
  const permission = valueFrom(step, 'permission', noIds);
  return permission === undefined ? undefined : Number(permission);
}

/** A permission names nothing. */
const noIds = { idOf: (): string => '' };

function isAdmin(permission: unknown): boolean {
  return (Number(permission ?? 0) & (Permission.admin | Permission.superAdmin)) !== 0;
}
