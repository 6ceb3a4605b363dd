/** A traced call as plain data, for programs. The fields are a contract. */
import type { CallRun } from '../../calls/call.ts';
import type { Step } from '../../calls/code.ts';
import type { Server } from '../../calls/server.ts';
import type { ServerRuns } from '../../calls/servers.ts';
import type { Choice } from '../../calls/explore/graph.ts';
import type { Exploration } from '../../calls/explore/explore.ts';
import type { Way } from '../../calls/explore/found.ts';
import { isUuid, NIL_UUID } from '../../core/ids.ts';
import type { ServerEvidence } from '../../snapshot/server-evidence.ts';
import { transcriptOf } from './transcript.ts';
import type { Names } from './words.ts';

/** What the platform puts in has no id that anybody knows. */
const actionData = ({ flow, id, type }: Step): { flow: string; id: string; type: string } => ({
  flow,
  id: isUuid(id) ? id : NIL_UUID,
  type,
});

function runData(run: CallRun, names: Names): object {
  const { executed, end } = run;
  return {
    executed: executed.map(actionData),
    end: { kind: end.kind, ...(end.step !== undefined && actionData(end.step)), why: end.why },
    used: executed.length,
    seconds: run.ms / 1000,
    transcript: transcriptOf(run, names).map(({ at, flow, text }) => ({ seconds: at / 1000, flow, text })),
  };
}

export function traceData([main, other]: ServerRuns, names: Names): object {
  return {
    ...runData(main.run, names),
    server: main.server,
    ...(other !== undefined && { otherwise: { ...runData(other.run, names), server: other.server } }),
  };
}

/** What runs show of the server, by what it is about. Times as in the API. */
export const evidenceData = (evidence: ServerEvidence): object =>
  Object.fromEntries(
    Object.entries(evidence).map(([fault, fact]) => [
      fault,
      { ...fact, at: new Date(fact.at).toISOString() },
    ]),
  );

export function explorationData(
  { ends, loops, tooLong, unmatched, reached, cut }: Exploration,
  server: Server,
  sizes: ReadonlyMap<string, number>,
): object {
  return {
    server,
    ends: ends.map(({ kind, step, why, waiting, least, way }) => ({
      kind,
      ...(step !== undefined && actionData(step)),
      why,
      waiting,
      least,
      way: wayData(way),
    })),
    loops: loops.map(({ steps, silent, takesTime, waiting, way }) => ({
      actions: steps.map(actionData),
      silent,
      takes_time: takesTime,
      waiting,
      way: wayData(way),
    })),
    too_long: tooLong.map(({ step, way }) => ({ ...actionData(step), way: wayData(way) })),
    unmatched: unmatched.map(({ step, values }) => ({ ...actionData(step), values })),
    unreached: reached.flows.flatMap((flow) => {
      const indexes = reached.in(flow);
      const missing = Array.from({ length: sizes.get(flow) ?? 0 }, (_, index) => index).filter(
        (index) => !indexes.has(index),
      );
      return missing.length === 0 ? [] : [{ flow, indexes: missing }];
    }),
    complete: !cut,
  };
}

const wayData = ({ flow, steps, moment }: Way): object => ({
  flow,
  at: moment === undefined ? null : new Date(moment).toISOString(),
  actions: steps.map(({ step, choice }) => ({
    ...actionData(step),
    choice: choice === undefined ? null : choiceData(choice),
  })),
});

/** Which time was asked for, the action itself says. */
function choiceData(choice: Choice): object {
  if (choice.kind !== 'time') return choice;
  const { asked: _asked, ...data } = choice;
  return data;
}
