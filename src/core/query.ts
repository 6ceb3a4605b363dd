/** JMESPath over a whole answer. */
import { search, type JSONValue } from '@jmespath-community/jmespath';
import { UsageError } from './errors.ts';

/** @throws UsageError for an expression that is none. */
export function query(expression: string, value: unknown): unknown {
  try {
    return search(value as JSONValue, expression);
  } catch (cause) {
    throw new UsageError(
      `--query: ${cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)}`,
      {
        hint: 'the language is JMESPath: https://jmespath.org',
        cause,
      },
    );
  }
}
