/** Proposed calls that a calls file lacks. */
import type { CallAccount } from '../calls/account.ts';
import type { TestedCall } from './judge.ts';
import { flowsOf, type ProposedCall } from './propose.ts';

/**
 * Those that get to flows to which no call of the file gets, under names that the file does not have.
 * @param entrances Names of the flows that should be tested.
 * @param names Of the account in which the file was tested.
 */
export function missingCalls(
  proposed: readonly ProposedCall[],
  tested: readonly TestedCall[],
  { entrances, names }: { entrances: readonly string[] } & Pick<CallAccount, 'names'>,
): ProposedCall[] {
  const reached = new Set(tested.flatMap(({ runs }) => (runs === undefined ? [] : flowsOf(runs, names))));
  const taken = new Set(tested.map(({ call }) => call.name));
  const isMissing = ({ flows }: ProposedCall): boolean =>
    entrances.some((flow) => !reached.has(flow) && flows.includes(flow));
  return proposed.filter(isMissing).map((call) => {
    let { name } = call;
    for (let count = 2; taken.has(name); count += 1) name = `${call.name} (${count})`;
    taken.add(name);
    return { ...call, name };
  });
}
