/**
 * Opening hours as people write them: `mon-fri 9:00-17:00, sat 10:00-14:00`, `weekdays 9am-5pm`, `24/7`, and
 * OpenStreetMap's form (`Mo-Fr 09:00-12:30,13:30-17:00; Sa 10:00-14:00; PH off`).
 *
 * A comma adds. A semicolon or a new line begins a line that goes before the ones above, for fewer days than those
 * have; days that are named twice in any other way are refused, since two readers would read two things.
 */
import { weekdayNames } from './days.ts';
import { spanBetween } from './clock.ts';
import { clockOf, DAY_MINUTES, joined, overlap, spansText, type Span } from './spans.ts';
import { tokensOf, type TextProblem, type Token } from './tokens.ts';
import type { DayHours, WeekHours } from './week.ts';

/** One line: these days, these hours. */
interface Rule {
  at: number;
  days: readonly number[];
  holidays: boolean;
  /** None: closed. */
  spans: readonly Span[];
  /** Whether it begins a new line. */
  isNewLine: boolean;
}

const WEEK = [0, 1, 2, 3, 4, 5, 6];
const WHOLE_DAY: readonly Span[] = [{ from: 0, to: DAY_MINUTES }];
const EXAMPLE = 'write days and times, such as mon-fri 9:00-17:00, sat 10:00-14:00';
const IN_ORDER = 'write the times of a day in their order, the afternoon as 13:00-17:00 or 1pm-5pm';

/** The hours, or everything that is wrong with the text. */
export function readWeek(text: string): WeekHours | readonly TextProblem[] {
  const { tokens, problems } = tokensOf(text);
  const rules = new Rules(tokens, problems).all();
  if (rules.length === 0 && problems.length === 0) problems.push({ at: 0, message: `no hours: ${EXAMPLE}` });
  // A word that means nothing may have been a day: who appears twice is seen when it is put right.
  if (problems.length === 0) {
    const week = combined(rules, problems);
    if (problems.length === 0) return week;
  }
  return problems.sort((a, b) => a.at - b.at);
}

/** Goes through the words once. */
class Rules {
  readonly #tokens: readonly Token[];
  readonly #problems: TextProblem[];
  #next = 0;

  constructor(tokens: readonly Token[], problems: TextProblem[]) {
    this.#tokens = tokens;
    this.#problems = problems;
  }

  all(): Rule[] {
    const rules: Rule[] = [];
    let isNewLine = true;
    while (this.#next < this.#tokens.length) {
      const kind = this.#peek()?.kind;
      if (kind === 'end' || kind === 'comma') {
        isNewLine ||= kind === 'end';
        this.#next += 1;
        continue;
      }
      const rule = this.#rule(isNewLine, rules.length === 0);
      if (rule !== undefined) rules.push(rule);
      isNewLine = false;
    }
    return rules;
  }

