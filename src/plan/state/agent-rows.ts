/** Agents in a table, as other systems export them: its columns by their usual names, its cells by the plan file's readers. */
import type { Cell } from '../../core/csv.ts';
import { readTable, type TableRow, type Wrong } from '../../core/table-file.ts';
import type { YamlDocument, YamlProblem } from '../../core/yaml/parse.ts';
import { Reader } from '../../core/yaml/reader.ts';
import { anyName } from '../flag-values.ts';
import type { Values } from '../../resources/kind.ts';
import { agents } from '../../resources/agents.ts';

/** One agent, and the positions of its cells. */
export interface AgentRow {
  username: string;
  spec: Values;
  /** The position of a field; of the user name if the row has no such cell. */
  placeOf: (key: string) => { line: number; column: number };
}

/** The content of a column: a field, or part of one. */
type Column = 'username' | 'name' | 'first' | 'last' | 'detail' | 'permission' | 'tags' | Address;
type Address = 'phone' | 'extension' | 'sip' | 'addresses';

const NAMES: Readonly<Record<Column, readonly string[]>> = {
  username: ['username', 'user name', 'email', 'email address', 'mail', 'login', 'user'],
  name: ['name', 'full name', 'display name', 'agent', 'agent name'],
  first: ['first name', 'given name', 'firstname'],
  last: ['last name', 'family name', 'surname', 'lastname'],
  detail: ['detail', 'details', 'description', 'note', 'notes', 'comment', 'title', 'job title'],
  permission: ['permission', 'permissions', 'role', 'roles'],
  tags: ['tags', 'tag', 'team', 'teams', 'group', 'groups', 'skill', 'skills', 'department', 'queue tags'],
  phone: ['phone', 'phone number', 'telephone', 'mobile', 'mobile phone', 'work phone', 'number', 'tel'],
  extension: ['extension', 'ext', 'extension number'],
  sip: ['sip', 'sip address', 'sip uri'],
  addresses: ['address', 'addresses'],
};

export const PROBLEMS = {
  code: 'CSV',
  hint: 'columns: email, name, permission, tags, phone, extension, sip, addresses, detail; several values are separated by ";" or "|"',
};

/** @throws FileProblems with every problem, each with its line and column. */
export const readAgentRows = (text: string, file: string): AgentRow[] =>
  readTable<Column, AgentRow>(
    { text, file },
    {
      names: NAMES,
      key: {
        column: 'username',
        missing: 'no column has the e-mail addresses of the agents: name it email',
      },
      many: 'agents',
      titleProblem: (title) =>
        title.includes('password') ? 'passwords do not belong in a table: use --passwords <file>' : undefined,
      read: readRow,
      uniqueOf: ({ username, placeOf }) => ({ text: username, place: placeOf('username') }),
      ...PROBLEMS,
    },
  );

function readRow({ cellOf, start }: TableRow<Column>, wrong: Wrong, problems: YamlProblem[]): AgentRow {
  const placeOf = (key: string, item = 0): { line: number; column: number } =>
    placesOf(key, cellOf)[item] ?? cellOf('username') ?? start;
  const username = cellOf('username')?.text ?? '';
  const problem = username === '' ? 'an agent has no e-mail address' : agents.checkName(username);
  if (problem !== undefined) wrong(placeOf('username'), problem);
  const raw = plainOf(cellOf);
  const reader = new Reader(documentOf(raw, placeOf), problems, raw);
  const spec = reader.entries().map(([key, value]) => {
    const field = agents.fields.find((one) => one.key === key);
    return [key, field?.read(value, anyName)] as const;
  });
  return { username, spec: Object.fromEntries(spec), placeOf };
}

const textOf = (cell: Cell | undefined): string => cell?.text ?? '';
const ADDRESSES: readonly Address[] = ['phone', 'extension', 'sip', 'addresses'];

/** The cells of a field; for addresses, one per address. */
function placesOf(key: string, cellOf: (column: Column) => Cell | undefined): (Cell | undefined)[] {
  if (key === 'name') return [cellOf('name') ?? cellOf('first') ?? cellOf('last')];
  if (key !== 'addresses') return [cellOf(key as Column)];
  const filled = ADDRESSES.flatMap((column) => valuesIn(cellOf(column)).map(() => cellOf(column)));
  // If there is none, it is reported as missing in the first of these.
  return filled.length > 0 ? filled : ADDRESSES.flatMap((column) => cellOf(column) ?? []);
}

const valuesIn = (cell: Cell | undefined): string[] =>
  textOf(cell)
    .split(/[;|,\n]/)
    .map((value) => value.trim())
    .filter((value) => value !== '');

/** As in a plan file; an empty cell is ignored. */
function plainOf(cellOf: (column: Column) => Cell | undefined): Record<string, unknown> {
  const name = textOf(cellOf('name')) || [cellOf('first'), cellOf('last')].map(textOf).join(' ').trim();
  const detail = textOf(cellOf('detail'));
  const permission = valuesIn(cellOf('permission')).join('+').toLowerCase();
  const tags = valuesIn(cellOf('tags'));
  const addresses = ADDRESSES.flatMap((column) =>
    valuesIn(cellOf(column)).map((value) => addressText(column, value)),
  );
  return {
    ...(name !== '' && { name }),
    ...(detail !== '' && { detail }),
    ...(permission !== '' && { permission }),
    ...(tags.length > 0 && { tags }),
    ...(addresses.length > 0 && { addresses }),
  };
}

function addressText(column: Address, value: string): string {
  if (column === 'phone') return `tel:${value.replace(/^tel:/i, '').replaceAll(/[\s()./-]/g, '')}`;
  if (column === 'extension') return `extension:${value}`;
  return column === 'sip' && !value.startsWith('sip:') ? `sip:${value}` : value;
}

/** A document in which the plan file's readers find the cells. */
function documentOf(
  value: unknown,
  placeOf: (key: string, item?: number) => { line: number; column: number },
): YamlDocument {
  const at = (path: readonly (string | number)[]): { line: number; column: number } =>
    placeOf(String(path[0] ?? 'username'), typeof path[1] === 'number' ? path[1] : 0);
  return { value, problems: [], valueAt: at, keyAt: at, spellingAt: () => undefined };
}
