/**
 * The actions of a flow, as a plan file writes them and as the API keeps them: labels become ids, names become ids,
 * `30s` becomes a number of the option's own unit. What the plan file has no word for is under `extra`, untouched.
 */
import { wrongIds } from '../api/update.ts';
import type { Action } from '../api/wire.ts';
import { isSetId, isUuid, NIL_UUID } from '../core/ids.ts';
import { didYouMean } from '../core/suggest.ts';
import { quote, type Reader } from '../core/yaml-reader.ts';
import { stableId } from './ids.ts';
import { actionTypes, addressTypes, type OptionSpec, type OptionType } from './action-types.ts';
import type { ActionSpec } from './document.ts';
import {
  custom,
  DURATION_PATTERN,
  formatDuration,
  idIn,
  readDuration,
  readReference,
  wordFor,
  type Ids,
  type Names,
  type Reference,
  type Schema,
  type Scope,
} from './field.ts';

/** Keys of an action that are no options. */
const RESERVED_KEYS = ['type', 'label', 'next', 'extra'] as const;
/** The platform's own ids for start, finish and next (models/action/action.go). */
const START = '00000000-0000-0000-0000-000000000001';
const FINISH = '00000000-0000-0000-0000-000000000002';
const words: Readonly<Record<string, string>> = { start: START, finish: FINISH };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const actionsCodec = custom<readonly ActionSpec[]>({
  get schema() {
    return actionsSchema();
  },
  empty: [],
  read: readActions,
  references: (actions) => actions.flatMap(referencesOf),
  toWire: compileActions,
  fromWire: decompileActions,
  canonical: (wire) => JSON.stringify(canonicalActions(wire)),
  toPlain: (actions) => actions.map(actionToPlain),
});

// ---- reading

/** A list of actions with its own labels. */
function readActions(reader: Reader, scope: Scope): ActionSpec[] | undefined {
  const items = reader.items();
  if (!Array.isArray(reader.value)) return undefined;
  const labels = new Set<string>();
  for (const item of items) {
    const label = isRecord(item.value) ? item.value['label'] : undefined;
    if (typeof label === 'string') labels.add(label);
  }
  const seen = new Set<string>();
  const actions = items.map((item) => readAction(item, { scope, labels: [...labels], seen }));
  return actions.every((action) => action !== undefined) ? actions : undefined;
}

interface Place {
  scope: Scope;
  /** All labels of the list. */
  labels: readonly string[];
  /** Those of the actions before. */
  seen: Set<string>;
}

function readAction(reader: Reader, place: Place): ActionSpec | undefined {
  if (!reader.isMap) {
    reader.wrong('an action is a map with a type, such as { type: talk, text: Welcome. }');
    return undefined;
  }
  const entries = new Map(reader.entries());
  const type = entries.get('type')?.text();
  if (!entries.has('type')) reader.wrongKey('an action needs a type');
  const label = entries.get('label') && readLabel(entries.get('label') as Reader, place);
  const next = entries.get('next') && readNext(entries.get('next') as Reader, place);
  if (type === undefined) return undefined;
  const known = actionTypes[type];
  if (known === undefined) {
    const suggestion = didYouMean(type, Object.keys(actionTypes));
    entries
      .get('type')
      ?.wrong(`there is no action ${quote(type)}`, suggestion ?? 'the documentation of VoIPBIN lists them');
    return undefined;
  }
  const option: Record<string, unknown> = {};
  let complete = true;
  for (const [key, value] of entries) {
    if ((RESERVED_KEYS as readonly string[]).includes(key)) continue;
    const spec = known.options[key];
    if (spec === undefined) {
      value.wrongKey(`${type} has no option ${quote(key)}`, suggestOption(key, known.options));
      continue;
    }
    // What is said to be nothing is left out, which means the same.
    if (value.isNull) continue;
    const read = readOption(value, spec.type, place);
    if (read === undefined) complete = false;
    else option[key] = read;
  }
  const extra = entries.get('extra');
  if (extra !== undefined) {
    const wrong = extra.isMap ? wrongIds(extra.value) : [];
    if (wrong.length > 0) extra.wrong(`not a well-formed id: ${wrong.join(', ')}`);
    else if (extra.isMap) option['extra'] = extra.value;
    else extra.wrong('extra must be a map of options as the API spells them');
  }
  if (!complete) return undefined;
  return { type, option, ...(label !== undefined && { label }), ...(next !== undefined && { next }) };
}

