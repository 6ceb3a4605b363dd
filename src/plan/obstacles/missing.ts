import { ExitCode } from '../../core/exit-codes.ts';
import { isSetId } from '../../core/ids.ts';
import { withArticle } from '../../core/text.ts';
import type { Obstacle } from '../change.ts';
import { danglingIn } from '../state/dangling.ts';
import type { Step } from '../difference/steps.ts';
import type { Outlook } from './outlook.ts';

/** What is named and not there. Only the requests that look, and then fail without a word, are told of. */
export function missing({ file: { document }, live, steps }: Outlook): Obstacle[] {
  const flows = new Set(live.lists.flows.map(({ id }) => id));
  const obstacles: Obstacle[] = [];
  if (document.outbound !== undefined && live.outbound === null) {
    obstacles.push(
      lost('the account has no outgoing settings, and they cannot be made', 'ask the platform for them'),
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
    if (work.do === 'update') obstacles.push(...staleLinks(work, change.address, flows));
  }
  return obstacles;
}

function lost(message: string, hint?: string): Obstacle {
  return { code: 'MISSING', exit_code: ExitCode.conflict, message, ...(hint !== undefined && { hint }) };
}

type Update = Extract<Step['work'], { do: 'update' }>;

/** The links that a change carries along, though they stay as they are: the server looks whether they lead anywhere. */
function carriedLinks({ target, fields }: Update): string[] {
  const changed = (wire: string): boolean => fields.some((field) => field.wire === wire);
  const carried =
    target.kind.kind === 'flows'
      ? ['on_complete_flow_id']
      : target.kind.kind === 'numbers' && (changed('name') || changed('detail'))
        ? ['call_flow_id', 'message_flow_id']
        : [];
  return carried.filter((wire) => !changed(wire));
}

function staleLinks(work: Update, address: string, flows: ReadonlySet<string>): Obstacle[] {
  const { live } = work.target;
  if (live === undefined) return [];
  return carriedLinks(work).flatMap((wire) => {
    const id = live[wire];
    if (typeof id !== 'string' || !isSetId(id) || flows.has(id)) return [];
    const key = wire.replace('_id', '');
    const hint = `set ${key} to a flow that exists, or to nothing`;
    return [lost(`${address}: its ${key} leads to a flow that is gone`, hint)];
  });
}
