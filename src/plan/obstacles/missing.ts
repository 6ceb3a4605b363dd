import { ExitCode } from '../../core/exit-codes.ts';
import { isSetId } from '../../core/ids.ts';
import type { Obstacle } from '../change.ts';
import { idIn } from '../references.ts';
import type { Wire } from '../kind.ts';
import type { Step } from '../steps.ts';
import type { Outlook } from './outlook.ts';

/** What is named and not there. Only the requests that look, and then fail without a word, are told of. */
export function missing({ file: { document }, live, steps }: Outlook): Obstacle[] {
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
