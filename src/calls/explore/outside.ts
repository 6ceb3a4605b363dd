/** Values that come from outside, and that nobody knows before a call: who calls, and whom. */
import { callVariables } from '../platform-variables.ts';

const FROM_OUTSIDE = /^voipbin\.call\.(?:source|destination)\./;

/** Stands for any value that nothing is compared with. */
export const ANOTHER = '+15550199';

export function outsideNames(inCall: boolean): ReadonlySet<string> {
  const names = Object.keys(callVariables({ flow: '', inCall }));
  return new Set(names.filter((name) => FROM_OUTSIDE.test(name)));
}
