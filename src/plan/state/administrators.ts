/** How a plan changes administrators. The server keeps the last one, and lets it be "admin" and nothing else. */
import { Permission } from '../../core/permissions.ts';
import type { Wire } from '../../resources/kind.ts';
import type { LiveAccount } from './live.ts';
import { valueFrom, type Step } from '../difference/steps.ts';

export interface Administrators {
  /** The current administrators. */
  before: readonly Wire[];
  /** Those that no update changes; they may still be deleted, which comes later. */
  steady: readonly Wire[];
  /** Steps that add an administrator. */
  gains: readonly Step[];
  /** Steps that give an administrator additional permissions. */
  shifts: readonly Step[];
  /** Steps that remove the admin permission. */
  losses: readonly Step[];
}

export function administratorsIn(steps: readonly Step[], live: LiveAccount): Administrators {
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

/** Undefined if a step does not change it. */
function permissionAfter(step: Step): number | undefined {
  if (step.change.kind !== 'agents') return undefined;
  const permission = valueFrom(step, 'permission', noIds);
  return permission === undefined ? undefined : Number(permission);
}

/** A permission names no object. */
const noIds = { idOf: (): string => '' };

function isAdmin(permission: unknown): boolean {
  return (Number(permission ?? 0) & (Permission.admin | Permission.superAdmin)) !== 0;
}
