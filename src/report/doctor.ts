/** What `doctor` found: for people, and as plain data. The fields of the data are a contract. */
import type { Result, Status } from '../doctor/check.ts';
import type { Unit } from '../doctor/schedule.ts';
import type { Answer } from '../doctor/symptoms.ts';
import { capitalized, clean, plural, wrapped } from '../core/text.ts';
import type { Sheet } from './format.ts';
import type { Paint } from './paint.ts';
import { markdownOf, tableOf, type Part, type PartColumn } from './parts.ts';
import { plainColumns } from './tabular/csv-columns.ts';

interface CheckUp {
  results: readonly Result[];
  answers: readonly Answer[];
}

/** A job for crontab and for systemd, and whether it would run. */
interface Job {
  results: readonly Result[];
  crontab: string;
  service: Unit;
  timer: Unit;
  install: readonly string[];
}

const fields = plainColumns(['area', 'id', 'status', 'message', 'hint']);

const dataOf = ({ area, id, status, message, hint }: Result) => ({
  area,
  id,
  status,
  message,
  hint: hint ?? null,
});

export function checkUpSheet({ results, answers }: CheckUp): Sheet {
  const rows = results.map(dataOf);
  return {
    kind: 'sheet',
    raw: {
      format: 'voipbin.doctor/1',
      summary: countsOf(results),
      checks: rows,
      symptoms: answers.map(({ check = null, hint = null, about: _, ...answer }) => ({
        ...answer,
        check,
        hint,
      })),
    },
    rows,
    fields,
    text: (paint, columns) =>
      [
        ...checkLines(results, paint, columns),
        paint.bold('Symptoms'),
        ...answers.flatMap(({ about, status, answer, check }) => {
          const text = check === undefined ? answer : `see ${check}`;
          return entryLines({ status, head: about, text, hint: undefined }, paint, columns);
        }),
        '',
        summaryOf(results),
        '',
      ].join('\n'),
    markdown: () =>
      markdownOf([
        ...checkTables(results),
        tableOf('Symptoms', answerColumns, answers),
        { kind: 'sentences', texts: [summaryOf(results)] },
      ]),
  };
}

const answerColumns: readonly PartColumn<Answer>[] = [
  { title: 'Status', cell: ({ status }) => status, isProse: true },
  { title: 'About', cell: ({ about }) => about, isProse: true },
  {
    title: 'Answer',
    cell: ({ answer, check }) => (check === undefined ? answer : `see \`${check}\``),
    isProse: true,
  },
];

const checkColumns: readonly PartColumn<Result>[] = [
  { title: 'Status', cell: ({ status }) => status, isProse: true },
  { title: 'Check', cell: ({ id }) => id },
  { title: 'Found', cell: ({ message }) => message, isProse: true },
  { title: 'What to do', cell: ({ hint }) => hint ?? '', isProse: true },
];

function checkTables(results: readonly Result[]): Part[] {
  return areasOf(results).map(([area, ones]) => tableOf(capitalized(area), checkColumns, ones));
}

/** What was checked in each area. */
function areasOf(results: readonly Result[]): [area: string, results: readonly Result[]][] {
  const areas = [...new Set(results.map(({ area }) => area))];
  return areas.map((area) => [area, together(results.filter((result) => result.area === area))]);
}

export function jobSheet({ results, crontab, service, timer, install }: Job): Sheet {
  const rows = results.map(dataOf);
  return {
    kind: 'sheet',
    raw: {
      format: 'voipbin.job/1',
      summary: countsOf(results),
      crontab,
      service,
      timer,
      install,
      checks: rows,
    },
    rows,
    fields,
    text: (paint, columns) =>
      [
        paint.bold('For crontab (`crontab -e`)'),
        clean(crontab),
        '',
        paint.bold('Or for systemd'),
        ...[service, timer].flatMap(({ path, text }) => [paint.dim(`# ${clean(path)}`), text]),
        ...install.map((line) => paint.dim(`# then: ${clean(line)}`)),
        '',
        ...checkLines(results, paint, columns),
        summaryOf(results),
        '',
      ].join('\n'),
    markdown: () =>
      markdownOf([
        { kind: 'listing', name: 'For crontab (`crontab -e`)', text: crontab },
        ...[service, timer].map(({ path, text }): Part => ({
          kind: 'listing',
          name: `For systemd: \`${path}\``,
          text,
        })),
        { kind: 'listing', name: 'Then', text: install.join('\n') },
        ...checkTables(results),
        { kind: 'sentences', texts: [summaryOf(results)] },
      ]),
  };
}

function checkLines(results: readonly Result[], paint: Paint, columns: number | undefined): string[] {
  return areasOf(results).flatMap(([area, ones]) => [
    paint.bold(capitalized(area)),
    ...ones.flatMap(({ id, status, message, hint }) =>
      entryLines({ status, head: id, text: message, hint }, paint, columns),
    ),
    '',
  ]);
}

/** What could not be checked for one reason is one entry. */
function together(results: readonly Result[]): Result[] {
  const shown: Result[] = [];
  for (const result of results) {
    const same = shown.find(
      ({ status, message, hint }) =>
        status === 'not checked' &&
        result.status === status &&
        result.message === message &&
        result.hint === hint,
    );
    if (same === undefined) shown.push({ ...result });
    else same.id = `${same.id}, ${result.id}`;
  }
  return shown;
}

interface Entry {
  status: Status;
  head: string;
  text: string;
  hint: string | undefined;
}

/** Room for the longest status and two spaces at each side. */
const INDENT = 15;

function entryLines(
  { status, head, text, hint }: Entry,
  paint: Paint,
  columns: number | undefined,
): string[] {
  const indent = ' '.repeat(INDENT);
  const lines = (line: string): string[] =>
    columns === undefined ? [clean(line)] : wrapped(clean(line), Math.max(20, columns - INDENT));
  const [first = '', ...more] = lines(`${head}: ${text}`);
  return [
    `  ${paintOf(status, paint)(status.padEnd(INDENT - 2))}${first}`,
    ...more.map((line) => `${indent}${line}`),
    ...(hint === undefined ? [] : lines(`-> ${hint}`).map((line) => `${indent}${paint.cyan(line)}`)),
  ];
}

function paintOf(status: Status, paint: Paint): (text: string) => string {
  return { ok: paint.green, warning: paint.yellow, failure: paint.red, 'not checked': paint.cyan }[status];
}

function countsOf(results: readonly Result[]): Record<string, number> {
  const count = (status: Status): number => results.filter((result) => result.status === status).length;
  return {
    ok: count('ok'),
    warning: count('warning'),
    failure: count('failure'),
    not_checked: count('not checked'),
  };
}

function summaryOf(results: readonly Result[]): string {
  const { ok = 0, warning = 0, failure = 0, not_checked: unknown = 0 } = countsOf(results);
  return [plural(failure, 'failure'), plural(warning, 'warning'), `${unknown} not checked`, `${ok} ok`].join(
    ', ',
  );
}
