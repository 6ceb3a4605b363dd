/** Tested calls: for people, and as plain data. The fields of the data are a contract. */
import type { CallsFile } from '../../expect/calls-file.ts';
import type { Failure, TestedCall } from '../../expect/judge.ts';
import { clean, hanging, wrapped } from '../../core/text.ts';
import { clockTime, formatLocal } from '../../core/time.ts';
import type { Column, Sheet } from '../format.ts';
import { plain, type Paint } from '../paint.ts';
import { markdownOf, tableOf, type Part, type PartColumn } from '../parts.ts';
import { traceData } from './data.ts';
import { renderRuns, transcriptOf } from './transcript.ts';
import { each, plainColumns } from '../tabular/csv-columns.ts';
import type { Names } from './words.ts';

/** Whose calls they are. */
export interface TestedAccount {
  id: string;
  name: string | null;
  /** For people: `Acme (165e769b-...) on api.voipbin.net`. */
  title: string;
}

export interface Tested {
  account: TestedAccount | undefined;
  file: Pick<CallsFile, 'file' | 'timeZone'>;
  /** For times of calls, where the file names none. */
  timeZone: string;
  calls: readonly TestedCall[];
  names: Names;
}

export const isFailed = ({ failures }: TestedCall): boolean => failures.length > 0;

export function testsDocument(tested: Tested): Sheet {
  const { account, file, calls, names } = tested;
  const failed = calls.filter(isFailed).length;
  const rows = calls.map((call) => testData(call, names));
  return {
    kind: 'sheet',
    raw: {
      customer_id: account?.id ?? null,
      customer_name: account?.name ?? null,
      file: file.file,
      passed: calls.length - failed,
      failed,
      calls: rows,
    },
    rows,
    fields: testColumns,
    text: (paint, columns) => renderTests(tested, paint, columns),
    markdown: () => markdownOf(partsOf(tested)),
  };
}

const callColumns: readonly PartColumn<TestedCall>[] = [
  { title: 'Result', cell: (one) => (isFailed(one) ? 'failed' : 'ok'), isProse: true },
  { title: 'Call', cell: ({ call }) => call.name },
  { title: 'To', cell: ({ call }) => call.to },
  { title: 'Line', cell: ({ call }) => String(call.line), right: true },
];

const failureColumns: readonly PartColumn<Failure>[] = [
  { title: 'Expected', cell: ({ expected }) => expected },
  { title: 'Happened', cell: ({ happened }) => happened },
  { title: 'On a server where', cell: ({ where = '' }) => where, isProse: true },
];

function partsOf({ account, calls, file, names }: Tested): Part[] {
  return [
    { kind: 'title', text: summaryOf(calls) },
    ...(account === undefined ? [] : [{ kind: 'sentences', texts: [account.title] } as const]),
    tableOf(file.file, callColumns, calls),
    ...calls
      .filter(isFailed)
      .flatMap(({ call, failures, runs }): Part[] => [
        tableOf(call.name, failureColumns, failures),
        ...(runs === undefined
          ? []
          : [{ kind: 'listing', name: '', text: renderRuns(runs, names, plain) } as const]),
      ]),
  ];
}

const testColumns: readonly Column[] = [
  ...plainColumns(['name', 'line', 'to', 'at', 'passed']),
  each('failures', ({ expected, happened }) => `expected ${String(expected)}, happened ${String(happened)}`),
];

const testData = ({ call, at, runs, failures }: TestedCall, names: Names) => ({
  name: call.name,
  line: call.line,
  to: call.to,
  at: new Date(at).toISOString(),
  passed: failures.length === 0,
  failures: failures.map(({ where = null, ...failure }) => ({ ...failure, where })),
  trace: failures.length === 0 || runs === undefined ? null : traceData(runs, names),
});

/** Every call; for failed ones also the differences and the transcript. */
function renderTests(tested: Tested, paint: Paint, columns = Infinity): string {
  const line = (state: string, name: string): string => hanging(name, columns, state, INDENT).join('\n');
  const blocks = tested.calls.map((one) =>
    isFailed(one)
      ? `${line(`${paint.red(paint.bold('FAILED'))}  `, paint.bold(clean(one.call.name)))}\n\n${indented(failedText(one, tested, paint, columns - INDENT.length))}\n`
      : line(`${paint.green('ok')}      `, clean(one.call.name)),
  );
  const account = tested.account === undefined ? [] : wrapped(`in ${tested.account.title}`, columns);
  const summary = [paint.bold(summaryOf(tested.calls)), ...account.map((text) => paint.dim(text))];
  return `${blocks.join('\n').trimEnd()}\n\n${summary.join('\n')}\n`;
}

/** `2 of 12 calls failed`. */
export function summaryOf(calls: readonly TestedCall[]): string {
  const failed = calls.filter(isFailed).length;
  if (calls.length === 1) return failed > 0 ? 'the call failed' : 'the call is as expected';
  if (failed > 0) return `${failed} of ${calls.length} calls failed`;
  return `all ${calls.length} calls are as expected`;
}

/** What was expected, what happened, and the call as it went. */
export function failedText(
  { call, at, runs, failures }: TestedCall,
  tested: Tested,
  paint: Paint,
  columns = Infinity,
): string {
  const { file, timeZone, names } = tested;
  const moment = formatLocal(at, file.timeZone ?? timeZone);
  const place = paint.dim(`${file.file}:${call.line}, a call to ${clean(call.to)}, ${moment}`);
  const lines = failures.flatMap(failureLines).flatMap((text) => hanging(text, columns, '', LABEL));
  const transcript = runs === undefined ? [] : ['', renderRuns(runs, names, paint, columns)];
  const shown = [...wrapped(place, columns), '', ...lines, ...transcript];
  return shown.join('\n');
}

/** Where the call was over, on the server on which it failed: `, at 0:27 in Sales line`. */
export function endPlace({ runs, failures }: TestedCall, names: Names): string {
  if (runs === undefined) return '';
  const [main, other = main] = runs;
  const { run } = failures[0]?.where === other.kind ? other : main;
  const last = transcriptOf(run, names).findLast(({ flow }) => flow !== '');
  return last === undefined ? '' : `, at ${clockTime(last.at)} in ${last.flow}`;
}

export function failureLines({ expected, happened, where }: Failure): string[] {
  const on = where === undefined ? '' : ` (on a server where ${where})`;
  return [`expected  ${clean(expected)}`, `happened  ${clean(happened)}${on}`];
}

const INDENT = ' '.repeat('FAILED  '.length);
const LABEL = ' '.repeat('expected  '.length);

const indented = (text: string): string => text.replace(/^(?=.)/gm, INDENT);
