/** What the process answers. The numbers are a contract: changing one is a breaking release. */
export const ExitCode = {
  done: 0,
  bug: 1,
  usage: 2,
  unreachable: 3,
  denied: 4,
  notFound: 5,
  refused: 6,
  conflict: 7,
  limited: 8,
  findings: 10,
  pending: 20,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** One line per code, for `help exit-codes` and the README. Sorted by number. */
export const exitCodeMeanings: readonly (readonly [ExitCode, string])[] = [
  [0, 'done; an empty list is done; an audit with nothing at or above --fail-on'],
  [1, 'unexpected error (a bug)'],
  [
    2,
    'wrong usage, bad configuration or plan file, and nothing was changed; or output that cannot be written',
  ],
  [3, 'server unreachable, or an audit that could not read everything'],
  [4, 'not signed in, expired, not permitted, account frozen'],
  [5, 'not found'],
  [6, 'refused: needs --yes, over --max-spend, or declined at the prompt'],
  [7, 'conflict: changed since it was read, stale plan, name or address taken'],
  [8, 'rate limit or plan limit'],
  [10, 'audit: findings at or above --fail-on; test and setup: a call is not as expected'],
  [20, 'plan --detailed-exitcode: changes pending'],
  [130, 'interrupted'],
  [143, 'terminated'],
];

/** With several reasons the first of these is the answer. */
const worstFirst = [143, 130, 1, 4, 3, 8, 7, 6, 5, 2, 10, 20, 0] as const satisfies readonly ExitCode[];

/** A code without a place in the order is none of these: whoever passes it on does not compile. */
type RankedExitCode = (typeof worstFirst)[number];

/** The code of a run with several results; 0 where there are none. */
export function worstExitCode(codes: readonly RankedExitCode[]): ExitCode {
  return worstFirst.find((code) => codes.includes(code)) ?? ExitCode.done;
}
