/** Every way of a call in the format that was asked for. */
import type { Explored } from '../../../calls/explore/explore.ts';
import { differing, serverWords } from '../../../calls/server.ts';
import { waitIn, type Waiting } from '../../../calls/waiting.ts';
import { wrapped } from '../../../core/text.ts';
import { evidenceData, waitingData } from '../../../report/calls/data.ts';
import { pictureOfDecisions } from '../../../report/calls/decisions-picture.ts';
import { pictureOfWays, type Picture } from '../../../report/calls/picture.ts';
import { kindTitle } from '../../../report/calls/transcript.ts';
import { renderTree } from '../../../report/calls/tree.ts';
import { explorationData } from '../../../report/calls/ways-data.ts';
import { waitWords } from '../../../report/calls/words.ts';
import type { Paint } from '../../../report/paint.ts';
import type { Context } from '../../context.ts';
import type { TraceFormat } from '../../trace-formats.ts';
import type { TracedAccount } from './account.ts';
import { columnsOf, evidenceLines, write, type Heading } from './write.ts';

interface Ways {
  heading: Heading;
  /** On each kind of server that it may be. */
  explored: readonly [Explored, ...Explored[]];
  traced: TracedAccount;
}

export async function writeExploration(context: Context, format: TraceFormat, ways: Ways): Promise<void> {
  const { explored } = ways;
  const [main] = explored;
  await write(context, format, {
    text: (paint) => textOf(ways, columnsOf(context), paint),
    data: () => dataOf(ways),
    picture: () => pictureOf(main, ways),
  });
}

/** Of what is decided; where that is too much, of flows and ends. */
function pictureOf({ found }: Explored, { heading, traced: { names } }: Ways): Picture {
  const decisions = found.decisions(names.answerOf);
  return pictureOfDecisions(heading.entrance.title, decisions, names) ?? pictureOfWays(found, names);
}

function textOf(ways: Ways, columns: number, paint: Paint): string {
  const {
    heading,
    explored: [main, other],
  } = ways;
  const { entrance, withoutCall } = heading;
  const what = withoutCall ? `the flow ${entrance.title}, run without a call` : `a call to ${entrance.title}`;
  const title = paint.bold(`Every path of ${what}`);
  const known = evidenceLines(heading, main.found.dependsOn, columns).map((line) => paint.dim(line));
  const head = [title, ...known].join('\n');
  const first = treeOf(main, ways, columns, paint);
  const second = other === undefined ? first : treeOf(other, ways, columns, paint);
  if (other === undefined || first === second) return `${head}\n\n${first}`;
  const matters = differing(main.server, other.server).filter((fault) => main.found.dependsOn.has(fault));
  const kind = ({ server }: Explored): string =>
    kindTitle(serverWords(server, matters), server === main.server, paint, columns);
  return [head, kind(main), first, kind(other), second].join('\n\n');
}

function treeOf(explored: Explored, ways: Ways, columns: number, paint: Paint): string {
  const { heading, traced } = ways;
  const { names } = traced;
  const waits = waitsOf(explored, ways).map(([queue, waiting]) =>
    waitWords(waiting, names.queue(queue), names),
  );
  return [
    renderTree(explored.found, names, paint, heading.formatMoment, columns),
    ...waits.flatMap((text) => wrapped(text, columns)),
  ].join('\n');
}

function dataOf(ways: Ways): object {
  const {
    heading,
    explored: [main, other],
    traced,
  } = ways;
  const sizes = new Map([...traced.account.flows].map(([id, { steps }]) => [id, steps.length]));
  const dataOn = (explored: Explored): object => {
    const waits = waitsOf(explored, ways).map(([queue, waiting]) => waitingData(queue, waiting));
    return explorationData(explored, sizes, waits, traced.names);
  };
  return {
    ...dataOn(main),
    ...(other !== undefined && { otherwise: dataOn(other) }),
    evidence: evidenceData(heading.evidence),
  };
}

/** How long each queue can keep a caller while no agent is free, given the minimum number of actions used before. */
function waitsOf({ server, found }: Explored, { heading, traced }: Ways): [queue: string, Waiting][] {
  const entered = new Map(found.joins.map(({ queue, used }) => [`${queue} ${used}`, { queue, used }]));
  return [...entered.values()].map(({ queue, used }) => [
    queue,
    waitIn({ queue, used, moment: heading.at, server }, traced.account),
  ]);
}
