/** Values that come from outside: who calls, and whom. They are tried for all that they are compared with. */
import type { CallAccount } from '../account.ts';
import { callVariables } from '../platform-variables.ts';
import { namesIn } from '../variables.ts';
import { comparedValues } from './comparands.ts';

const FROM_OUTSIDE = /^voipbin\.call\.(?:source|destination)\./;
/** Stands for any value that nothing is compared with. */
const ANOTHER = '+15550199';

/** By name: the values to try. */
export function unknownValues(account: CallAccount): ReadonlyMap<string, readonly string[]> {
  const names = Object.keys(callVariables({ flow: '', inCall: true })).filter((name) =>
    FROM_OUTSIDE.test(name),
  );
  const values = new Map(names.map((name) => [name, new Set(['', ANOTHER])]));
  for (const { steps } of account.flows.values()) {
    for (const { type, option } of steps) {
      if (type === 'branch' && typeof option['variable'] === 'string') {
        const listed = Object.keys(option['target_ids'] ?? {});
        for (const value of listed) values.get(option['variable'])?.add(value);
      }
      if (type !== 'condition_variable') continue;
      const compared = comparedValues(option);
      const read = typeof option['variable'] === 'string' ? namesIn(option['variable']) : [];
      for (const name of read) for (const value of compared) values.get(name)?.add(value);
    }
  }
  return new Map([...values].map(([name, set]) => [name, [...set]]));
}