function suggestOption(key: string, options: Readonly<Record<string, OptionSpec>>): string {
  const known = Object.keys(options);
  const renamed = Object.entries(options).find(([, { wire }]) => wire === key)?.[0];
  if (renamed !== undefined) return `here it is ${renamed}, with a name instead of an id`;
  return didYouMean(key, known) ?? (known.length > 0 ? `it has ${known.join(', ')}` : 'it has none');
}

function readLabel(reader: Reader, { seen }: Place): string | undefined {
  const label = reader.text();
  if (label === undefined) return undefined;
  if (seen.has(label)) reader.wrong(`the label ${quote(label)} is there twice`);
  if (label in words || label.startsWith('id:') || label.includes('${')) {
    reader.wrong(`${quote(label)} cannot be a label: it means something else`);
  }
  seen.add(label);
  return label;
}

/** A label of the same list, `start`, `finish`, a variable, or an id that leads nowhere here. */
function readTarget(reader: Reader, { labels }: Place): string | undefined {
  const target = reader.text();
  if (target === undefined) return undefined;
  if (labels.includes(target) || target in words || idIn(target) !== undefined || target.includes('${')) {
    return target;
  }
  reader.wrong(
    `no action of this flow has the label ${quote(target)}`,
    didYouMean(target, labels) ?? (labels.length > 0 ? `there are ${labels.join(', ')}` : undefined),
  );
  return undefined;
}

/** The server keeps no variable here: it would take it for "the next one". */
function readNext(reader: Reader, place: Place): string | undefined {
  const next = readTarget(reader, place);
  if (next?.includes('${') !== true) return next;
  reader.wrong('what follows an action cannot be a variable: use branch or goto');
  return undefined;
}

function readOption(reader: Reader, type: OptionType, place: Place): unknown {
  if (typeof type !== 'string') return reader.oneOf(type);
  switch (type) {
    case 'text':
      return reader.string();
    case 'id':
      return readAnyId(reader);
    case 'flag':
      return reader.flag();
    case 'integer':
      return reader.integer();
    case 'ms':
    case 's':
      return readDuration(reader, type);
    case 'any':
      return reader.value;
    case 'texts':
    case 'weekdays': {
      const items = reader.items().map((item) => (type === 'texts' ? item.string() : readWeekday(item)));
      return Array.isArray(reader.value) && !items.includes(undefined) ? items : undefined;
    }
    case 'address':
      return readAddress(reader);
    case 'addresses': {
      const items = reader.items().map(readAddress);
      return Array.isArray(reader.value) && !items.includes(undefined) ? items : undefined;
    }
    case 'actions':
      return readActions(reader, place.scope);
    case 'target':
      return readTarget(reader, place);
    case 'targets': {
      const read = reader.entries().map(([value, target]) => [value, readTarget(target, place)] as const);
      return reader.isMap && read.every(([, target]) => target !== undefined)
        ? Object.fromEntries(read)
        : undefined;
    }
    case 'queue':
    case 'flow':
      return typeof reader.value === 'string' && reader.value.includes('${')
        ? reader.value
        : readReference(reader, type === 'queue' ? 'queues' : 'flows', place.scope);
  }
}

