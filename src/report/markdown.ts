/** Text for Markdown that no reader takes for more than text. */
import { line } from '../core/text.ts';

/**
 * A row of a table. Readers differ on a backslash that stands before an escaped bar: with a space between them
 * they all agree that the bar is escaped.
 */
export const cells = (texts: readonly string[]): string =>
  `| ${texts.map((text) => text.replace(/\\(?=\|)/g, '\\ ').replaceAll('|', '\\|')).join(' | ')} |`;

/** What stands where there is nothing to say. */
const NOTHING = '–';

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

/** A block of code of several lines: its fence is longer than any row of backticks within. */
export function fenced(text: string): string {
  const lines = text.trimEnd().split('\n').map(line);
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines, fence].join('\n');
}

/** Amounts and durations as they are, all else as a sentence: `$7.42`, `54 %`, `0:21`, `no limit`. */
export function figure(text: string): string {
  if (text === '-') return NOTHING;
  return /^-?[$\d.,:]+(?: %)?$/.test(text) ? text : prose(text);
}

/** A command of ours, in backticks or up to where its sentence ends, a request of the API with its body. */
const COMMAND =
  /(`voipbin [^`]+`|(?<![\w/.-])voipbin [a-z][^;]*?(?=$|;|, (?:or|and|then) )|\b(?:GET|PUT|POST|DELETE) (?:\.{3})?\/[^\s,;:)]*(?: \{[^}]*\})?)/;

/** A sentence: commands and every word that is not plainly one as code, with the marks of the sentence outside. */
export function prose(text: string): string {
  const parts = line(text).split(COMMAND);
  const marked = parts.map((part, index) =>
    index % 2 === 1
      ? code(part.replaceAll('`', ''))
      : part.replaceAll(/\S+/gu, (word, offset: number) => markWord(word, index === 0 && offset === 0)),
  );
  return marked.join('').replaceAll(/\s+/gu, ' ').trim() || NOTHING;
}

/** A sentence of our own, in which backticks mark what is code; in text from an account they are text. */
export function ownProse(text: string): string {
  const parts = text.split(/(`[^`]+`)/);
  return parts
    .map((part, index) => {
      if (index % 2 === 1) return code(part.slice(1, -1));
      const [, before = '', words = '', after = ''] = /^(\s*)([^]*?)(\s*)$/.exec(part) ?? [];
      return words === '' ? part : `${before}${prose(words)}${after}`;
    })
    .join('');
}

/** Letters of any language and numbers, perhaps hyphenated, between the marks of a sentence. */
const WORD = /^["'(]*[\p{L}\p{M}\p{N}]+(?:[-'’,][\p{L}\p{M}\p{N}]+)*["')]*[.,;:?!]?["')]*$/u;
/** `$7.42`, `0:21`, and the sign after a space. */
const AMOUNT = /^\(?-?\$?\d[\d.,]*(?::\d\d)*%?\)?[.,;:]?$|^%\)?[.,;:]?$/;
/** What begins a list at the start of a line, and only there. */
const LIST_START = /^\d+[.)]$/;
/** What GitHub takes for a commit; `GH-1` and other trackers. */
const TAKEN_FOR_MORE = /^[\da-f]{7,40}\W*$|\p{L}-\d/iu;

const isPlain = (word: string): boolean =>
  (WORD.test(word) || AMOUNT.test(word)) && !TAKEN_FOR_MORE.test(word);

function markWord(word: string, isFirst: boolean): string {
  // A list's beginning and a picture (`:x:`) are marked whole, or not at all.
  if ((isFirst && LIST_START.test(word)) || /^:.*:$/.test(word)) return code(word);
  if (isPlain(word)) return word;
  const [before = ''] = /^["'(]*/.exec(word) ?? [];
  let core = word.slice(before.length);
  while (/[.,;:!?"')]$/.test(core) && !closes(core) && !/&\w+;$/.test(core)) core = core.slice(0, -1);
  return core === '' ? word : `${before}${code(core)}${word.slice(before.length + core.length)}`;
}

/** Whether the last character belongs to one before it: a bracket, or a quotation mark. */
function closes(text: string): boolean {
  const last = text.slice(-1);
  const count = (char: string): number => text.split(char).length - 1;
  if (last === ')') return count('(') >= count(')');
  return /["']/.test(last) && count(last) % 2 === 0;
}
