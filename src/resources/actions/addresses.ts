/** The addresses in actions: an agent and an extension go by their names there, and by their ids in the API. */
import { isUuid } from '../../core/ids.ts';
import { didYouMean } from '../../core/suggest.ts';
import { quote, type Reader } from '../../core/yaml/reader.ts';
import type { Ids, Names, Reference, Scope } from '../names.ts';
import { idIn, readReference, wordFor } from '../references.ts';
import { addressFromPlain } from './plain.ts';
import { addressTypes } from './types.ts';
import { isRecord } from './words.ts';

/** As a document has it: the target of an agent or an extension is a name, `id:<uuid>`, or has a variable in it. */
export type ActionAddress = Readonly<Record<string, string>>;

const kindsByType: ReadonlyMap<string, Reference['kind']> = new Map([
  ['agent', 'agents'],
  ['extension', 'extensions'],
]);

/** `tel:+14155550100`, or a map with type and target and, if need be, the three names that go with it. */
export function readAddress(reader: Reader, scope: Scope): ActionAddress | undefined {
  if (reader.isMap) {
    const fields = reader.fields(['type', 'target', 'target_name', 'name', 'detail']);
    const type = fields.type?.oneOf(addressTypes);
    if (fields.type === undefined) reader.wrongKey('an address needs a type');
    const read = Object.entries(fields).map(([key, value]) => {
      if (key !== 'target') return [key, value.string()] as const;
      const target = typeof value.value === 'number' ? value.word() : value.string();
      return [key, target && type ? readTarget(value, type, target, scope) : target] as const;
    });
    return type !== undefined && read.every(([, value]) => value !== undefined)
      ? (Object.fromEntries(read) as Record<string, string>)
      : undefined;
  }
  const value = reader.word();
  if (value === undefined) return undefined;
  const { type, target } = addressFromPlain(value);
  if ((addressTypes as readonly string[]).includes(type) && target !== '') {
    const name = readTarget(reader, type, target, scope);
    return name === undefined ? undefined : { type, target: name };
  }
  reader.wrong(
    `${quote(value)} is not an address, such as tel:+14155550100 or sip:anna@example.com`,
    type !== '' && value.includes(':') ? didYouMean(type, addressTypes) : undefined,
  );
  return undefined;
}

/** A bare id is taken for what it is: the API has nothing else there. */
function readTarget(reader: Reader, type: string, target: string, scope: Scope): string | undefined {
  const kind = kindsByType.get(type);
  if (kind === undefined || target.includes('${')) return target;
  const name = target.trim();
  const word = isUuid(name) && !scope.names(kind).has(name) ? `id:${name.toLowerCase()}` : name;
  return readReference({ word: () => word, wrong: reader.wrong.bind(reader) }, kind, scope);
}

export function referenceIn({ type = '', target = '' }: ActionAddress): Reference | undefined {
  const kind = kindsByType.get(type);
  return kind === undefined || target === '' || target.includes('${') ? undefined : { kind, name: target };
}

export function compileAddress(address: ActionAddress, ids: Ids): ActionAddress {
  const reference = referenceIn(address);
  return reference === undefined ? address : { ...address, target: ids.idOf(reference) };
}

/** Undefined for what a file has no word for. */
export function decompileAddress(value: unknown, names: Names): ActionAddress | undefined {
  if (!isRecord(value)) return undefined;
  const known = ['type', 'target', 'target_name', 'name', 'detail'];
  const fits =
    Object.entries(value).every(([key, item]) => known.includes(key) && typeof item === 'string') &&
    (addressTypes as readonly unknown[]).includes(value['type']);
  if (!fits) return undefined;
  const address = value as ActionAddress;
  const reference = referenceIn(address);
  if (reference === undefined) return address;
  const word = wordFor(reference.kind, reference.name, names);
  return word === undefined || idIn(reference.name) !== undefined ? undefined : { ...address, target: word };
}