  #peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#next + ahead];
  }

  #wrong(token: Token | undefined, message: string): void {
    const at = token?.at ?? this.#tokens.at(-1)?.at ?? 0;
    // One word that means nothing makes others wrong, too: it is enough to say the first.
    if (!this.#problems.some((known) => known.at === at)) this.#problems.push({ at, message });
  }

  #rule(isNewLine: boolean, isFirst: boolean): Rule | undefined {
    const start = this.#peek();
    if (start === undefined) return undefined;
    const { days, holidays } = this.#days();
    const isBare = days.length === 0 && !holidays;
    if (isBare && start.kind === 'dash') {
      this.#wrong(start, `a dash must be between two days or two times`);
      this.#next += 1;
      return undefined;
    }
    const token = this.#peek();
    const spans = this.#hours(start);
    if (spans === undefined) return undefined;
    if (isBare && !isFirst) {
      this.#wrong(token, `${JSON.stringify(token?.text ?? '')} has no days: write them before it`);
      return undefined;
    }
    return { at: start.at, days: isBare ? WEEK : days, holidays, spans, isNewLine };
  }

  #days(): { days: readonly number[]; holidays: boolean } {
    const days = new Set<number>();
    let holidays = false;
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      const next = this.#peek(1);
      if (token.kind === 'comma' && (next?.kind === 'days' || next?.kind === 'holidays')) this.#next += 1;
      else if (token.kind === 'holidays') {
        holidays = true;
        this.#next += 1;
      } else if (token.kind === 'days') for (const day of this.#range(token)) days.add(day);
      else break;
    }
    return { days: [...days], holidays };
  }

  /** `mon`, `mon-fri`, `fri-mon`. */
  #range(first: Token & { kind: 'days' }): readonly number[] {
    this.#next += 1;
    if (this.#peek()?.kind !== 'dash') return first.days;
    const last = this.#peek(1);
    this.#next += 1;
    if (last?.kind !== 'days') {
      // `mon - 9:00-17:00`
      if (last?.kind !== 'time') this.#wrong(last, 'a day is missing after the dash');
      return first.days;
    }
    this.#next += 1;
    const [from = 0, ...more] = first.days;
    const [to = 0, ...others] = last.days;
    if (more.length + others.length > 0) this.#wrong(last, 'a range goes from one day to another');
    return WEEK.slice(0, ((to - from + 7) % 7) + 1).map((step) => (from + step) % 7);
  }

  /** What comes after the days. */
  #hours(start: Token): readonly Span[] | undefined {
    const token = this.#peek();
    switch (token?.kind) {
      case 'closed':
        this.#next += 1;
        return [];
      case 'always':
      case 'whole-day':
        this.#next += 1;
        return WHOLE_DAY;
      case 'time':
        return this.#spans();
      default:
        this.#wrong(start, `${JSON.stringify(start.text)} has no times: ${EXAMPLE}`);
        if (token !== undefined && token.kind !== 'end') this.#next += 1;
        return undefined;
    }
  }

  /** `9-12,13-17`: all that follow, up to the next days. */
  #spans(): readonly Span[] | undefined {
    const spans: Span[] = [];
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      if (token.kind === 'comma' && this.#peek(1)?.kind === 'time') this.#next += 1;
      else if (token.kind === 'time') {
        const span = this.#span(token);
        const before = spans.at(-1);
        // `9-12, 1-5` means the afternoon.
        if (span !== undefined && before !== undefined && span.from < before.to) {
          this.#wrong(token, `${JSON.stringify(token.text)} comes before ${clockOf(before.to)}: ${IN_ORDER}`);
        }
        if (span !== undefined) spans.push(span);
      } else break;
    }
    return spans.length === 0 ? undefined : joined(spans);
  }

  #span(start: Token & { kind: 'time' }): Span | undefined {
    const dash = this.#peek(1);
    const end = this.#peek(2);
    if (dash?.kind !== 'dash' || end?.kind !== 'time') {
      this.#next += dash?.kind === 'dash' ? 2 : 1;
      this.#wrong(start, `${JSON.stringify(start.text)} has no end: write a span, such as 9:00-17:00`);
      return undefined;
    }
    this.#next += 3;
    const span = spanBetween(start.clock, end.clock);
    if (typeof span !== 'string') return span;
    this.#wrong(start, `${JSON.stringify(`${start.text}-${end.text}`)}: ${span}`);
    return undefined;
  }
}

/** The rules one upon the other. */
function combined(rules: readonly Rule[], problems: TextProblem[]): WeekHours {
  const last = new Map<number | 'holidays', Rule>();
  const hours = new Map<number | 'holidays', readonly Span[]>();
  for (const rule of rules) {
    const twice: string[] = [];
    for (const day of [...rule.days, ...(rule.holidays ? (['holidays'] as const) : [])]) {
      const before = last.get(day);
      const spans = before && onTop(before, hours.get(day) ?? [], rule);
      if (before !== undefined && spans === undefined) twice.push(day === 'holidays' ? 'PH' : nameOf(day));
      hours.set(day, spans ?? rule.spans);
      last.set(day, rule);
    }
    if (twice.length > 0) problems.push({ at: rule.at, message: twiceText(twice) });
  }
  const days = WEEK.map((day): DayHours => ({ spans: hours.get(day) ?? [], at: last.get(day)?.at }));
  return { days, holidays: hours.get('holidays') };
}

const nameOf = (day: number): string => weekdayNames[day] ?? '';

/** What a day has when it is named once more; undefined where that can be read in two ways. */
function onTop(before: Rule, spans: readonly Span[], rule: Rule): readonly Span[] | undefined {
  if (spansText(spans) === spansText(rule.spans)) return spans;
  const isException = rule.isNewLine && sizeOf(rule) < sizeOf(before);
  if (isException || rule.spans.length === 0) return rule.spans;
  const adds =
    !rule.isNewLine &&
    spans.length > 0 &&
    !spans.some((one) => rule.spans.some((other) => overlap(one, other)));
  return adds ? joined([...spans, ...rule.spans]) : undefined;
}

const sizeOf = ({ days, holidays }: Rule): number => days.length + Number(holidays);

function twiceText(names: readonly string[]): string {
  const [first = ''] = names;
  return `${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} other hours already: write all hours of a day once, such as ${first} 9:00-12:00,14:00-17:00`;
}
