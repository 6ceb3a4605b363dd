/** Actions as a plan file writes them: labels and names are looked up, spans of time come down to the option's unit. */
import { wrongIds } from '../../api/update.ts';
import { isUuid } from '../../core/ids.ts';
import { didYouMean } from '../../core/suggest.ts';
import { quote, type Reader } from '../../core/yaml/reader.ts';
import type { ActionSpec } from '../document.ts';
import { idIn, readReference } from '../references.ts';
import { readDuration } from '../../core/yaml/durations.ts';
import type { Scope } from '../names.ts';
import { actionType, optionOf } from './lookup.ts';
import { readAddress } from './addresses.ts';
import { actionTypes, type OptionSpec, type OptionType } from './types.ts';
import { isRecord, jumpWords, RESERVED_KEYS, weekdays } from './words.ts';

/** A list of actions with its own labels. */
export function readActions(reader: Reader, scope: Scope): ActionSpec[] | undefined {
  const items = reader.items();
  if (!Array.isArray(reader.value)) return undefined;
  const labels = new Set<string>();
  for (const item of items) {
    const label = isRecord(item.value) ? item.value['label'] : undefined;
    if (typeof label === 'string') labels.add(label.trim());
  }
  const seen = new Set<string>();
  const actions = items.map((item) => readAction(item, { scope, labels, seen }));
  return actions.every((action) => action !== undefined) ? actions : undefined;
}

interface Place {
  scope: Scope;
  /** All labels of the list. */
  labels: ReadonlySet<string>;
  /** Those of the actions before. */
  seen: Set<string>;
}

function readAction(reader: Reader, place: Place): ActionSpec | undefined {
  if (!reader.isMap) {
    reader.wrong('an action is a map with a type, such as { type: talk, text: Welcome. }');
    return undefined;
  }
  const entries = new Map(reader.entries());
  const type = entries.get('type')?.string();
  if (!entries.has('type')) reader.wrongKey('an action needs a type');
  const label = entries.get('label') && readLabel(entries.get('label') as Reader, place);
  const next = entries.get('next') && readNext(entries.get('next') as Reader, place);
  if (type === undefined) return undefined;
  const known = actionType(type);
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
    const spec = optionOf(type, key);
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
  if (known.ofFile === true) {
    for (const key of [known.required ?? []].flat(2)) {
      if (option[key] !== undefined || !complete) continue;
      (entries.get(key) ?? reader).wrongKey(`${type} needs ${key}`);
      complete = false;
    }
  }
  const extra = entries.get('extra');
  if (known.ofFile === true) extra?.wrongKey(`${type} has no option "extra"`);
  else if (extra !== undefined) {
    const wrong = extra.isMap ? wrongIds(extra.value) : [];
    if (wrong.length > 0) extra.wrong(`not a well-formed id: ${wrong.join(', ')}`);
    else if (!extra.isMap) extra.wrong('extra must be a map of options as the API spells them');
    else option['extra'] = readAnything(extra);
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
  if (seen.has(label)) reader.wrong(`the label ${quote(label)} appears twice`);
  if (jumpWords.has(label) || label.startsWith('id:') || label.includes('${')) {
    reader.wrong(`${quote(label)} cannot be a label: it means something else`);
  }
  seen.add(label);
  return label;
}

/** A label of the same list, `start`, `finish`, a variable, or an id that leads nowhere here. */
function readTarget(reader: Reader, { labels }: Place): string | undefined {
  const target = reader.text();
  if (target === undefined) return undefined;
  if (labels.has(target) || jumpWords.has(target) || idIn(target) !== undefined || target.includes('${')) {
    return target;
  }
  reader.wrong(
    `no action of this flow has the label ${quote(target)}`,
    () => didYouMean(target, [...labels]) ?? listed([...labels]),
  );
  return undefined;
}

const LISTED = 10;

function listed(labels: readonly string[]): string | undefined {
  if (labels.length === 0) return undefined;
  return `choose one of: ${labels.slice(0, LISTED).join(', ')}${labels.length > LISTED ? ', ...' : ''}`;
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
      return readAnything(reader);
    case 'texts':
    case 'weekdays': {
      const items = reader.items().map((item) => (type === 'texts' ? item.string() : readWeekday(item)));
      return Array.isArray(reader.value) && !items.includes(undefined) ? items : undefined;
    }
    case 'address':
      return readAddress(reader, place.scope);
    case 'addresses': {
      const items = reader.items().map((item) => readAddress(item, place.scope));
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
    case 'hours':
      return readReference(reader, 'hours', place.scope);
    case 'queue':
    case 'flow':
      return typeof reader.value === 'string' && reader.value.includes('${')
        ? reader.value
        : readReference(reader, type === 'queue' ? 'queues' : 'flows', place.scope);
  }
}

/** Whatever the API may take: YAML knows numbers that JSON has no word for. */
function readAnything(reader: Reader): unknown {
  if (isSendable(reader.value)) return reader.value;
  reader.wrong('a number must be finite');
  return undefined;
}

function isSendable(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isSendable);
}

/** An object of a kind that is not managed here. */
function readAnyId(reader: Reader): string | undefined {
  const id = reader.string();
  if (id === undefined || id === '' || isUuid(id) || id.includes('${')) return id;
  reader.wrong(`${quote(id)} is not an id, such as 5e4a0680-804e-11ec-8477-2fea5968d85b`);
  return undefined;
}

function readWeekday(reader: Reader): number | undefined {
  const name = reader.oneOf(weekdays);
  return name === undefined ? undefined : weekdays.indexOf(name);
}
