/**
 * C0 and C1 controls, DEL, line and paragraph separators, the bidirectional overrides and isolates that make
 * text read otherwise than it is, and zero-width characters; all but the line break, of which JSON text is full.
 */
const UNSAFE_IN_LINE =
  '\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff';
const UNSAFE = new RegExp(`[\\n${UNSAFE_IN_LINE}]`, 'g');
const UNSAFE_BUT_LINES = new RegExp(`[${UNSAFE_IN_LINE}]`, 'g');

/**
 * Text from the API, safe for one line of a terminal: line breaks and tabs become a space, other controls
 * become visible (`\x1b`, `\u202e`).
 */
export function clean(text: string): string {
  return text.replace(UNSAFE, (char) => {
    return char === '\n' || char === '\r' || char === '\t' ? ' ' : visible(char);
  });
}

function visible(char: string): string {
  const hex = char.charCodeAt(0).toString(16);
  return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
}

/** One line, controls made visible, and no half of a surrogate pair: UTF-8 has no bytes for that. */
export function line(text: string): string {
  return clean(text).replace(/\p{Surrogate}/gu, '\ufffd');
}

/** The same characters, line breaks and tabs but for them, and halves of characters, which no file can hold. */
const UNWRITABLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/u;

/** Whether a text contains characters that are invisible in a file, or that make it read differently. */
export const isUnwritable = (text: string): boolean => UNWRITABLE.test(text);

/** Controls, and marks that make a text read otherwise than it is; not what joins letters of some scripts. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
const BREAKS = /[\t\n\r]/g;
const CONTROL_BUT_BREAKS = new RegExp(`(?![\t\n])${CONTROL.source}`, 'g');

/**
 * Text from the API for the cell of a file, where it may have lines: controls become visible. What joins letters of
 * some scripts, and parts of an emoji, stays.
 */
export const visibleCell = (text: string): string =>
  CONTROL.test(text) ? text.replace(/\r\n?/g, '\n').replace(CONTROL_BUT_BREAKS, visible) : text;

/**
 * What is wrong with a typed text: it contains a character that is invisible and cannot be intended.
 * @param mayBreak Whether it may have several lines.
 */
export function controlProblem(text: string, { mayBreak = false } = {}): string | undefined {
  const [char] = CONTROL.exec(mayBreak ? text.replace(BREAKS, '') : text) ?? [];
  return char === undefined ? undefined : `contains a control character (${hexOf(char)})`;
}

const hexOf = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON text that says the same with nothing in it but what one can see; its line breaks stay. */
export function visibleJson(json: string): string {
  return json.replace(UNSAFE_BUT_LINES, hexOf);
}

/** A text in double quotes, of JSON and of YAML, with nothing in it but what one can see. */
export function escaped(text: string): string {
  return visibleJson(JSON.stringify(text));
}

/** A word of a command line, as a shell takes it for one. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/**
 * A line for `crontab -e`, where a percent sign would end the command.
 * @param time Its five fields: `17 3 * * *`.
 */
export const crontabEntry = (time: string, command: string): string =>
  `${time} ${command.replaceAll('%', '\\%')}`;

/** A whole number for people: `1,058`. */
export const grouped = (count: number): string => String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 agent`, `2 agents`, `1,058 agents`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

const SIZES = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** `804 bytes`, `16 kB`, `1.2 MB`. */
export function dataSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  for (; size >= 999.5 && unit < SIZES.length - 1; unit += 1) size /= 1000;
  return `${unit === 0 || size >= 9.95 ? Math.round(size) : size.toFixed(1)} ${SIZES[unit] ?? ''}`;
}

/** `virtual numbers` of `virtual_numbers`. */
export const fieldWords = (field: string): string => field.replaceAll('_', ' ');

/** `a queue`, `an agent`; a plural has none: `hours`. */
export function withArticle(one: string): string {
  if (/[^s]s$/.test(one)) return one;
  return /^[aeio]/.test(one) ? `an ${one}` : `a ${one}`;
}

/** `A sentence` of `a sentence`. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `a`, `a and b`, `a, b and c`. */
export function sentenceList(words: readonly string[], last = 'and'): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

/** Without what colors it. */
const visibleLength = (text: string): number =>
  text.includes('\u001b') ? text.replace(/\u001b\[[\d;]*m/g, '').length : text.length;

/**
 * Lines of whole words; a word that is too long stands alone. A command in backticks is copied: it stays on one line
 * where it fits on one.
 * @param indent How much is written before the first line, and before no other.
 */
export function wrapped(text: string, width: number, indent = 0): string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of wordsOf(text, width)) {
    const room = lines.length === 0 ? width - indent : width;
    if (line !== undefined && visibleLength(line) + 1 + visibleLength(word) > room) {
      lines.push(line.trimEnd());
      line = word;
    } else line = line === undefined ? word : `${line} ${word}`;
  }
  return [...lines, line ?? ''];
}

/** Lines of at most `width`, the first with its own beginning; a word that is too long stays whole. */
export const hanging = (text: string, width: number, first: string, rest: string): string[] =>
  wrapped(text, width - rest.length, Math.max(0, visibleLength(first) - rest.length)).map(
    (line, index) => (index === 0 ? first : rest) + line,
  );

function wordsOf(text: string, width: number): string[] {
  const words: string[] = [];
  let isOpen = false;
  for (const piece of text.split(' ')) {
    if (isOpen) words.push(`${words.pop() ?? ''} ${piece}`);
    else words.push(piece);
    if (piece.split('`').length % 2 === 0) isOpen = !isOpen;
  }
  return words.flatMap((word) => (visibleLength(word) <= width ? word : word.split(' ')));
}

/** A text as it is heard: without its markup. */
export const spokenText = (text: string): string =>
  clean(
    text
      .replace(/<\/?(?:break|p|s|audio|speak)\b[^>]*>/g, ' ')
      .replace(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&amp;', '&'),
  )
    .replace(/ +/g, ' ')
    .trim();
