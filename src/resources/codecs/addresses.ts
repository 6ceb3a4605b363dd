/** Where an agent is called. */
import type { Address } from '../../api/wire.ts';
import { checkPhone } from '../../core/phone.ts';
import { didYouMean } from '../../core/suggest.ts';
import { quote, type Reader } from '../../core/yaml/reader.ts';
import { addressFromPlain, addressToPlain } from '../actions/plain.ts';
import type { AddressSpec } from '../document.ts';
import { custom } from '../field.ts';
import type { Scope } from '../names.ts';
import { readReference, wordFor } from '../references.ts';

const types = ['tel', 'sip', 'extension'] as const;

/** For editors. */
const ADDRESS = '^\\s*((tel:)?\\+[1-9][0-9]{1,14}\\s*$|sip:\\S+@[^\\s@]+\\s*$|extension:\\s*\\S)';

export const addresses = custom<readonly AddressSpec[]>({
  schema: {
    description: 'Where the agent is called: tel:+14155550100, sip:anna@example.com, extension:1001.',
    type: ['array', 'null'],
    items: {
      anyOf: [
        {
          title: 'address',
          type: 'string',
          pattern: ADDRESS,
          patternErrorMessage: 'not an address: tel:+14155550100, sip:anna@example.com, extension:1001',
        },
        { title: 'phone number', type: 'integer' },
        {
          title: 'address with a name',
          type: 'object',
          required: ['type', 'target'],
          additionalProperties: false,
          properties: {
            type: { enum: types },
            target: { type: ['string', 'integer'] },
            ...Object.fromEntries(['target_name', 'name', 'detail'].map((key) => [key, { type: 'string' }])),
          },
        },
      ],
    },
  },
  flag: {
    name: 'address',
    takes: 'list',
    // The name of an address does not make it another one.
    memberOf(item) {
      const { type, target } = item as Address;
      return `${type ?? ''}:${normal(type, target ?? '')}`;
    },
  },
  empty: [],
  read(reader, scope) {
    const items = reader.items();
    const read = items.map((item) => readAddress(item, scope));
    if (!Array.isArray(reader.value) || read.includes(undefined)) return undefined;
    const seen = new Set<string>();
    for (const [index, { type, target }] of (read as AddressSpec[]).entries()) {
      const key = `${type}:${normal(type, target)}`;
      if (seen.has(key)) items[index]?.wrong(`${quote(`${type}:${target}`)} appears twice`);
      seen.add(key);
    }
    return read as AddressSpec[];
  },
  refersTo: ['extensions'],
  references: (list) =>
    list.flatMap(({ type, target }) =>
      type === 'extension' ? [{ kind: 'extensions' as const, name: target }] : [],
    ),
  toWire: (list, ids) =>
    list.map(({ type, target, ...rest }) => ({
      type,
      target: type === 'extension' ? ids.idOf({ kind: 'extensions', name: target }) : target,
      ...rest,
    })),
  fromWire(wire, names) {
    const list = (Array.isArray(wire) ? (wire as Address[]) : []).map(({ type, target, ...rest }) => {
      const others = Object.entries(rest);
      const isPlain = others.every(
        ([key, value]) => ['target_name', 'name', 'detail'].includes(key) && typeof value === 'string',
      );
      const word =
        type === 'extension'
          ? wordFor('extensions', target ?? '', names)
          : problemOf(type, target)
            ? undefined
            : target;
      return isPlain && word && types.includes(type as AddressSpec['type'])
        ? ({ type, target: word, ...rest } as AddressSpec)
        : undefined;
    });
    const keys = list.map((item) => `${item?.type ?? ''}:${item?.target ?? ''}`);
    return list.includes(undefined) || new Set(keys).size < keys.length ? undefined : (list as AddressSpec[]);
  },
  canonical: (wire) =>
    (Array.isArray(wire) ? (wire as Address[]) : [])
      .map(({ type, target, ...rest }) =>
        JSON.stringify([type, normal(type, target ?? ''), Object.entries(rest).sort()]),
      )
      .sort()
      .join(),
  toPlain: (list) => list.map((address) => addressToPlain(address as unknown as Record<string, string>)),
});

/** The target of an address as the server keeps it (bin-common-handler, models/address/normalize.go). */
export function normal(type: string | null | undefined, target: string): string {
  const at = target.indexOf('@');
  if (type === 'tel') return target.replace(/(?!^\+)\D/g, '');
  return type === 'sip' && at >= 0 ? target.slice(0, at) + target.slice(at).toLowerCase() : target;
}

function readAddress(reader: Reader, scope: Scope): AddressSpec | undefined {
  if (reader.isMap) {
    const fields = reader.fields(['type', 'target', 'target_name', 'name', 'detail']);
    for (const key of ['type', 'target'] as const) {
      if (fields[key] === undefined) reader.wrongKey(`an address needs a ${key}`);
    }
    const type = fields.type?.oneOf(types);
    const target = type && fields.target && readTarget(fields.target, type, fields.target.word(), scope);
    const rest = (['target_name', 'name', 'detail'] as const).flatMap((key) => {
      const value = fields[key]?.string();
      return value === undefined ? [] : [[key, value]];
    });
    return type && target ? { type, target, ...(Object.fromEntries(rest) as object) } : undefined;
  }
  const value = reader.word();
  if (value === undefined) return undefined;
  const address = addressFromPlain(value);
  const type = types.find((known) => known === address.type);
  if (type === undefined) {
    reader.wrong(
      `${quote(value)} is not an address of an agent: tel:+14155550100, sip:anna@example.com, extension:1001`,
      value.includes(':') ? didYouMean(address.type, types) : undefined,
    );
    return undefined;
  }
  const target = readTarget(reader, type, address.target, scope);
  return target === undefined ? undefined : { type, target };
}

function readTarget(
  reader: Reader,
  type: AddressSpec['type'],
  target: string | undefined,
  scope: Scope,
): string | undefined {
  if (target === undefined) return undefined;
  if (type === 'extension') {
    return readReference({ word: () => target, wrong: reader.wrong.bind(reader) }, 'extensions', scope);
  }
  const problem = problemOf(type, target);
  if (problem === undefined) return target;
  reader.wrong(problem);
  return undefined;
}

function problemOf(type: string | null | undefined, target: string | null | undefined): string | undefined {
  if (!target) return 'an address must lead somewhere';
  if (type === 'tel') return checkPhone(target);
  return /^\S+@[^\s@]+$/.test(target)
    ? undefined
    : `${quote(target)} is not a SIP address, such as anna@example.com`;
}
