/** A trace in the format that was asked for. */
import { differing, DOCUMENTED, PUBLISHED, serverWords } from '../../../calls/server.ts';
import type { ServerRuns } from '../../../calls/servers.ts';
import { capitalized, wrapped } from '../../../core/text.ts';
import { formatLocal } from '../../../core/time.ts';
import { evidenceData, traceData } from '../../../report/calls/data.ts';
import { pictureOfRun, renderDot, renderMermaid, type Picture } from '../../../report/calls/picture.ts';
import { renderRuns } from '../../../report/calls/transcript.ts';
import type { Names } from '../../../report/calls/words.ts';
import { plain, type Paint } from '../../../report/paint.ts';
import { serverFaults, type ServerEvidence, type ServerFault } from '../../../snapshot/server-evidence.ts';
import type { Context } from '../../context.ts';
import { terminalWidth } from '../../terminal.ts';
import type { TraceFormat } from '../../trace-formats.ts';
import type { Entrance } from './entrance.ts';

export interface Heading {
  entrance: Entrance;
  /** Milliseconds since 1970. */
  at: number;
  /** The same for people. */
  moment: string;
  /** Sentences on the moment: in the zones of opening hours, and where they do not cover it. */
  notes?: readonly string[];
  formatMoment: (moment: number) => string;
  /** What the account's own runs show of the server. */
  evidence: ServerEvidence;
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
  const dependsOn = new Set([...main.run.dependsOn, ...(other?.run.dependsOn ?? [])]);
  const unknown = other === undefined ? [] : differing(main.server, other.server);
  const columns = columnsOf(context);
  const whole = (paint: Paint): string =>
    [headline(heading, dependsOn, unknown, columns, paint), renderRuns(runs, names, paint, columns)].join(
      '\n\n',
    );
  await write(context, format, {
    text: whole,
    data: () => ({ ...traceData(runs, names), evidence: evidenceData(heading.evidence) }),
    picture: () => pictureOfRun(main.run, names),
  });
}

/** Where a program reads, lines are as long as they are. */
export const columnsOf = ({ host }: Context): number => terminalWidth(host.io.stdout) ?? Infinity;

/** @param unknown What is unknown about the server. */
function headline(
  heading: Heading,
  dependsOn: ReadonlySet<ServerFault>,
  unknown: readonly ServerFault[],
  columns: number,
  paint: Paint,
): string {
  const { entrance, moment, notes = [], withoutCall } = heading;
  const what = withoutCall ? `The flow ${entrance.title}, run without a call` : `A call to ${entrance.title}`;
  const open = unknown.filter((fault) => dependsOn.has(fault));
  const doubt = `It is not known whether ${serverWords(DOCUMENTED, open)} on this server, and here it matters.`;
  const known = evidenceLines(heading, dependsOn, columns);
  const sentences = [...notes, ...(open.length === 0 ? [] : [doubt])];
  const lines = [...known, ...sentences.flatMap((sentence) => wrapped(sentence, columns))];
  return [paint.bold(`${what}, ${moment}`), ...lines.map((line) => paint.dim(line))].join('\n');
}

/** What runs show of all that matters here. */
export function evidenceLines(
  { evidence }: Heading,
  dependsOn: ReadonlySet<ServerFault>,
  columns: number,
): string[] {
  return serverFaults.flatMap((fault) => {
    const fact = evidence[fault];
    if (fact === undefined || !dependsOn.has(fault)) return [];
    const words = serverWords({ ...PUBLISHED, [fault]: fact.works }, [fault]);
    const day = formatLocal(fact.at, 'UTC');
    return wrapped(`${capitalized(words)} on this server: a run of ${day} shows it.`, columns);
  });
}

interface Ways {
  text: (paint: Paint) => string;
  data: () => object;
  picture: () => Picture;
}

export async function write(
  context: Context,
  format: TraceFormat,
  { text, data, picture }: Ways,
): Promise<void> {
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
