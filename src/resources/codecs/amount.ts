/** A whole number between two others. */
import { custom } from '../field.ts';

/** @param empty What the API has where nothing is said. */
export const amount = (
  description: string,
  { least, most, empty = 0 }: { least: number; most: number; empty?: number },
) =>
  custom<number>({
    schema: { description, type: ['integer', 'null'], minimum: least, maximum: most },
    flag: { takes: 'number' },
    empty,
    read(reader) {
      const value = reader.integer();
      if (value === undefined || (value >= least && value <= most)) return value;
      reader.wrong(`${value} is not between ${least} and ${most}`);
      return undefined;
    },
    toWire: (value) => value,
    fromWire: (wire) => {
      const value = typeof wire === 'number' ? wire : 0;
      return Number.isSafeInteger(value) && value >= least && value <= most ? value : undefined;
    },
    canonical: (wire) => String(typeof wire === 'number' ? wire : 0),
  });
