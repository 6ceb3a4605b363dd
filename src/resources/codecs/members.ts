/** An object of the API that people fill: a few members that are known, or any. */
import { didYouMean } from '../../core/suggest.ts';
import { quote, type Reader } from '../../core/yaml/reader.ts';
import { isRecord } from '../actions/words.ts';
import { custom, type FieldChange, type Schema } from '../field.ts';

type Members = Readonly<Record<string, unknown>>;

/** A member that is known: how it is written in a file. */
export interface Member {
  schema: Schema;
  /** Notes what is wrong and answers undefined, or gives the value. */
  read: (reader: Reader) => unknown;
}

/** @param known The members that there are; any, with any value, unless said. */
export const members = (
  key: string,
  description: string,
  options: { flag: string; known?: Readonly<Record<string, Member>> },
) => {
  const { flag, known } = options;
  const fromWire = (wire: unknown): Members | undefined => {
    const value = filled(wire);
    return known === undefined || Object.keys(value).every((name) => Object.hasOwn(known, name))
      ? value
      : undefined;
  };
  return custom<Members>({
    schema: {
      description,
      type: ['object', 'null'],
      ...(known === undefined
        ? {}
        : {
            additionalProperties: false,
            properties: Object.fromEntries(Object.entries(known).map(([name, { schema }]) => [name, schema])),
          }),
    },
    flag: { name: flag, takes: 'pairs' },
    empty: {},
    read: (reader) => readMembers(reader, known),
    toWire: filled,
    fromWire,
    canonical: (wire) => JSON.stringify(inOrder(filled(wire))),
    changes: (live, { value }) =>
      memberChanges(key, live === undefined ? {} : filled(live.wire), filled(value)),
  });
};

function readMembers(
  reader: Reader,
  known: Readonly<Record<string, Member>> | undefined,
): Members | undefined {
  if (!reader.isMap) {
    reader.entries();
    return undefined;
  }
  const read = reader.entries().map(([name, value]): [string, unknown] => {
    if (known === undefined) return [name, value.value];
    const member = Object.hasOwn(known, name) ? known[name] : undefined;
    if (member === undefined) {
      const names = Object.keys(known);
      value.wrongKey(
        `there is no ${quote(name)}`,
        didYouMean(name, names) ?? `choose one of: ${names.join(', ')}`,
      );
      return [name, undefined];
    }
    // Nothing, as a flag says it, takes the member out.
    return [name, value.value === '' || value.isNull ? '' : member.read(value)];
  });
  return read.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(read);
}

/** Without members that hold nothing: the server makes no difference. */
function filled(wire: unknown): Members {
  const entries = isRecord(wire) ? Object.entries(wire) : [];
  return Object.fromEntries(
    entries.filter(([, value]) => value !== '' && value !== null && value !== undefined),
  );
}

/** The server puts the members in an order of its own. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isRecord(value)) return value;
  const names = Object.keys(value).sort();
  return names.map((name) => [name, inOrder(value[name])]);
}

/** Of yes and no, nothing is a third. */
const shown = (value: unknown): unknown => (typeof value === 'boolean' ? String(value) : (value ?? null));

function memberChanges(key: string, from: Members, to: Members): FieldChange[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return names
    .map((name) => ({ path: `${key}.${name}`, from: shown(from[name]), to: shown(to[name]) }))
    .filter((change) => JSON.stringify(inOrder(change.from)) !== JSON.stringify(inOrder(change.to)));
}
