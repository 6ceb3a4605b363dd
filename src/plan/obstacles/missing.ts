import { ExitCode } from '../../core/exit-codes.ts';
import { isSetId } from '../../core/ids.ts';
import type { Obstacle } from '../change.ts';
import { idIn } from '../references.ts';
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
    obstacles.push(...staleLinks(work, change.address, flows, lost));
  }
  return obstacles;
}

/** The links that a change carries along, though they stay as they are: the server looks whether they lead anywhere. */
function carriedLinks({ target, fields }: Extract<Step['work'], { do: 'update' }>): string[] {
  const changed = (wire: string): boolean => fields.some((field) => field.wire === wire);
  const carried =
    target.kind.kind === 'flows'
      ? ['on_complete_flow_id']
      : target.kind.kind === 'numbers' && (changed('name') || changed('detail'))
        ? ['call_flow_id', 'message_flow_id']
        : [];
  return carried.filter((wire) => !changed(wire));
}

function staleLinks(
  work: Extract<Step['work'], { do: 'create' | 'update' }>,
  address: string,
  flows: ReadonlySet<string>,
  lost: (message: string, hint?: string) => Obstacle,
): Obstacle[] {
  const { live } = work.target;
  if (work.do !== 'update' || live === undefined) return [];
  return carriedLinks(work).flatMap((wire) => {
    const id = live[wire];
    if (typeof id !== 'string' || !isSetId(id) || flows.has(id)) return [];
    const key = wire.replace('_id', '');
    const hint = `set ${key} in the file, to a flow or to null`;
    return [lost(`${address}: its ${key} leads to a flow that is gone`, hint)];
  });
}
