/** What formats are given, and what they give. */
import type { AuditReport } from '../audit/report.ts';
import type { Rule } from '../audit/rule.ts';
import type { Plan } from '../plan/change.ts';
import type { Ledger } from '../snapshot/traffic.ts';
import type { Picture as CallPicture } from './calls/picture.ts';
import type { Paint } from './paint.ts';

export type DataRow = Readonly<Record<string, unknown>>;

export interface Column {
  /** The API's field name. */
  key: string;
  /** Above the column, for people. */
  title: string;
  /** The cell for people; the field itself where it is absent. */
  value?: (row: DataRow) => string;
}

/** Called for CSV alone. */
type MakeColumns = () => readonly Column[] | Promise<readonly Column[]>;

/** Many objects. */
export interface List {
  kind: 'list';
  columns: readonly Column[];
  /** Those of CSV, with their cells as programs read them; `columns` with their fields unless said. */
  fields?: MakeColumns;
  /** What was asked for, and so does not leave a narrow terminal: these columns, or their ids. */
  asked?: 'columns' | 'ids' | undefined;
  /** How to see the columns that a narrow terminal has no room for, as an instruction. */
  more?: string;
  /** As the API sent them, secrets masked. */
  rows: readonly DataRow[];
  /** What people read where there is no row, if that says more than an empty table. */
  empty?: string;
}

/** What is copied, such as a command, stays on one line. */
export type CardRow = readonly [label: string, value: string, isCopied?: 'copied'];

/** One object. */
export interface Card {
  kind: 'card';
  title: string;
  /** Made only for people: local times cost more than all the rest. */
  rows: () => readonly CardRow[];
  /** As in a list. */
  fields?: MakeColumns;
  /** As the API sent it, secrets masked. */
  raw: unknown;
}

/** A review of an account. */
export interface Review {
  kind: 'audit';
  report: AuditReport;
  /** People see only the findings that no earlier run has seen, and how many others there are. */
  newOnly?: boolean;
  /** The whole catalogue, by id: some formats tell of every rule. */
  rules: readonly RuleInfo[];
  /** Made only for the formats that draw. */
  picture: () => Picture;
}

/** What a rule says of itself. */
export type RuleInfo = Pick<
  Rule,
  'id' | 'title' | 'category' | 'severity' | 'since' | 'needs' | 'why' | 'fix' | 'thresholds'
>;

/** What is drawn: undefined where it could not be read. */
export interface Picture {
  ledger: Ledger | undefined;
  paths: CallPaths | undefined;
}

/** The ways of the calls to all numbers. */
export interface CallPaths extends CallPicture {
  /** On what kind of server it is so; undefined where that makes no difference. */
  server?: string | undefined;
}

/** What is to be done to an account. */
interface PlanDocument {
  kind: 'plan';
  plan: Plan;
}

/** Several things with a text of their own for people, in place of a table. */
export interface Sheet {
  kind: 'sheet';
  raw: object;
  /** Its things, one by one: for formats of lines. */
  rows: readonly object[];
  /** As in a list. */
  fields: readonly Column[];
  /** @param columns Width of the terminal; absent where there is none. */
  text: (paint: Paint, columns?: number) => string;
}

/** Whatever an expression of the user's has left over. */
interface Value {
  kind: 'value';
  value: unknown;
}

export type Document = List | Card | Review | PlanDocument | Sheet | Value;

export interface Style {
  paint: Paint;
  /** Width of the terminal; absent where there is none: nothing is cut off then. */
  columns?: number | undefined;
  /** IANA name of the zone for times. */
  timeZone: string;
  /** Called with the columns that a narrow terminal has no room for. */
  onNoRoom?: ((titles: readonly string[]) => void) | undefined;
  /** Called again and again while a long document is written: the place to let go, or to stop by throwing. */
  pause?: (() => Promise<void>) | undefined;
}

/** Data in, text out; ends with a line break. */
export type Render = (document: Document, style: Style) => string | Promise<string>;

/** Rows that are worked on between two pauses: some milliseconds in every format. */
const BLOCK = 250;

/** What becomes of all rows, block by block. There is at least one block, though it may be empty. */
export async function inBlocks<Row, Made = string>(
  rows: readonly Row[],
  { pause }: Pick<Style, 'pause'>,
  make: (block: readonly Row[]) => Made,
): Promise<Made[]> {
  const made = [make(rows.slice(0, BLOCK))];
  for (let at = BLOCK; at < rows.length; at += BLOCK) {
    await pause?.();
    made.push(make(rows.slice(at, at + BLOCK)));
  }
  return made;
}

/** What a program reads of a document. */
export function dataOf(document: Document): unknown {
  switch (document.kind) {
    case 'list':
      return document.rows;
    case 'card':
    case 'sheet':
      return document.raw;
    case 'audit':
      return document.report;
    case 'plan':
      return document.plan;
    case 'value':
      return document.value;
  }
}

/** The same as rows: findings for a review, changes for a plan, one row for a card. */
export function rowsOf(document: Document): readonly unknown[] {
  if (document.kind === 'audit') return document.report.findings;
  if (document.kind === 'plan') return document.plan.changes;
  if (document.kind === 'sheet') return document.rows;
  const data = dataOf(document);
  return Array.isArray(data) ? (data as unknown[]) : [data];
}
