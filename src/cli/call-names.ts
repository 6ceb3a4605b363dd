/** What a call meets, by name. */
import type { Address, Agent, Flow } from '../api/wire.ts';
import { dialed, type CallAccount } from '../calls/account.ts';
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
  const agents = new Map(account.agents.map((agent) => [agent.id.toLowerCase(), agent]));
  return {
    flow: (id) => account.names.get(id.toLowerCase()) ?? id,
    queue: (id) => account.names.get(id) ?? id,
    team: (queue) =>
      teamOf(account.queues.get(queue) ?? {}, account.agents).map((agent) => agentWords(agent, account)),
    address: (address, how) => {
      const agent = address.type === 'agent' ? agents.get(address.target.toLowerCase()) : undefined;
      if (agent === undefined) return addressWords(address, account);
      return how === 'briefly' ? nameOf(agent) : agentWords(agent, account);
    },
    answerOf: (flow) => (ofHours.has(flow.toLowerCase()) ? ANSWER : undefined),
  };
}

const nameOf = ({ name, username, id }: Agent): string => name || username || id;

/** `Ann Baker (available, +14155550101)`. People of a plan have no status yet. */
function agentWords(agent: Agent, account: CallAccount): string {
  const { status, addresses } = agent;
  const rung = (addresses ?? []).map((address) => addressWords(address, account));
  const more = [status ?? '', ...rung].filter((word) => word !== '');
  return `${nameOf(agent)}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}

const addressWords = (address: Pick<Address, 'type' | 'target'>, account: CallAccount): string =>
  addressText({ type: address.type, target: dialed(address, account) });
