/** What a call meets, by name. */
import type { Address, Agent, Flow } from '../api/wire.ts';
import type { CallAccount } from '../calls/account.ts';
import { teamOf } from '../calls/teams.ts';
import { ANSWER } from '../hours/compile.ts';
import { storedHours } from '../hours/flow.ts';
import type { Names } from '../report/calls/words.ts';
import { addressText } from '../resources/columns.ts';

/** @param flows as the account has them: those of opening hours are known by their actions. */
export function namesOf(account: CallAccount, flows: readonly Flow[]): Names {
  const ofHours = new Set(
    flows.filter(({ actions }) => storedHours(actions)).map(({ id }) => id.toLowerCase()),
  );
  return {
    flow: (id) => account.names.get(id.toLowerCase()) ?? id,
    queue: (id) => account.names.get(id) ?? id,
    team: (queue) =>
      teamOf(account.queues.get(queue) ?? {}, account.agents).map((agent) => agentWords(agent, account)),
    answerOf: (flow) => (ofHours.has(flow.toLowerCase()) ? ANSWER : undefined),
  };
}

/** `Ann Baker (available, +14155550101)`. People of a plan have no status yet. */
function agentWords({ name, username, id, status, addresses }: Agent, { names }: CallAccount): string {
  const dialed = ({ type, target }: Address): string => {
    const extension = type === 'extension' ? names.get(target?.toLowerCase() ?? '') : undefined;
    return addressText({ type, target: extension ?? target });
  };
  const more = [status ?? '', ...(addresses ?? []).map(dialed)].filter((word) => word !== '');
  return `${name || username || id}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}
