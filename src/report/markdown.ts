/** Text for Markdown that no reader takes for more than text. */
import { line } from './audit/outcomes.ts';

/**
 * A row of a table. Readers differ on a backslash that stands before an escaped bar: with a space between them
 * they all agree that the bar is escaped.
 */
export const cells = (texts: readonly string[]): string =>
  `| ${texts.map((text) => text.replace(/\\(?=\|)/g, '\\ ').replaceAll('|', '\\|')).join(' | ')} |`;

/** What stands where there is nothing to say. */
export const NOTHING = '–';

/** A code span: its fence is longer than any row of backticks within. There nothing becomes a link or HTML. */
export function code(text: string): string {
  const content = line(text);
  if (content.trim() === '') return NOTHING;
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  // Readers take one space off at both ends, if there is more than spaces between.
  const pad = /^[ `]|[ `]$/.test(content) ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}
