/** Variables from outside, whose values are unknown before a call: who calls, and which number. */
import { callVariables } from '../platform-variables.ts';

const FROM_OUTSIDE = /^voipbin\.call\.(?:source|destination)\./;

/** Stands for every value that no action compares with. */
export const ANOTHER = '+15550199';

export function outsideNames(inCall: boolean): ReadonlySet<string> {
  const names = Object.keys(callVariables({ flow: '', inCall }));
  return new Set(names.filter((name) => FROM_OUTSIDE.test(name)));
}
