/** A trace in the format that was asked for. */
import type { Exploration } from '../../../calls/explore/explore.ts';
import type { ServerRuns } from '../../../calls/servers.ts';
import { waitIn } from '../../../calls/waiting.ts';
import { wrapped } from '../../../core/text.ts';
import { formatLocal } from '../../../core/time.ts';
import { explorationData, traceData } from '../../../report/calls/data.ts';
import {
  pictureOfRun,
  pictureOfWays,
  renderDot,
  renderMermaid,
  type Picture,
} from '../../../report/calls/picture.ts';
import { kindTitle, renderRuns } from '../../../report/calls/transcript.ts';
import { renderTree } from '../../../report/calls/tree.ts';
import { waitWords, type Names } from '../../../report/calls/words.ts';
import { plain, type Paint } from '../../../report/paint.ts';
import type { Context } from '../../context.ts';
import { terminalWidth } from '../../output.ts';
import type { TraceFormat } from '../../trace-formats.ts';
import type { TracedAccount } from './account.ts';
import type { Entrance } from './entrance.ts';

export interface Heading {
  entrance: Entrance;
  /** Milliseconds since 1970. */
  at: number;
  /** The same for people. */
  moment: string;
  formatMoment: (moment: number) => string;
  /** `timeouts` undefined: nobody knows. `seen`: when the account's own runs showed it. */
  server: { timeouts: boolean | undefined; seen: number | undefined };
  withoutCall: boolean;
}

export async function writeTrace(
  context: Context,
  format: TraceFormat,
  heading: Heading,
  runs: ServerRuns,
  names: Names,
): Promise<void> {
  const [main, other] = runs;
  const whole = (paint: Paint): string =>
    `${headline(heading, other !== undefined, paint)}\n\n${renderRuns(runs, names, paint, columnsOf(context))}`;
  await write(context, format, {
    text: whole,
    data: () => traceData(runs, names),
    picture: () => pictureOfRun(main.run, names),
  });
}

export async function writeExploration(
  context: Context,
  format: TraceFormat,
  heading: Heading,
  found: readonly { timeouts: boolean; found: Exploration }[],
  { account, names }: TracedAccount,
): Promise<void> {
  const sizes = new Map([...account.flows].map(([id, { steps }]) => [id, steps.length]));
  const columns = columnsOf(context);
  const trees = (paint: Paint): string[] =>
    found.map((one) =>
      [
        renderTree(one.found, names, paint, heading.formatMoment, columns),
        ...waits(one.timeouts, one.found, heading.at, account, names).flatMap((text) =>
          wrapped(text, columns),
        ),
      ].join('\n'),
    );
  const text = (paint: Paint): string => {
    const shown = trees(paint);
    const same = shown.every((tree) => tree === shown[0]);
    const body = same
      ? (shown[0] ?? '')
      : found
          .map(({ timeouts }, index) => `${paint.bold(kindTitle(timeouts))}\n\n${shown[index] ?? ''}`)
          .join('\n\n');
    return `${paint.bold(`Every way of a call to ${heading.entrance.title}`)}\n\n${body}`;
  };
  const [main, ...others] = found.map((one) => explorationData(one.found, one.timeouts, sizes));
  const [first] = found;
  await write(context, format, {
    text,
    data: () => ({ ...main, ...(others.length > 0 && { otherwise: others[0] }) }),
    picture: () => (first === undefined ? { nodes: [], edges: [] } : pictureOfWays(first.found, names)),
  });
}

/** Where a program reads, lines are as long as they are. */
const columnsOf = ({ host }: Context): number => terminalWidth(host.io.stdout) ?? Infinity;

/** How long each queue keeps a caller for whom nobody is free. */
function waits(
  timeouts: boolean,
  { queues }: Exploration,
  moment: number,
  account: TracedAccount['account'],
  names: Names,
): string[] {
  return queues.map((queue) =>
    waitWords(waitIn(queue, moment, timeouts, account), names.queue(queue), names),
  );
}

function headline({ entrance, moment, server, withoutCall }: Heading, both: boolean, paint: Paint): string {
  const what = withoutCall ? `The flow ${entrance.title}, run without a call` : `A call to ${entrance.title}`;
  const lines = [paint.bold(`${what}, ${moment}`)];
  if (server.seen !== undefined) {
    const works = server.timeouts === true ? 'fire' : 'do not fire';
    lines.push(
      paint.dim(`Timeouts ${works} on this server: a run of ${formatLocal(server.seen, 'UTC')} shows it.`),
    );
  } else if (both) {
    lines.push(paint.dim('It is not known whether timeouts fire on this server, and here it matters.'));
  }
  return lines.join('\n');
}

interface Ways {
  text: (paint: Paint) => string;
  data: () => object;
  picture: () => Picture;
}

async function write(context: Context, format: TraceFormat, { text, data, picture }: Ways): Promise<void> {
  const { stdout } = context.host.io;
  await stdout.write(`${await rendered()}\n`);

  async function rendered(): Promise<string> {
    switch (format) {
      case 'text':
        return text(await context.paint('stdout'));
      case 'json':
        return JSON.stringify(data(), null, 2);
      case 'yaml': {
        const { toYaml } = await import('../../../core/yaml/write.ts');
        return toYaml(data()).trimEnd();
      }
      case 'markdown':
        return ['```text', text(plain), '```'].join('\n');
      case 'mermaid':
        return renderMermaid(picture());
      case 'dot':
        return renderDot(picture());
      case 'svg': {
        const { drawGraph } = await import('../../../report/graphviz.ts');
        return drawGraph(renderDot(picture()));
      }
    }
  }
}
