/**
 * What describes a resource: one file each, from which commands, lists, reading, difference, request and export
 * follow.
 */
import type { Api } from '../api/api.ts';
import type { ApiResource, Collection } from '../api/collection.ts';
import type { ReplacingPut } from '../api/update.ts';
import type { Column, ListFilter, Reading, Row } from './columns.ts';
import type { NamedKind } from './index.ts';
import { COLUMN, tooLong, type Length } from '../core/lengths.ts';
import { quote } from '../core/yaml/reader.ts';
import { text, type Field, type Pattern } from './field.ts';

/** What may go wrong when it is done. */
export type Risk = 'safe' | 'disruptive' | 'costs-money' | 'irreversible';

/** An object of the API, as it travels. */
export type Wire = Readonly<Record<string, unknown>> & { readonly id: string };

export type Values = Readonly<Record<string, unknown>>;

/** What every resource has: it can be listed. */
export interface Listed<T extends Wire = Wire> extends ApiResource<T> {
  /** For people: `queue`. */
  one: string;
  /** What lists show, in their order. */
  columns: readonly Column[];
  /** Flags that leave rows out of a list. */
  filters?: readonly ListFilter[];
  /** Platform staff alone may look at it: no account is there to act for. */
  staffOnly?: boolean;
  /** Whether the list is one of what happened: it grows, and people ask for a time. */
  history?: boolean;
  /** What people call one that has no name of its own: a call by its numbers. */
  alsoCalled?: (row: Row) => readonly unknown[];
  /** The id of something else by which one is found, too: a queue call by its call. */
  alsoById?: (row: Row) => unknown;
  /** The field that stands for one where something else points at it, in place of its name: what people dial. */
  dialed?: string;
  /** How one is spoken of that has no name of its own. */
  title?: (row: Row, reading: Reading) => string;
  /** The command that lists them; by default `list` of their noun. */
  listedBy?: string;
  /** Operations other than changing fields, which cannot be undone. */
  operations?: readonly Operation[];
}

/** Something that is done with one object, and that nothing undoes. */
export interface Operation {
  /** The word of the command. */
  verb: string;
  /** A POST to this part below the object; a DELETE of the object where it is absent. */
  part?: string;
  /** In the help, and before it is done: `hang up`. */
  does: string;
  /** Afterwards: `hung up`. */
  done: string;
  /** Nothing is left to do. */
  isOver: (row: Row) => boolean;
  /** What is the case then: `has already ended`. */
  over: string;
  /** For the help: what follows the command, where people have more than ids for it. */
  example?: string;
  /** What follows from it, for who is asked. */
  warns?: (row: Row) => readonly string[];
}

export const deletion = (warns?: Operation['warns']): Operation => ({
  verb: 'delete',
  does: 'delete',
  done: 'deleted',
  isOver: ({ tm_delete }) => Boolean(tm_delete),
  over: 'has already been deleted',
  ...(warns && { warns }),
});

/** What a plan can say of. */
interface Described {
  /** For people: `queue`. */
  one: string;
  /** For the editor. */
  about: string;
  /** What is written to the API, and what the file says unless `said` is there. In the order of the file. */
  fields: readonly Field[];
  /** What the file says, where that is not what the API has. */
  said?: readonly Field[];
  /**
   * Fields that commands set and plan files do not declare: the platform changes them, too, and they never cause a
   * conflict.
   */
  passing?: readonly Field[];
  /** Whether callers may notice when these fields of the API change. */
  noticed: readonly string[];
  /** What these values of the API lead to, where that is more than `noticed` says. */
  entails?: (patch: Values) => Consequence | undefined;
  /** The API fields in one level; by default unchanged. */
  current?: (live: Wire) => Values;
  /** From fields in one level to those of the API; by default unchanged. */
  nested?: (patch: Values) => Values;
}

/** The consequence of a change. */
export interface Consequence {
  /** Where it is more than callers may notice. */
  risk?: Risk;
  /** For people. */
  because: string;
}

