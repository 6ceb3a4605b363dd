/** The columns of CSV for each kind of document: the same for every answer, with one text in each cell. */
import { flatText, valueAt } from '../../core/flat.ts';
import { valueText } from '../plan-fields.ts';
import type { Column, DataRow, Document } from '../format.ts';

/** The header, with what is in each column; undefined where only the rows can say. */
export async function csvColumns(document: Document): Promise<readonly Column[] | undefined> {
  switch (document.kind) {
    case 'list':
      // Cells for people are not those for programs.
      return (await document.fields?.()) ?? plainColumns(document.columns.map(({ key }) => key));
    case 'card':
      return document.fields?.();
    case 'audit':
      return findingColumns;
    case 'plan':
      return changeColumns;
    case 'sheet':
      return document.fields;
    case 'value':
      return undefined;
  }
}

/** A cell as programs read it. */
export const csvText = ({ key, value }: Column, row: DataRow): string =>
  value?.(row) ?? flatText(valueAt(row, key));

/** Fields as they are. */
export const plainColumns = (keys: readonly string[]): Column[] => keys.map((key) => ({ key, title: key }));

/** One after the other, where a cell has several. */
export const each = (key: string, text: (item: DataRow) => string): Column => ({
  key,
  title: key,
  value: (row) => ((row[key] ?? []) as readonly DataRow[]).map(text).join('; '),
});

/** Those of a finding. */
export const findingColumns = plainColumns([
  'rule',
  'title',
  'category',
  'severity',
  'severity_reason',
  'subject.kind',
  'subject.id',
  'subject.name',
  'message',
  'fix',
  'fingerprint',
  'first_seen',
  'is_new',
]);

const changeColumns: readonly Column[] = [
  ...plainColumns(['address', 'verb', 'kind', 'name', 'title', 'id']),
  each('fields', ({ path, from, to }) => `${String(path)}: ${valueText(from, to)} -> ${valueText(to, from)}`),
  ...plainColumns(['risk', 'cost.now', 'cost.monthly', 'requests', 'after', 'because']),
];
