/** The words of opening hours, with their places. */
import { didYouMean } from '../core/suggest.ts';
import { weekdayNames } from './days.ts';
import { clockProblem, readClock, type Clock } from './clock.ts';

/** What is wrong with a text, and where: `at` counts characters from its beginning. */
export interface TextProblem {
  at: number;
  message: string;
}

export type Token = { at: number; text: string } & (
  | { kind: 'days'; days: readonly number[] }
  | { kind: 'time'; clock: Clock }
  | { kind: 'holidays' | 'closed' | 'whole-day' | 'always' | 'dash' | 'comma' | 'end' }
);

const DAY_NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const WEEK = [0, 1, 2, 3, 4, 5, 6];
const WORKDAYS = [1, 2, 3, 4, 5];
const WEEKEND = [6, 0];

/** Programs that write texts make other signs of a hyphen; one character each, so that places stay. */
const DASHES = /[\u2010-\u2015\u2212~]/g;

type Made =
  { kind: 'days'; days: readonly number[] } | { kind: Exclude<Token['kind'], 'days' | 'time'> } | 'filler';

/** In this order: longer ones first. */
const phrases: readonly (readonly [RegExp, Made])[] = [
  [/^24\s?\/\s?7\b/, { kind: 'always' }],
  [/^always\b/, { kind: 'always' }],
  [/^(?:24\s?h(?:ou)?rs?\b|24h\b|all day\b|(?:a)?round the clock\b)/, { kind: 'whole-day' }],
  [/^(?:business|working|work|week)[\s-]?days?\b/, { kind: 'days', days: WORKDAYS }],
  [/^week[\s-]?ends?\b/, { kind: 'days', days: WEEKEND }],
  [/^(?:daily|every\s?day|all (?:week|days))\b/, { kind: 'days', days: WEEK }],
  [/^(?:ph|(?:(?:public|bank)\s)?holidays?)\b/, { kind: 'holidays' }],
  [/^(?:closed|off|shut)\b/, { kind: 'closed' }],
  [/^(?:to|through|thru|till|until)\b/, { kind: 'dash' }],
  [/^-/, { kind: 'dash' }],
  [/^(?:,|&|and\b)/, { kind: 'comma' }],
  [/^[;\n\r]/, { kind: 'end' }],
  [/^(?:from|open|hours|every|each|on)\b:?/, 'filler'],
  [/^[ \t\u00a0\u202f]+/, 'filler'],
];

const WORD = /^[a-z\u00c0-\uffff]+\.?/;

/** All words, and what is wrong with those that mean nothing here. */
export function tokensOf(text: string): { tokens: Token[]; problems: TextProblem[] } {
  const lower = lowered(text);
  const tokens: Token[] = [];
  const problems: TextProblem[] = [];
  for (let at = 0; at < lower.length;) {
    const { length, token, problem } = nextOf(lower, at, tokens.at(-1));
    const written = text.slice(at, at + length).trim();
    if (token !== undefined) tokens.push({ ...token, at, text: written } as Token);
    if (problem !== undefined) problems.push({ at, message: `${JSON.stringify(written)} ${problem}` });
    at += length;
  }
  return { tokens, problems };
}

/** In lower case, every character at its place. */
const lowered = (text: string): string =>
  text.replace(DASHES, '-').replace(/[A-Z]/g, (letter) => letter.toLowerCase());

interface Next {
  length: number;
  token?: Partial<Token>;
  problem?: string | undefined;
}

function nextOf(text: string, at: number, before: Token | undefined): Next {
  const rest = text.slice(at);
  for (const [pattern, made] of phrases) {
    const length = pattern.exec(rest)?.[0].length;
    if (length !== undefined) return made === 'filler' ? { length } : { length, token: made };
  }
  const time = readClock(rest);
  if (time !== undefined) {
    const { clock, length } = time;
    return { length, token: { kind: 'time', clock }, problem: clockProblem(clock) };
  }
  // `Mon-Fri: 9-17`
  if (rest.startsWith(':') && (before?.kind === 'days' || before?.kind === 'holidays')) return { length: 1 };
  const word = WORD.exec(rest)?.[0];
  if (word === undefined) return { length: 1, problem: 'does not belong in opening hours' };
  const day = weekdayNamed(word.replace(/\.$/, ''));
  if (day !== undefined) return { length: word.length, token: { kind: 'days', days: [day] } };
  return { length: word.length, problem: unknownWord(word.replace(/\.$/, '')) };
}

/** `Mo`, `mon`, `Tues`, `mondays`. */
function weekdayNamed(word: string): number | undefined {
  const name = word.length > 3 ? word.replace(/s$/, '') : word;
  const day = name.length < 2 ? -1 : DAY_NAMES.findIndex((one) => one.startsWith(name) || one === word);
  return day < 0 ? undefined : day;
}

/** Of OpenStreetMap's form, and not for a telephone. */
const unsupported: Readonly<Record<string, string>> = {
  sh: 'is not supported: school holidays are unknown here, write them under closed',
  sunrise: 'is not supported: write a time, such as 7:00',
  sunset: 'is not supported: write a time, such as 19:00',
  dawn: 'is not supported: write a time, such as 7:00',
  dusk: 'is not supported: write a time, such as 19:00',
  week: 'is not supported: write single dates under opened or closed',
  easter: 'is not supported: write single dates under opened or closed',
};
/** Of two that are as near, the one with the same first letter is meant. */
const likely = (word: string): string[] =>
  [...weekdayNames, ...DAY_NAMES, 'weekdays', 'weekend', 'daily', 'closed', 'always'].sort(
    (a, b) => Number(b[0] === word[0]) - Number(a[0] === word[0]),
  );

const MONTH = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/;

function unknownWord(word: string): string {
  const known = unsupported[word];
  if (known !== undefined) return known;
  if (MONTH.test(word))
    return 'is not supported: hours are those of a week, dates go under opened and closed';
  const suggestion = didYouMean(word, likely(word));
  return suggestion === undefined
    ? 'is neither a day nor a time'
    : `is neither a day nor a time, ${suggestion}`;
}