/** A field whose text is written to the API, and neither recorded nor shown. */
export interface SecretField {
  /** In the plan file, of its flag, and in one level of the API. */
  key: string;
  /** For the editor. */
  about: string;
  /** Whether one can be made up: where the file says so, or for everything new that has none. */
  generated?: 'on-request' | 'always';
  /** Whether it has its own command, and so no flag of `update`. */
  hasVerb?: true;
  length?: Length;
  /** The one of what exists, where the server shows it. */
  shown?: (live: Wire) => string | undefined;
  /** Whether an object with these values may have one; by default any may. */
  fits?: (values: Values) => boolean;
  /** What its change means, for people. */
  afterwards: string;
}

/** The account itself, its outgoing settings, and its billing account. */
export interface SingleKind extends Described {
  kind: 'account' | 'outbound' | 'billing';
  read: (api: Api) => Promise<Wire>;
  /** How it is changed. */
  puts: readonly ReplacingPut<string>[];
  /** With fields of the API. Answers with the object as it is then. */
  write: (api: Api, patch: Values, expected: Wire) => Promise<Wire>;
}

/** A kind with many objects. */
export interface ManyKind<T extends Wire = Wire> extends Described, Listed<T> {
  kind: NamedKind;
  /** The field of the API by which it goes in the file. */
  key: string;
  /** Whether the server also takes another name, or the same one twice. */
  renamable: boolean;
  /** What a file gives by saying where its text is. */
  secrets?: readonly SecretField[];
  /** What `checkName` lets pass, for editors: it may let pass more. */
  namePattern?: Pattern;
  /** What is wrong with a name, or undefined. */
  checkName: (name: string) => string | undefined;
  /** What is sent to make one, where the file says nothing; what is not here can only be changed afterwards. */
  defaults: Values;
  /** What the server may mean when it refuses to make one with 500, as a part of a sentence. */
  suspect: string;
  /** For the help of commands: what follows the command itself. */
  examples?: Readonly<Partial<Record<'create' | 'update' | 'delete', string>>>;
  /** Additional values to create an object, derived from its name. */
  implies?: (name: string) => Values;
  /** The lock file keeps the key under this name, as the name in the plan file may not say which one it is. */
  keyInLock?: 'number';
  /** Whether it takes money to make one of this name. */
  costs?: (name: string) => boolean;
  /** What it is called for people, where its key says too little. */
  called?: (live: Wire) => string;
  /** What comes with one that is made. */
  brings?: string;
  /** What goes with one that is deleted, where that cannot be made again. */
  loses?: string;
  /** What a new one must have, or undefined. */
  missing?: (spec: Values) => string | undefined;
  /** Someone may be signed in as it. */
  signsIn?: true;
  /** Callers come through it: it is changed once what it leads to exists. */
  leadsCallers?: true;
  /** Callers begin with it: it is made and changed after all else but what costs money. */
  beginsCalls?: true;
  /** What the billing plan counts of it. */
  limited?: {
    as: 'agents' | 'conferences' | 'extensions' | 'queues' | 'virtual_numbers';
    /** By default all. */
    counts?: (object: Wire) => boolean;
  };
  /**
   * What the server would refuse in these values for the sake of what else the account has, or undefined.
   * @param self The id of the object; undefined for a new one.
   */
  refusal?: (values: Values, self: string | undefined, lists: Lists) => string | undefined;
}

/** What an account has of each kind. */
export type Lists = Readonly<Record<NamedKind, readonly Wire[]>>;

/** What people call an object of any resource. */
export const calledNames = (row: Row): readonly unknown[] => [
  row['name'],
  row['number'],
  row['username'],
  row['extension'],
  row['token_prefix'],
];

/** All names by which an object can be found, in addition to its id: its usual name first. */
export const namesIn = (resource: Listed, row: Row): readonly unknown[] => [
  'key' in resource ? row[String(resource.key)] : undefined,
  ...calledNames(row),
  ...(resource.alsoCalled?.(row) ?? []),
  resource.alsoById?.(row),
];

