import { ExitCode } from '../../core/exit-codes.ts';
import type { Obstacle } from '../change.ts';
import { idsOf } from '../match.ts';
import { wantedValues } from '../steps.ts';
import type { Outlook } from './outlook.ts';

/** An address belongs to one agent of the account. */
export function addressesTaken({ live, match }: Outlook): Obstacle[] {
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
