/** What a plan can speak of: one description per kind, from which reading, difference, request and export follow. */
import type { Api } from '../api/api.ts';
import type { NamedKind } from './document.ts';
import { COLUMN, tooLong } from '../core/lengths.ts';
import { quote } from '../core/yaml/reader.ts';
import { text, type Field, type Pattern } from './field.ts';

/** What may go wrong when it is done. */
export type Risk = 'safe' | 'disruptive' | 'costs-money' | 'irreversible';

/** An object of the API, as it travels. */
export type Wire = Readonly<Record<string, unknown>> & { readonly id: string };

export type Values = Readonly<Record<string, unknown>>;

/** What every kind has. */
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
   * Fields that the platform changes, too: commands set them, a plan file does not declare them, and no conflict
   * comes of them.
   */
  passing?: readonly Field[];
  /** Whether callers may notice when these fields of the API change. */
  noticed: readonly string[];
  /** The fields of the API in one level; as they are unless said. */
  current?: (live: Wire) => Values;
}

/** The account itself, and its outgoing settings. */
export interface SingleKind extends Described {
  kind: 'account' | 'outbound';
  write: (api: Api, patch: Values, expected: Wire) => Promise<unknown>;
  read: (api: Api) => Promise<Wire>;
  /** How many requests the patch takes. */
  requests: (patch: Values) => number;
}

export interface Resource {
  /** `since`: milliseconds since 1970. */
  list: (options: {
    since?: number;
    onLoss: (loss: { tm_create: string }) => void;
  }) => AsyncGenerator<Wire, void, undefined>;
  get: (id: string) => Promise<Wire>;
  create: (body: Values) => Promise<Wire>;
  update: (id: string, patch: Values, options: { expected: Values }) => Promise<Wire>;
  remove: (id: string) => Promise<unknown>;
}

/** A kind of which there are many. */
export interface ManyKind extends Described {
  kind: NamedKind;
  /** The field of the API by which it goes in the file. */
  key: string;
  /** Whether the server also takes another name, or the same one twice. */
  renamable: boolean;
  /** Whether a new one needs a password. */
  takesPassword: boolean;
  /** The password of what exists, where the server shows it. */
  shownPassword?: (live: Wire) => string | undefined;
  /** What is wrong with a name, or undefined. */
  /** What `checkName` lets pass, for editors: it may let pass more. */
  namePattern?: Pattern;
  checkName: (name: string) => string | undefined;
  /** What is sent to make one, where the file says nothing; what is not here can only be changed afterwards. */
  defaults: Values;
  /** The groups of API fields that are written by one request each. */
  writes: readonly (readonly string[])[];
  resource: (api: Api) => Resource;
  /** Whether it takes money to make one of this name. */
  costs?: (name: string) => boolean;
  /** What a new one must have, or undefined. */
  missing?: (spec: Values) => string | undefined;
}

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

/** The risk of changing these fields of the API. */
export function riskOf({ noticed }: Described, changed: readonly string[]): Risk {
  return changed.some((wire) => noticed.includes(wire)) ? 'disruptive' : 'safe';
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

/** Types of the API's functions are narrower than what a description can know. */
export function resource(source: unknown): Resource {
  return source as Resource;
}
