/** JMESPath over a whole answer. */
import { search } from 'jmespath';
import { UsageError } from './errors.ts';

/** @throws UsageError for what is not an expression. */
export function query(expression: string, value: unknown): unknown {
  try {
    return (search(bare(value), expression) as unknown) ?? null;
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new UsageError(`--query: ${reason}`, {
      hint: 'the language is JMESPath: https://jmespath.org',
      cause,
    });
  }
}

/** A copy whose objects have the fields that they hold and no other: every object is born with a `toString`. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(value)) copy[key] = bare(item);
  return copy;
}
