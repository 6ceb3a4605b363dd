/** What formats are given, and what they give. */
import type { AuditReport } from '../audit/report.ts';
import type { Rule } from '../audit/rule.ts';
import type { Plan } from '../plan/change.ts';
import type { Ledger } from '../snapshot/ledger.ts';
import type { LimitRow } from '../usage/limit-rows.ts';
import type { Usage } from '../usage/usage.ts';
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

/** Rows that are never held whole. They are read once. */
export interface Rows<Row = DataRow> {
  blocks: () => Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>;
}

/** Many objects. */
export interface List {
  kind: 'list';
  columns: readonly Column[];
  /** The columns of CSV, with cells for programs; by default `columns` with their fields. */
  fields?: MakeColumns;
  /** What was asked for, and so does not leave a narrow terminal: these columns, or their ids. */
  asked?: 'columns' | 'ids' | undefined;
  /** How to see the columns that a narrow terminal has no room for, as an instruction. */
  more?: string;
  /** As the API sent them, secrets masked. */
  rows: readonly DataRow[] | Rows;
  /** The text for people if there are no rows, if it says more than an empty table. */
  empty?: string;
}

/**
 * What is copied, such as a command, stays on one line. One of several items under a label has its further lines
 * indented, so that the next item stands out.
 */
export type CardRow = readonly [label: string, value: string, layout?: 'copied' | 'item'];

/** One object. */
export interface Card {
  kind: 'card';
  /** What it shows is an address with a credential in it, which was asked for. */
  unmasked?: true;
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
  /** People see every finding, and not only how many there are of low severity. */
  isWhole?: boolean;
  /** Whether `--fix-plan` has something to try: how many findings that fixes is known once it was tried. */
  hasFixes?: boolean;
  /** The whole catalog, by id: some formats list every rule. */
  rules: readonly RuleInfo[];
  /** Made only for the formats that draw. */
  picture: () => Promise<Picture>;
}

/** What a rule says of itself. */
export type RuleInfo = Pick<
  Rule,
  'id' | 'title' | 'category' | 'severity' | 'since' | 'needs' | 'why' | 'fix' | 'thresholds'
>;

/** What is drawn: undefined where it could not be read. */
export interface Picture {
  ledger: Ledger | undefined;
  limits: readonly LimitRow[];
  /** What was spent, and how long the rest lasts. */
  usage: Usage | undefined;
  paths: CallPaths | undefined;
}

/** The ways of the calls to all numbers. */
export interface CallPaths extends CallPicture {
  /** On what kind of server it is so; undefined where that makes no difference. */
  server?: string | undefined;
}

/** The changes to an account. */
interface PlanDocument {
  kind: 'plan';
  /** Of a command: what is so already where nothing changes. */
  already?: string | undefined;
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
  text: (paint: Paint, columns?: number, onNoRoom?: Style['onNoRoom']) => string;
  /** Headings and tables. */
  markdown: () => string;
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

/** A text, or one that is made piece by piece. */
export type Rendered = string | AsyncIterable<string>;

/** Data in, text out; ends with a line break. */
export type Render = (document: Document, style: Style) => Rendered | Promise<Rendered>;

/** Rows that are worked on between two pauses: some milliseconds in every format. */
const BLOCK = 250;

/** Block by block, with a pause before each but the first. */
export async function* blocksOf<Row>(
  rows: readonly Row[] | Rows<Row>,
  { pause }: Pick<Style, 'pause'>,
): AsyncGenerator<readonly Row[], void, undefined> {
  let isFirst = true;
  for await (const block of 'blocks' in rows ? rows.blocks() : cutIn(rows)) {
    if (!isFirst) await pause?.();
    isFirst = false;
    yield block;
  }
}

function* cutIn<Row>(rows: readonly Row[]): Generator<readonly Row[], void, undefined> {
  for (let at = 0; at < rows.length; at += BLOCK) yield rows.slice(at, at + BLOCK);
}

/** A text in one piece. */
export async function joined(rendered: Rendered): Promise<string> {
  if (typeof rendered === 'string') return rendered;
  const pieces: string[] = [];
  for await (const piece of rendered) pieces.push(piece);
  return pieces.join('');
}

/** What a program reads of a document; a list is its rows. */
export function dataOf(document: Exclude<Document, List>): unknown {
  switch (document.kind) {
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
export function rowsOf(document: Document): List['rows'] {
  if (document.kind === 'list') return document.rows;
  if (document.kind === 'audit') return document.report.findings as readonly object[] as readonly DataRow[];
  if (document.kind === 'plan') return document.plan.changes as readonly object[] as readonly DataRow[];
  if (document.kind === 'sheet') return document.rows as readonly DataRow[];
  const data = dataOf(document);
  return (Array.isArray(data) ? data : [data]) as readonly DataRow[];
}