/** For people: `app secret`. */
export const secretName = ({ key }: Pick<SecretField, 'key'>): string => key.replaceAll('_', ' ');

/** Where a secret may be, as a plan file says it. */
export const secretWays = ({ generated }: Pick<SecretField, 'generated'>): readonly string[] => [
  'env:NAME',
  'file:path',
  ...(generated === undefined ? [] : ['generate']),
];

/** The fields of the file. */
export const fieldsOfFile = ({ said, fields }: Described): readonly Field[] => said ?? fields;

/** The fields that a command sets. */
export const fieldsOfCommand = (kind: Described): readonly Field[] => [
  ...fieldsOfFile(kind),
  ...(kind.passing ?? []),
];

/** All that is written to the API. */
export const writtenFields = ({ fields, passing = [] }: Described): readonly Field[] => [
  ...fields,
  ...passing,
];

/** The fields of the API as they are now. */
export function valuesOf({ current }: Described, live: Wire): Values {
  return current?.(live) ?? live;
}

/** The object of the API with these values of one level. */
export function withValues({ nested }: Described, live: Wire, values: Values): Wire {
  const patch = Object.entries(nested?.(values) ?? values).map(([wire, value]) => {
    const part = live[wire];
    return [wire, isRecord(part) && isRecord(value) ? { ...part, ...value } : value];
  });
  return { ...live, ...(Object.fromEntries(patch) as Values) };
}

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** For kinds whose `rtp_debug` is in `metadata` in the API. */
export const inMetadata: Pick<Described, 'current' | 'nested'> = {
  current: (live) => ({ ...live, rtp_debug: (live['metadata'] as Values | null | undefined)?.['rtp_debug'] }),
  nested: ({ rtp_debug, ...patch }) => ({
    ...patch,
    ...(rtp_debug !== undefined && { metadata: { rtp_debug } }),
  }),
};

/** The consequence of changing these API values. */
export function consequenceOf(
  { noticed, entails }: Described,
  patch: Values,
): { risk: Risk; because?: string } {
  const isNoticed = Object.keys(patch).some((wire) => noticed.includes(wire));
  return { risk: isNoticed ? 'disruptive' : 'safe', ...entails?.(patch) };
}

/** The name on the server, for kinds where it need not be the one in the file. */
export const otherName = text('The name on the server, where it is another than here.', {
  help: 'the name',
});
/** The server keeps details of any length (seen of tags and customers). */
export const detail = text('What it is for.', { length: null });

/** For kinds that take any name: it becomes the name on the server. */
export function checkName(name: string): string | undefined {
  const problem = tooLong(name, COLUMN);
  return problem === undefined ? undefined : `the name ${quote(name)} ${problem}`;
}

/** A kind in the API: its fields in one level. */
export function access(api: Api, kind: ManyKind): Collection<Wire> {
  const collection = api.of(kind);
  const { nested } = kind;
  if (nested === undefined) return collection;
  return {
    ...collection,
    create: (body) => collection.create(nested(body as Values)),
    update: (id, patch, options) => collection.update(id, nested(patch as Values), options),
  };
}

/** Gives the account or its like these values of one level. */
export const writeSingle = (api: Api, kind: SingleKind, values: Values, expected: Wire): Promise<Wire> =>
  kind.write(api, kind.nested?.(values) ?? values, expected);

/** How many requests it takes to change these fields: one to read it, and one for each part of it. */
export function requestsFor({ nested, puts = [] }: ManyKind | SingleKind, wires: readonly string[]): number {
  const patch = Object.fromEntries(wires.map((wire) => [wire, null]));
  const changed = Object.keys(nested?.(patch) ?? patch);
  return 1 + puts.filter(({ fields, when = fields }) => when.some((field) => changed.includes(field))).length;
}
