/** What an agent may do, in words. */
import { Permission, permissionNames } from '../../core/permissions.ts';
import { didYouMean } from '../../core/suggest.ts';
import { quote, type Reader } from '../../core/yaml/reader.ts';
import { custom } from '../field.ts';

const bits: ReadonlyMap<string, number> = new Map([
  ['agent', Permission.agent],
  ['admin', Permission.admin],
  ['manager', Permission.manager],
]);
const given = [...bits.keys()];
const WORD = given.join('|');
const GIVEN = Permission.agent | Permission.admin | Permission.manager;

export const permission = custom<number>({
  schema: {
    description: 'What the agent may do: agent (answer calls), manager, admin, or several of them.',
    anyOf: [
      { title: 'permission', enum: given },
      {
        title: 'permissions with +',
        type: 'string',
        pattern: `^[\\s+]*(${WORD})(\\s*\\+[\\s+]*(${WORD}))*[\\s+]*$`,
      },
      {
        title: 'list of permissions',
        type: 'array',
        items: { type: 'string', pattern: `^\\s*(${WORD})\\s*$` },
        minItems: 1,
      },
    ],
  },
  flag: { takes: 'text', help: 'agent, manager, admin, or several: agent+admin' },
  empty: 0,
  clearable: false,
  read(reader) {
    if (namedMask(reader)) return undefined;
    const words = permissionWords(reader);
    if (words?.length === 0) reader.wrong(`an agent needs a permission, ${CHOICE}`);
    const values = (words ?? []).map(({ item, word }) => {
      const bit = word === undefined ? undefined : bits.get(word);
      if (word !== undefined && bit === undefined) {
        item.wrong(
          `${quote(word)} is not a permission that an account can give`,
          didYouMean(word, given) ?? CHOICE,
        );
      }
      return bit;
    });
    return values.length === 0 || values.includes(undefined)
      ? undefined
      : (values as number[]).reduce((sum, bit) => sum | bit, 0);
  },
  toWire: (mask) => mask,
  // Platform bits, and none at all, cannot be said in a file: they stay as they are.
  fromWire: (wire) => (typeof wire === 'number' && wire !== 0 && (wire & ~GIVEN) === 0 ? wire : undefined),
  canonical: (wire) => String(typeof wire === 'number' ? wire : 0),
  toPlain: (mask) => permissionNames(mask).join('+'),
});

const CHOICE = 'choose one of: agent, manager, admin';

/** The API's number in place of its names: noted, with the names that it stands for. */
function namedMask(reader: Reader): boolean {
  const { value } = reader;
  if (typeof value !== 'number') return Array.isArray(value) && reader.items().map(namedMask).includes(true);
  const isGiven = Number.isSafeInteger(value) && value > 0 && (value & ~GIVEN) === 0;
  const hint = isGiven ? `${value} is ${permissionNames(value).join('+')}` : CHOICE;
  reader.wrong(`a permission is a name, not ${value}`, hint);
  return true;
}

/** Undefined where there is no text at all, which is told. */
function permissionWords(reader: Reader): { item: Reader; word: string | undefined }[] | undefined {
  if (Array.isArray(reader.value)) return reader.items().map((item) => ({ item, word: item.text() }));
  return reader
    .text()
    ?.split('+')
    .map((word) => ({ item: reader, word: word.trim() }))
    .filter(({ word }) => word !== '');
}
