/** Opening hours as people write them. What the platform's actions make of them is in `hours-actions.ts`. */

export const ALWAYS = 'always';

const DAY_NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
export const HOUR_MIN = 60;
export const DAY_MIN = 24 * HOUR_MIN;

/** One line of the hours: `mon-fri 09:00-17:00`. */
interface Line {
  days: readonly number[];
  from: number;
  /** It may end on the next day. */
  to: number;
  text: string;
}

const LINE = /^([a-z][a-z\s,-]*?)\s+(\d.*)$/;
const TIMES = /^(\d{1,2})(?:[:.](\d{2}))?\s*-\s*(\d{1,2})(?:[:.](\d{2}))?$/;
/** Programs that write texts make one of a hyphen. */
const DASHES = /[\u2010-\u2015\u2212]/g;

/** `Mon-Fri 9-17` as `mon-fri 09:00-17:00`; what cannot be read stays as it is. */
export function tidyHours(text: string): string {
  if (text.toLowerCase() === ALWAYS) return ALWAYS;
  const lines = linesOf(text);
  return lines.includes(undefined) ? text : (lines as Line[]).map((line) => line.text).join(', ');
}

/** What is wrong with opening hours, or undefined. */
export function checkHours(text: string): string | undefined {
  if (text === ALWAYS) return undefined;
  const words = wordsOf(text);
  const at = linesOf(text).indexOf(undefined);
  const wrong = words[at];
  if (wrong === undefined) return undefined;
  const days = LINE.exec((words[at - 1] ?? '').toLowerCase())?.[1];
  return days !== undefined && TIMES.test(wrong)
    ? `${JSON.stringify(wrong)} are times without days: say the days once more (${days} ${wrong})`
    : `${JSON.stringify(wrong)} are no hours: say ${ALWAYS}, or days and times such as mon-fri 9:00-17:00, sat 10:00-14:00`;
}

/** The lines that have been read. */
export const spansOf = (text: string): readonly Omit<Line, 'text'>[] =>
  linesOf(text).filter((line) => line !== undefined);

function linesOf(text: string): (Line | undefined)[] {
  return wordsOf(text).map((word) => lineOf(word.toLowerCase()));
}

/** One for each line: days without times belong to those that follow (`mon, tue 9-17`). */
function wordsOf(text: string): string[] {
  const words = text.replace(DASHES, '-').split(',');
  return words.reduce<string[]>((lines, word) => {
    const before = lines.at(-1);
    const goesOn = before !== undefined && daysIn(before.toLowerCase()) !== undefined;
    return goesOn ? [...lines.slice(0, -1), `${before}, ${word.trim()}`] : [...lines, word.trim()];
  }, []);
}

function lineOf(word: string): Line | undefined {
  const [, dayText = '', times = ''] = LINE.exec(word) ?? [];
  const [, fromHour, fromMinute = '0', toHour, toMinute = '0'] = TIMES.exec(times) ?? [];
  const days = daysIn(dayText);
  const from = Number(fromHour) * HOUR_MIN + Number(fromMinute);
  const to = Number(toHour) * HOUR_MIN + Number(toMinute);
  const fits =
    Number(fromMinute) < HOUR_MIN && Number(toMinute) < HOUR_MIN && from < DAY_MIN && to <= DAY_MIN;
  if (days === undefined || !fits || from === to) return undefined;
  const text = dayText.split(',').map((part) => `${shortDays(part)} ${clock(from)}-${clock(to)}`);
  return { days, from, to: to > from ? to : to + DAY_MIN, text: text.join(', ') };
}

/** `mon-fri`, `mon, wednesday`, `daily`; undefined for what are no days. */
function daysIn(text: string): number[] | undefined {
  const days = text.split(',').flatMap((part): number[] => {
    if (part.trim() === 'daily') return DAY_NAMES.map((_, day) => day);
    const [first = -1, last = first, ...more] = part.split('-').map(dayOf);
    if (first < 0 || last < 0 || more.length > 0) return [-1];
    const count = ((last - first + 7) % 7) + 1;
    return Array.from({ length: count }, (_, index) => (first + index) % 7);
  });
  return days.includes(-1) ? undefined : days;
}

/** Its beginning is enough; -1 for what is no day. */
function dayOf(name: string): number {
  const word = name.trim();
  return word.length < 3 ? -1 : DAY_NAMES.findIndex((day) => day.startsWith(word));
}

/** `Monday - Friday` as `mon-fri`. */
function shortDays(text: string): string {
  return text
    .split('-')
    .map((name) => (name.trim() === 'daily' ? 'daily' : name.trim().slice(0, 3)))
    .join('-');
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / HOUR_MIN)).padStart(2, '0')}:${String(minutes % HOUR_MIN).padStart(2, '0')}`;
