/** A traced call as plain data, for programs. The fields are a contract; `schema.ts` describes them. */
import type { End } from '../../calls/call.ts';
import type { Step } from '../../calls/code.ts';
import type { ServerRun, ServerRuns } from '../../calls/servers.ts';
import type { Waiting } from '../../calls/waiting.ts';
import { isUuid, NIL_UUID } from '../../core/ids.ts';
import type { ServerEvidence } from '../../snapshot/server-evidence.ts';
import { transcriptOf } from './transcript.ts';
import { waitsIn } from './waits.ts';
import type { Names } from './words.ts';

/** Actions that the platform inserts have no known id. */
export const actionData = ({ flow, id, type }: Step): { flow: string; id: string; type: string } => ({
  flow,
  id: isUuid(id) ? id : NIL_UUID,
  type,
});

export const endData = ({ kind, step, why }: End): object => ({
  kind,
  ...(step !== undefined && actionData(step)),
  why,
});

const secondsOf = (ms: number | undefined): number | null => (ms === undefined ? null : ms / 1000);

function runData({ run, server }: ServerRun, names: Names): object {
  const { executed, end } = run;
  return {
    executed: executed.map(actionData),
    end: endData(end),
    used: executed.length,
    unpressed: run.unpressed,
    seconds: secondsOf(run.ms),
    transcript: transcriptOf(run, names).map(({ at, flow, text }) => ({
      seconds: secondsOf(at),
      flow,
      text,
    })),
    waits: waitsIn(run).map(({ for: what, step, queue, at, lasts, vague }) => ({
      for: what,
      ...actionData(step),
      ...(queue !== undefined && { queue }),
      seconds: secondsOf(at),
      lasts: secondsOf(lasts),
      exact: !vague,
    })),
    server,
  };
}

export const traceData = ([main, other]: ServerRuns, names: Names): object => ({
  ...runData(main, names),
  ...(other !== undefined && { otherwise: runData(other, names) }),
});

/** What happens to a caller in a queue when no agent is free. */
export const waitingData = (queue: string, { used, ms, rounds, vague, end }: Waiting): object => ({
  queue,
  used,
  lasts: end.kind === 'blocked' ? null : secondsOf(ms),
  exact: !vague,
  rounds,
  end: endData(end),
});

/** What runs show about the server, by property. Times as in the API. */
export const evidenceData = (evidence: ServerEvidence): object =>
  Object.fromEntries(
    Object.entries(evidence).map(([fault, fact]) => [
      fault,
      { ...fact, at: new Date(fact.at).toISOString() },
    ]),
  );