/** An object of a kind that is not managed here. */
function readAnyId(reader: Reader): string | undefined {
  const id = reader.string();
  if (id === undefined || id === '' || isUuid(id) || id.includes('${')) return id;
  reader.wrong(`${quote(id)} is no id, such as 5e4a0680-804e-11ec-8477-2fea5968d85b`);
  return undefined;
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

function readWeekday(reader: Reader): number | undefined {
  const name = reader.oneOf(weekdays);
  return name === undefined ? undefined : weekdays.indexOf(name);
}

/** `tel:+14155550100`, or a map with type and target and, if need be, the three names that go with it. */
function readAddress(reader: Reader): Readonly<Record<string, string>> | undefined {
  if (reader.isMap) {
    const fields = reader.fields(['type', 'target', 'target_name', 'name', 'detail']);
    const read = Object.entries(fields).map(([key, value]) => [key, value.string()] as const);
    const type = fields.type?.oneOf(addressTypes);
    if (fields.type === undefined) reader.wrongKey('an address needs a type');
    return type !== undefined && read.every(([, value]) => value !== undefined)
      ? (Object.fromEntries(read) as Record<string, string>)
      : undefined;
  }
  const value = reader.text();
  if (value === undefined) return undefined;
  const [type = '', ...rest] = value.split(':');
  const target = rest.join(':');
  if ((addressTypes as readonly string[]).includes(type) && target !== '') return { type, target };
  reader.wrong(
    `${quote(value)} is no address, such as tel:+14155550100 or sip:anna@example.com`,
    type === '' || rest.length === 0 ? undefined : didYouMean(type, addressTypes),
  );
  return undefined;
}

// ---- names

function referencesOf({ type, option }: ActionSpec): Reference[] {
  return Object.entries(actionTypes[type]?.options ?? {}).flatMap(([key, spec]) => {
    const value = option[key];
    if (spec.type === 'actions') return ((value ?? []) as ActionSpec[]).flatMap(referencesOf);
    if ((spec.type !== 'queue' && spec.type !== 'flow') || typeof value !== 'string') return [];
    return value.includes('${') ? [] : [{ kind: spec.type === 'queue' ? 'queues' : 'flows', name: value }];
  });
}

// ---- to the API

/** @param owner Where the ids of the actions come from: `flows/Main`. */
function compileActions(actions: readonly ActionSpec[], ids: Ids, owner: string): Action[] {
  const own = actions.map(({ label }, index) => stableId(`${owner}/${label ?? `#${index}`}`));
  const labels = new Map(
    actions.flatMap(({ label }, index) => (label === undefined ? [] : [[label, own[index] ?? '']])),
  );
  const target = (word: string): string => labels.get(word) ?? words[word] ?? idIn(word) ?? word;
  return actions.map(({ type, option, next }, index) => {
    const { extra, ...known } = option;
    const made = Object.entries(known).map(([key, value]) => {
      const spec = actionTypes[type]?.options[key] ?? { type: 'any' };
      return [spec.wire ?? key, compileOption(value, spec.type, { ids, target, owner: `${owner}/${index}` })];
    });
    const all = { ...(isRecord(extra) ? extra : {}), ...(Object.fromEntries(made) as object) };
    return {
      id: own[index] ?? NIL_UUID,
      next_id: next === undefined ? NIL_UUID : target(next),
      type,
      ...(Object.keys(all).length > 0 && { option: all }),
    };
  });
}

interface Compiling {
  ids: Ids;
  target: (word: string) => string;
  owner: string;
}

function compileOption(value: unknown, type: OptionType, { ids, target, owner }: Compiling): unknown {
  switch (type) {
    case 'target':
      return target(String(value));
    case 'targets':
      return Object.fromEntries(
        Object.entries(value as Record<string, string>).map(([key, label]) => [key, target(label)]),
      );
    case 'queue':
    case 'flow':
      return String(value).includes('${')
        ? value
        : ids.idOf({ kind: type === 'queue' ? 'queues' : 'flows', name: String(value) });
    case 'actions':
      return compileActions(value as readonly ActionSpec[], ids, owner);
    default:
      return value;
  }
}

// ---- from the API

/**
 * Undefined where a list is no list of actions, or has an action of a type that is not known here, or an id that could
 * not be sent back.
 */
function decompileActions(wire: unknown, names: Names): ActionSpec[] | undefined {
  const actions = Array.isArray(wire) ? (wire as Action[]) : [];
  if (!actions.every((action) => isRecord(action) && actionTypes[action.type ?? ''] !== undefined)) {
    return undefined;
  }
  if (wrongIds(actions).length > 0) return undefined;
  const indexOf = indexById(actions);
  const labels = new Map<number, string>();
  /** The word for an id: a label where it leads to an action of the list. */
  const target = (id: unknown): string | undefined => {
    if (typeof id !== 'string' || id === '' || id === NIL_UUID) return undefined;
    const lower = id.toLowerCase();
    const index = indexOf.get(lower);
    if (index !== undefined) {
      const label = labels.get(index) ?? labelFor(actions[index]?.type ?? 'step', index);
      labels.set(index, label);
      return label;
    }
    if (lower === START) return 'start';
    if (lower === FINISH) return 'finish';
    return id.includes('${') ? id : isUuid(id) ? `id:${lower}` : undefined;
  };
  const specs = actions.map((action, index) => {
    const { option, extra } = decompileOptions(action, names, target);
    const after = indexOf.get(lower(action.next_id));
    const next = isSetId(action.next_id) && after !== index + 1 ? target(action.next_id) : undefined;
    return {
      type: action.type ?? '',
      option: { ...option, ...(Object.keys(extra).length > 0 && { extra }) },
      ...(next !== undefined && { next }),
    };
  });
  // Labels are known only when all targets were seen.
  return specs.map((spec, index) => {
    const label = labels.get(index);
    return label === undefined ? spec : { ...spec, label };
  });
}

/** The first of two actions of one id is where a jump leads. */
function indexById(actions: readonly Action[]): ReadonlyMap<string, number> {
  const ids = actions.map((action) => (isRecord(action) ? lower(action.id) : ''));
  return new Map(ids.map((id, index) => [id, index] as const).reverse());
}

/** Nested actions are whatever somebody has put there. */
const lower = (id: unknown): string => (typeof id === 'string' ? id.toLowerCase() : '');

const labelFor = (type: string, index: number): string => `${type.replaceAll('_', '-')}-${index + 1}`;

function decompileOptions(
  action: Action,
  names: Names,
  target: (id: unknown) => string | undefined,
): { option: Record<string, unknown>; extra: Record<string, unknown> } {
  const known = actionTypes[action.type ?? '']?.options ?? {};
  const byWire = new Map(Object.entries(known).map(([key, spec]) => [spec.wire ?? key, { key, spec }]));
  const option: Record<string, unknown> = {};
  const extra: Record<string, unknown> = {};
  for (const [wire, value] of Object.entries(action.option ?? {})) {
    if (value === null || value === undefined) continue;
    const place = byWire.get(wire);
    const word = place && decompileOption(value, place.spec.type, names, target);
    if (place === undefined || word === undefined) extra[wire] = value;
    else option[place.key] = word;
  }
  return { option, extra };
}

function decompileOption(
  value: unknown,
  type: OptionType,
  names: Names,
  target: (id: unknown) => string | undefined,
): unknown {
  if (typeof type !== 'string') return type.find((word) => word === value);
  switch (type) {
    case 'text':
    case 'id':
      return typeof value === 'string' ? value : undefined;
    case 'flag':
      return typeof value === 'boolean' ? value : undefined;
    case 'integer':
      return Number.isSafeInteger(value) ? value : undefined;
    case 'ms':
    case 's':
      return Number.isSafeInteger(value) && (value as number) >= 0 ? value : undefined;
    case 'any':
      return value;
    case 'texts':
      return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
    case 'weekdays':
      return Array.isArray(value) && value.every((day) => weekdays[day as number] !== undefined)
        ? value
        : undefined;
    case 'address':
      return decompileAddress(value);
    case 'addresses': {
      const addresses = Array.isArray(value) ? value.map(decompileAddress) : [undefined];
      return addresses.includes(undefined) ? undefined : addresses;
    }
    case 'actions':
      return Array.isArray(value) ? decompileActions(value, names) : undefined;
    case 'target':
      return target(value);
    case 'targets': {
      if (!isRecord(value)) return undefined;
      const pairs = Object.entries(value).map(([key, id]) => [key, target(id)] as const);
      return pairs.every(([, word]) => word !== undefined) ? Object.fromEntries(pairs) : undefined;
    }
    case 'queue':
    case 'flow':
      if (typeof value !== 'string' || value === '') return undefined;
      return value.includes('${') ? value : wordFor(type === 'queue' ? 'queues' : 'flows', value, names);
  }
}

function decompileAddress(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isRecord(value)) return undefined;
  const known = ['type', 'target', 'target_name', 'name', 'detail'];
  const entries = Object.entries(value);
  const fits =
    entries.every(([key, item]) => known.includes(key) && typeof item === 'string') &&
    (addressTypes as readonly unknown[]).includes(value['type']);
  return fits ? value : undefined;
}

// ---- as a file has it

/** An action as the plan file writes it. */
function actionToPlain({ type, option, label, next }: ActionSpec): Record<string, unknown> {
  const options = Object.entries(option).map(([key, value]) => [
    key,
    optionToPlain(value, actionTypes[type]?.options[key]?.type ?? 'any'),
  ]);
  return {
    ...(label !== undefined && { label }),
    type,
    ...(Object.fromEntries(options) as object),
    ...(next !== undefined && { next }),
  };
}

function optionToPlain(value: unknown, type: OptionType): unknown {
  switch (type) {
    case 'ms':
      return formatDuration(value as number);
    case 's':
      return formatDuration((value as number) * 1000);
    case 'weekdays':
      return (value as number[]).map((day) => weekdays[day]);
    case 'address':
      return addressToPlain(value as Record<string, string>);
    case 'addresses':
      return (value as Record<string, string>[]).map(addressToPlain);
    case 'actions':
      return (value as ActionSpec[]).map(actionToPlain);
    default:
      return value;
  }
}

/** The short form where nothing is lost by it. */
export function addressToPlain(address: Readonly<Record<string, string>>): unknown {
  const { type, target, ...rest } = address;
  return Object.keys(rest).length === 0 && type && target ? `${type}:${target}` : address;
}

// ---- comparison

/**
 * What a list of actions comes to, whatever ids its actions have: jumps by position, ids in lower case, and nothing
 * where the server reads a zero value (absent, null, empty, false and 0 are one to it).
 */
function canonicalActions(wire: unknown): unknown[] {
  const actions = Array.isArray(wire) ? (wire as Action[]) : [];
  const indexOf = indexById(actions);
  const jump = (id: unknown): unknown => {
    if (typeof id !== 'string') return canonicalValue(id);
    const index = indexOf.get(id.toLowerCase());
    return index === undefined ? canonicalValue(id) : { action: index };
  };
  return actions.map((action, index) => {
    if (!isRecord(action)) return action;
    const options = actionTypes[action.type ?? '']?.options ?? {};
    const typeOf = new Map(Object.entries(options).map(([key, { type, wire: name }]) => [name ?? key, type]));
    const option = Object.entries(isRecord(action.option) ? action.option : {}).map(([key, value]) => {
      const type = typeOf.get(key);
      if (type === 'target') return [key, jump(value)] as const;
      if (type === 'targets' && isRecord(value)) {
        const targets = Object.entries(value).map(([digit, id]) => [digit, jump(id)] as const);
        return [key, sorted(targets)] as const;
      }
      if (type === 'actions' && Array.isArray(value)) {
        return [key, value.length === 0 ? null : canonicalActions(value)] as const;
      }
      return [key, canonicalValue(value)] as const;
    });
    const after = indexOf.get(lower(action.next_id));
    const next = !isSetId(action.next_id) || after === index + 1 ? null : jump(action.next_id);
    return { type: action.type ?? '', next, option: sorted(option) };
  });
}

function canonicalValue(value: unknown): unknown {
  if (value === null || value === undefined || value === '' || value === false || value === 0) return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(canonicalValue);
  if (isRecord(value)) {
    const entries = sorted(Object.entries(value).map(([key, item]) => [key, canonicalValue(item)] as const));
    return entries.length === 0 ? null : entries;
  }
  if (typeof value !== 'string') return value;
  const id = value.toLowerCase();
  return id === NIL_UUID ? null : isUuid(id) ? id : value;
}

/** Entries with something in them, by key. */
function sorted(entries: readonly (readonly [string, unknown])[]): (readonly [string, unknown])[] {
  return entries.filter(([, value]) => value !== null).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

// ---- the editor

function actionsSchema(): Schema {
  return {
    description: 'What happens, one after the other.',
    type: ['array', 'null'],
    items: { $ref: '#/definitions/action' },
  };
}

/** The definition that every list of actions refers to. */
export function actionSchema(): Schema {
  const types = Object.keys(actionTypes);
  const label: Schema = { description: 'The label of an action of this flow.', type: 'string' };
  return {
    type: 'object',
    required: ['type'],
    properties: {
      type: {
        description: types.map((type) => `${type}: ${actionTypes[type]?.about ?? ''}`).join('\n'),
        enum: types,
      },
      label: { description: 'A name of your own, for jumps.', type: 'string' },
      next: {
        ...label,
        description: 'The label of the action that follows; the next in the list if left out.',
      },
      extra: {
        description: 'Options that this file has no word for, as the API spells them.',
        type: 'object',
      },
    },
    allOf: Object.entries(actionTypes).map(([type, { options }]) => ({
      if: { properties: { type: { const: type } } },
      then: {
        properties: {
          ...Object.fromEntries(RESERVED_KEYS.map((key) => [key, true])),
          ...Object.fromEntries(
            Object.entries(options).map(([key, option]) => [key, optionSchema(option.type)]),
          ),
        },
        additionalProperties: false,
      },
    })),
  };
}

const addressSchema: Schema = {
  anyOf: [
    { type: 'string', pattern: `^(${addressTypes.join('|')}):.` },
    {
      type: 'object',
      required: ['type'],
      additionalProperties: false,
      properties: {
        type: { enum: addressTypes },
        ...Object.fromEntries(
          ['target', 'target_name', 'name', 'detail'].map((key) => [key, { type: 'string' }]),
        ),
      },
    },
  ],
};

function optionSchema(type: OptionType): Schema | true {
  if (typeof type !== 'string') return { enum: [...type, null] };
  const list = (items: Schema): Schema => ({ type: ['array', 'null'], items });
  switch (type) {
    case 'text':
      return { type: ['string', 'null'] };
    case 'id':
      return { description: 'An id, or a variable.', type: ['string', 'null'] };
    case 'flag':
      return { type: ['boolean', 'null'] };
    case 'integer':
      return { type: ['integer', 'null'] };
    case 'ms':
    case 's':
      return {
        description: `30s, 5m, or a number of ${type === 'ms' ? 'milliseconds' : 'seconds'}.`,
        anyOf: [
          { type: 'string', pattern: DURATION_PATTERN },
          { type: 'integer', minimum: 0 },
          { type: 'null' },
        ],
      };
    case 'texts':
      return list({ type: 'string' });
    case 'weekdays':
      return list({ enum: weekdays });
    case 'address':
      return { anyOf: [addressSchema, { type: 'null' }] };
    case 'addresses':
      return list(addressSchema);
    case 'actions':
      return list({ $ref: '#/definitions/action' });
    case 'target':
      return { description: 'The label of an action of this flow.', type: ['string', 'null'] };
    case 'targets':
      return {
        description: 'What is pressed, and the label it leads to.',
        type: ['object', 'null'],
        additionalProperties: { type: 'string' },
      };
    case 'queue':
      return { description: 'A name under queues.', type: ['string', 'null'] };
    case 'flow':
      return { description: 'A name under flows.', type: ['string', 'null'] };
    case 'any':
      return true;
  }
}
