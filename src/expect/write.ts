/** From proposed calls to the text of a calls file. */
import { clean } from '../core/text.ts';
import { formatLocal } from '../core/time.ts';
import { commentYaml, type YamlComment } from '../core/yaml/comment.ts';
import { mergeYaml } from '../core/yaml/merge.ts';
import { parseYaml } from '../core/yaml/parse.ts';
import { schemaLine } from '../core/yaml/schema-line.ts';
import { toYamlFile } from '../core/yaml/write.ts';
import { readMoment } from '../hours/moment.ts';
import { CALLS_VERSION, endings, type CallsFile } from './calls-file.ts';
import type { ProposedCall, Proposal } from './propose.ts';

export interface Writing {
  /** The address of its JSON Schema. */
  schema: string;
  /** For all times of the file. */
  timeZone: string;
  /** Which tests the file. */
  command: string;
}

export function writeCalls({ calls, dead }: Proposal, { schema, timeZone, command }: Writing): string {
  const text = toYamlFile({
    version: CALLS_VERSION,
    time_zone: timeZone,
    calls: calls.map((call) => toPlain(call, timeZone)),
  });
  const comments = lossComments(calls);
  const closing = [
    ...dead.map((number) => `${clean(number)} leads to no flow: a call to it ends immediately.`),
    'A call may also have: from, variables, nobody_free. expect may also have: agent, number, within.',
    `ends may be ${endings.join(', ')}, or a list of them.`,
  ].join('\n');
  const head = [
    schemaLine(schema),
    '# What callers experience now. Edit what should be different; the test then fails until the account matches.',
    '#',
    `#   ${command}`,
  ].join('\n');
  return `${head}\n${commentYaml(text, comments, closing)}`;
}

/**
 * The text of a calls file with more calls after those that it has; nothing else of it is touched.
 * @param timeZone Of the moments of these calls, where the file names none.
 */
export function addCalls(
  text: string,
  file: CallsFile,
  calls: readonly ProposedCall[],
  timeZone: string,
): string {
  const { value } = parseYaml(text);
  const before = value as { calls?: readonly unknown[] };
  const own = file.timeZone;
  const added = calls.map((call) => toPlain(call, own ?? timeZone, own === undefined));
  const known = before.calls ?? [];
  const after = mergeYaml(text, { ...before, calls: [...known, ...added] });
  return commentYaml(after, lossComments(calls, known.length));
}

/** @param first The place of the first of these calls in the file. */
function lossComments(calls: readonly ProposedCall[], first = 0): YamlComment[] {
  return calls.flatMap(({ lost, expect }, index) => {
    const where = expect.ends.length > 1 ? ' on one of the two kinds of server' : '';
    const comment = `CALLERS ARE LOST HERE${where}: ${clean(lost ?? '')}`;
    return lost === undefined ? [] : [{ path: ['calls', first + index], comment }];
  });
}

/** @param namesZone Whether the zone is written with the moment. */
function toPlain(
  { name, to, at, presses, nobodyAnswers, expect }: ProposedCall,
  zone: string,
  namesZone = false,
): object {
  const { ends, ...others } = expect;
  return {
    name,
    to,
    ...(at !== undefined && { at: localTime(at, zone, namesZone) }),
    ...(presses.length > 0 && { press: presses.join(',') }),
    ...(nobodyAnswers && { nobody_answers: true }),
    expect: { ...others, ends: ends.length === 1 ? ends[0] : ends },
  };
}

/** An hour that comes twice when clocks are set back is written in UTC. */
function localTime(at: number, zone: string, namesZone: boolean): string {
  const local = formatLocal(at, zone).slice(0, 'yyyy-mm-dd hh:mm'.length);
  return readMoment(local, zone) === at
    ? `${local}${namesZone ? ` ${zone}` : ''}`
    : `${formatLocal(at, 'UTC').slice(0, local.length)} UTC`;
}
