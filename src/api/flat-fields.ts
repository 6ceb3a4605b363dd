import type * as z from 'zod/mini';
import { action, address } from './wire.ts';

/**
 * The fields of an API object, as in its schema; nested fields have dots in their names, and an address or an action
 * is one field.
 */
export function flatFields(schema: z.ZodMiniType, before = ''): readonly string[] {
  const { shape } = definitionOf(schema);
  return Object.entries(shape ?? {}).flatMap(([key, value]) => {
    const inner = withoutNull(value);
    const isOne = inner === address || inner === action || definitionOf(inner).shape === undefined;
    return isOne ? [`${before}${key}`] : flatFields(inner, `${before}${key}.`);
  });
}

interface Definition {
  innerType?: z.ZodMiniType;
  shape?: Readonly<Record<string, z.ZodMiniType>>;
}

const definitionOf = (schema: z.ZodMiniType): Definition => schema._zod.def as unknown as Definition;

function withoutNull(schema: z.ZodMiniType): z.ZodMiniType {
  const { innerType } = definitionOf(schema);
  return innerType === undefined ? schema : withoutNull(innerType);
}
