/** Static analysis of the flows. It is the same for all kinds of servers, so the last one is cached per account. */
import type { CallAccount } from '../account.ts';
import type { Code } from '../code.ts';
import { knownFlows, type KnownFlows } from './flows.ts';
import { Liveness } from './live.ts';
import { Questions } from './questions.ts';

export interface Analysis {
  known: KnownFlows;
  questions: Questions;
  live: Liveness;
}

interface Last {
  key: string;
  analysis: Analysis;
}

const last = new WeakMap<CallAccount, Last>();

export function analysisOf(account: CallAccount, entrances: readonly Code[], inCall: boolean): Analysis {
  const flows = new Set(entrances.map(({ flow }) => flow));
  const key = [inCall, ...[...flows].sort()].join(' ');
  const before = last.get(account);
  if (before?.key === key) return before.analysis;
  const known = knownFlows(account, entrances);
  const questions = new Questions(account, known, inCall);
  const analysis = { known, questions, live: new Liveness(known, questions) };
  last.set(account, { key, analysis });
  return analysis;
}
