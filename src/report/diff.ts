/** A difference, field by field. */
import { clean } from '../core/text.ts';
import type { Paint } from './paint.ts';

export interface FieldDifference {
  field: string;
  from: string;
  to: string;
}

/** `  ~ name  "Acme" -> "Acme Inc."`, one line per field; an empty text is shown as `(empty)`. */
export function renderDiff(fields: readonly FieldDifference[], paint: Paint): string {
  const width = Math.max(0, ...fields.map(({ field }) => field.length));
  const show = (text: string): string => (text === '' ? '(empty)' : `"${clean(text)}"`);
  return fields
    .map(({ field, from, to }) => {
      const name = paint.bold(clean(field).padEnd(width));
      return `  ${paint.yellow('~')} ${name}  ${paint.red(show(from))} ${paint.dim('->')} ${paint.green(show(to))}\n`;
    })
    .join('');
}
