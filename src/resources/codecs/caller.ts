/** Who calls: one of the account's numbers, mostly. */
import type { Address } from '../../api/wire.ts';
import { checkPhone } from '../../core/phone.ts';
import { addressFromPlain } from '../actions/plain.ts';
import { custom } from '../field.ts';
import { isVirtual } from '../numbers.ts';

/** The server takes any; with fewer digits than a number has, no carrier does. */
const problemOf = (number: string): string | undefined =>
  isVirtual(number) ? undefined : checkPhone(number);

export const caller = (description: string) =>
  custom<string>({
    schema: { description, type: ['string', 'integer', 'null'] },
    empty: {},
    read(reader) {
      const word = reader.word();
      if (word === undefined) return undefined;
      const { type, target } = addressFromPlain(word);
      const number = (type === 'tel' ? target : word).replaceAll(/[\s()./-]/g, '');
      const problem = problemOf(number);
      if (problem === undefined) return number;
      reader.wrong(problem);
      return undefined;
    },
    toWire: (number) => ({ type: 'tel', target: number }),
    fromWire: (wire) => {
      const number = numberOf(wire);
      return number !== undefined && problemOf(number) === undefined ? number : undefined;
    },
    canonical: (wire) => JSON.stringify(Object.entries(wire ?? {}).sort()),
    mentions: (wire) => {
      const { type, target } = (wire ?? {}) as Address;
      return type === 'tel' && target ? [{ kind: 'numbers', name: target }] : [];
    },
  });

/** Undefined for anything else than a bare phone number. */
function numberOf(wire: unknown): string | undefined {
  const { type, target, ...rest } = (wire ?? {}) as Address;
  return type === 'tel' && typeof target === 'string' && Object.keys(rest).length === 0 ? target : undefined;
}
