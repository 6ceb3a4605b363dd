/** Static analysis of the flows: what explorations of an account share, since it is the same for all kinds of servers. */
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

/** @param flows ids of all flows that calls begin with, in any exploration that uses it. */
export function analysisOf(account: CallAccount, flows: readonly string[], inCall: boolean): Analysis {
  const known = knownFlows(account, codesOf(flows, account));
  const questions = new Questions(account, known, inCall);
  return { known, questions, live: new Liveness(known, questions) };
}

/** The flows with these ids, without empty and missing ones. */
export const codesOf = (flows: readonly string[], account: CallAccount): Code[] =>
  flows.flatMap((id) => {
    const code = account.flows.get(id.toLowerCase());
    return code === undefined || code.steps.length === 0 ? [] : [code];
  });
