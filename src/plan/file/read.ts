/** Reads the text of a plan file into a document, or reports everything that is wrong with it. */
import { isUuid } from '../../core/ids.ts';
import { sentenceList, withArticle } from '../../core/text.ts';
import { readYaml } from '../../core/yaml/read.ts';
import { quote, type Reader } from '../../core/yaml/reader.ts';
import type { YamlPath, YamlPosition } from '../../core/yaml/parse.ts';
import type { Holidays } from '../../hours/holidays.ts';
import type { PlanDocument, SecretRef } from '../../resources/document.ts';
import type { NamedKind } from '../../resources/index.ts';
import type { Scope } from '../../resources/names.ts';
import {
  fieldsOfFile,
  secretName,
  secretWays,
  type ManyKind,
  type SecretField,
  type SingleKind,
  type Values,
} from '../../resources/kind.ts';
import { kinds, manyKinds, singleKinds } from '../../resources/all.ts';

const PLAN_VERSION = 1;

export interface PlanFile {
  /** As messages name it. */
  file: string;
  document: PlanDocument;
  /**
   * The position of an object in the file, or of the value at a path within it.
   * @param offset A number of characters into a text value.
   */
  placeOf: (kind: NamedKind, name: string, path?: YamlPath, offset?: number) => YamlPosition;
  /** Whether it comes from the flags of a command, which have no lines. */
  isCommand?: boolean;
  /** Loaded if the file names holidays. */
  holidays: Holidays | undefined;
  /** Kinds and objects that the file sets to null: `agents`, `agents/anna@acme.example`. They are left as they are. */
  nulls: ReadonlySet<string>;
}

const about = { code: 'PLAN', hint: '`voipbin export` writes a plan file of the account as it is' };

/**
 * An empty text is an empty plan.
 * @param holidays Of all regions; needed if `namesHolidays` is true for the text.
 * @throws FileProblems with every problem in the file.
 */
export function readPlan(text: string, file: string, holidays?: Holidays): PlanFile {
  const places = new Map<string, Reader>();
  const nulls = new Set<string>();
  const document = readYaml(text, file, about, (reader) => readDocument(reader, { places, nulls }, holidays));
  return {
    file,
    document,
    nulls,
    placeOf(kind, name, path = [], offset = 0) {
      const place = places.get(`${kind}/${name}`);
      return (
        (path.length === 0 ? place?.position : place?.positionOf(path, offset)) ?? { line: 1, column: 1 }
      );
    },
    holidays,
  };
}

/** Whether a plan file may use holidays, which take long to load. */
export const namesHolidays = (text: string): boolean => /(?<![\w-])(?:hours|holidays)["']?\s*:/.test(text);

/** Findings while a document is read, by address. */
interface Found {
  places: Map<string, Reader>;
  nulls: Set<string>;
}

function readDocument(
  reader: Reader,
  { places, nulls }: Found,
  holidays: Holidays | undefined,
): PlanDocument {
  const fields = reader.fields(
    ['version', ...singleKinds.map(({ kind }) => kind), ...manyKinds.map(({ kind }) => kind)],
    'key',
  );
  const { version } = fields;
  if (version !== undefined && version.value !== PLAN_VERSION) {
    version.wrong(`this version of voipbin reads version ${PLAN_VERSION} of the plan file only`);
  }
  for (const { kind } of kinds) if (fields[kind]?.isNullWord) nulls.add(kind);
  const names = new Map<NamedKind, ReadonlySet<string>>(
    manyKinds.map(({ kind }) => [kind, namesIn(fields[kind])]),
  );
  const scope: Scope = { names: (kind) => names.get(kind) ?? new Set(), holidays };
  const singles = singleKinds.flatMap((kind) => {
    const part = fields[kind.kind];
    return part === undefined ? [] : [[kind.kind, readFields(part, kind, scope, [])] as const];
  });
  const many = manyKinds.flatMap((kind) => {
    const part = fields[kind.kind];
    // A key without a value declares nothing; `{}` is an empty declaration.
    if (part === undefined || part.isNull) return [];
    const objects = part.entries().map(([name, inner]) => {
      const address = `${kind.kind}/${name}`;
      places.set(address, inner);
      if (inner.isNullWord) nulls.add(address);
      return [name, readObject(inner, name, kind, scope)] as const;
    });
    return [[kind.kind, Object.fromEntries(objects)] as const];
  });
  return { version: PLAN_VERSION, ...Object.fromEntries([...singles, ...many]) };
}

function namesIn(reader: Reader | undefined): ReadonlySet<string> {
  return new Set(reader?.isMap === true ? Object.keys(reader.value as object) : []);
}

/** One object; a name without a value declares an object by its name alone. */
function readObject(reader: Reader, name: string, kind: ManyKind, scope: Scope): Values {
  if (name.trim() === '') reader.wrongKey(`a name under ${kind.kind} must not be empty`);
  const { secrets = [] } = kind;
  const others = ['id', ...secrets.map(({ key }) => key), ...(kind.kind === 'numbers' ? ['virtual'] : [])];
  const spec: Record<string, unknown> = readFields(reader, kind, scope, others, (key, value) => {
    if (key === 'id') return readId(value);
    const secret = secrets.find((one) => one.key === key);
    return secret === undefined ? value.oneOf(['any']) : readSecret(value, secret);
  });
  const problem = spec['virtual'] === 'any' ? problemOfWord(name) : kind.checkName(name);
  if (problem !== undefined) reader.wrongKey(problem);
  return spec;
}

/** With `virtual: any`, the name stands for a number, and must not look like one. */
function problemOfWord(name: string): string | undefined {
  return name.startsWith('+')
    ? `${quote(name)} is a number already: leave \`virtual: any\` out, or name it by a word`
    : undefined;
}

function readFields(
  reader: Reader,
  kind: ManyKind | SingleKind,
  scope: Scope,
  others: readonly string[],
  readOther: (key: string, value: Reader) => unknown = () => undefined,
): Record<string, unknown> {
  const found = reader.fields(
    [...fieldsOfFile(kind).map(({ key }) => key), ...others],
    `field of ${withArticle(kind.one)}`,
  );
  const spec: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(found) as [string, Reader][]) {
    const field = fieldsOfFile(kind).find((one) => one.key === key);
    if (field === undefined) {
      const other = readOther(key, value);
      if (other !== undefined) spec[key] = other;
    } else if (!value.isNull) {
      const read = field.read(value, scope);
      if (read !== undefined) spec[key] = read;
    } else if (field.clearable) spec[key] = null;
    else value.wrong(`${key} cannot be cleared: leave it out to leave it as it is`);
  }
  return spec;
}

function readId(reader: Reader): string | undefined {
  const id = reader.text();
  if (id === undefined || isUuid(id)) return id?.toLowerCase();
  reader.wrong(`${quote(id)} is not an id, such as 5e4a0680-804e-11ec-8477-2fea5968d85b`);
  return undefined;
}

/** An invalid reference is not repeated in the message: it may be the secret itself. */
function readSecret(reader: Reader, field: SecretField): SecretRef | undefined {
  const text = reader.text();
  if (text === undefined) return undefined;
  const secret = secretSource(text, field);
  if (secret === undefined) {
    const ways = sentenceList(secretWays(field), 'or');
    reader.wrong(`${withArticle(secretName(field))} is never written here: say ${ways}`);
  }
  return secret;
}

/** Parses where a secret comes from, as written in files and flags. */
export function secretSource(text: string, { generated }: SecretField): SecretRef | undefined {
  if (text === 'generate') return generated === undefined ? undefined : { from: 'generate' };
  const [, from, rest = ''] = /^(env|file):(.+)$/.exec(text) ?? [];
  if (from === 'env' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(rest)) return { from, name: rest };
  return from === 'file' ? { from, path: rest } : undefined;
}
