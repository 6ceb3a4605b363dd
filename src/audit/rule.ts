/** What a rule is: one fault that an account can have, how it is found, and how it is fixed. */
import type { ServerFault } from '../snapshot/server-evidence.ts';
import type { SectionName, Sections } from '../snapshot/snapshot.ts';
import type { AccountCalls } from './calls.ts';
import type { BusinessHours } from './hours.ts';
import type { Repair } from './repair.ts';
import { sentenceOf, type Data, type Fixes, type Messages, type Said } from './sentences.ts';
import { withNameOf, type Subject } from './subjects.ts';

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

export const categories = ['account', 'access', 'numbers', 'flows', 'routing', 'money'] as const;
export type Category = (typeof categories)[number];

/** What a rule finds wrong with what. */
interface Found {
  subject: Subject;
  /** Where one object of one rule is worse than another: one of the rule's `variants`. */
  severity?: Severity;
  /** Tells apart several problems of one rule with one object; the same from run to run. */
  key?: string;
  /** Where it can be fixed safely and in one way only. */
  repair?: Repair | undefined;
}

/** A problem as the rule of these messages yields it: what to say by its id, and no words. */
export type ProblemOf<M extends Messages> = Found & Said<M>;

/** The same in words. */
export interface Problem extends Found {
  /** One of the rule's `messages`. */
  messageId: string;
  data: Data;
  /** One sentence, lower case, without the subject's name. */
  message: string;
  /** The command or the step that fixes it, with the object's name in it. */
  fix: string;
}

/** A number that the policy may change. */
interface Threshold {
  default: number;
  /** What it counts, for people: `days`, `agents`, `USD`. */
  unit: string;
  /** What happens at this number, for people. */
  what: string;
}

export type Thresholds = Readonly<Record<string, Threshold>>;

/** What rules know in addition to the account. */
export interface RuleContext<T extends string = string> {
  /** Milliseconds since 1970. */
  now: number;
  /** How far back the traffic was read. Milliseconds since 1970. */
  since: number;
  /** The rule's thresholds, as the policy has them. */
  thresholds: Readonly<Record<T, number>>;
  /** When someone should answer, if the policy says so. */
  hours: BusinessHours | undefined;
  /** What happens in calls. */
  calls: AccountCalls;
}

/** The sections that a rule named as needed, and no other. */
type Account<N extends SectionName> = Pick<Sections, N>;

/** An account as far as the rule looks at it. */
export interface Example<N extends SectionName, R extends SectionName = never> {
  name: string;
  account: Account<N> & Partial<Account<R>>;
  hours?: BusinessHours;
  /** Traffic that looks like the fault and is none: of the wrong direction, in another place. */
  decoy?: true;
}

/** The traffic that a rule concludes from. A test holds that each rule that needs traffic says this. */
export interface Traffic {
  /** Whether it concludes from what was seen, or from the fact that nothing was. */
  from: 'silence' | 'activity';
  /** As the account sees it. */
  direction: 'in' | 'out' | 'both';
  /** Everything that counts, for people. */
  places: readonly string[];
  /**
   * Days of traffic that the rule needs; 0 where any time will do. With fewer it never passes, and finds something
   * only if it concludes from activity: what was seen was seen. The default look back is longer than all of them.
   */
  days: number | ((thresholds: Readonly<Record<string, number>>) => number);
}

/** For people. */
export const directionNames: Readonly<Record<Traffic['direction'], string>> = {
  in: 'incoming',
  out: 'outgoing',
  both: 'incoming and outgoing',
};

/** For people: what may be so on a server, and is not so on the published one. */
export const serverQuestions: Readonly<Record<ServerFault, string>> = {
  timeouts: 'whether timeouts fire',
  weekdays: 'whether weekdays can be checked',
  counted_jumps: 'whether a jump counts',
};

/** When a finding of the rule is more or less severe than the rule itself. */
interface Variant {
  severity: Severity;
  /** A statement, for people: `callers are waiting`. */
  when: string;
}

/** What a rule may say about repairs of its problems. */
interface Repairing<R extends SectionName> {
  /** What is done, and where it leaves one choice only: for people. */
  does: string;
  /** Sections that it takes besides; the rule is checked without them, too. */
  needs?: readonly R[];
}

type Counted<N extends SectionName> = {
  readonly [K in N]?: readonly (keyof NonNullable<Sections[K]> & string)[];
};

export interface RuleSpec<
  N extends SectionName,
  T extends Thresholds,
  R extends SectionName,
  M extends Messages,
> {
  /** Says the fault, kebab-case, subject first. Never renamed, never reused. */
  id: string;
  title: string;
  category: Category;
  severity: Severity;
  /** The version that brought it. */
  since: string;
  /** Sections without which it cannot be checked. */
  needs: readonly N[];
  /** Sections that it takes where they could be read; it is checked without them, too. */
  uses?: readonly R[];
  /** What of these sections must have been counted: snapshots of earlier versions lack it. */
  counted?: Counted<N>;
  /** One paragraph for a person: what goes wrong when this is so. */
  why: string;
  /** How it is fixed, in general; `<agent>` and the like become the name of the object. */
  fix: string;
  /** What it says, by message id: lower case, without the subject's name and a full stop. */
  messages: M;
  /** By message id: how that is fixed, where it can be said more exactly. */
  fixes?: Fixes<NoInfer<M>>;
  traffic?: Traffic;
  /** Whether it concludes from every way of a call: where these are too many to be looked at, it never passes. */
  explores?: true;
  /** Faults of the published server that it goes by: what the account's own runs show of them decides. */
  server?: readonly ServerFault[];
  /** One of each severity that a problem may have instead of the rule's own. */
  variants?: readonly Variant[];
  repair?: Repairing<R>;
  thresholds?: T;
  /** Created on demand: an audit never needs them. */
  examples: { ok: () => readonly Example<N, R>[]; bad: () => readonly Example<N, R>[] };
  check: (
    account: Account<N> & Partial<Account<R>>,
    context: RuleContext<keyof T & string>,
  ) => Iterable<ProblemOf<M>>;
}

/** A rule of any needs; the engine hands it exactly what it named. */
export interface Rule extends Omit<
  RuleSpec<SectionName, Thresholds, SectionName, Messages>,
  'check' | 'examples' | 'thresholds'
> {
  thresholds: Thresholds;
  examples: { ok: readonly Example<never>[]; bad: readonly Example<never>[] };
  check: (account: Partial<Sections>, context: RuleContext) => Iterable<Problem>;
}

/**
 * Ties the needs to what `check` may see, and the messages to what it may say: a section that is not named is not there
 * for the compiler, nor is a message id or a datum. Here, and nowhere else, problems are put into words.
 */
export function defineRule<
  const N extends SectionName,
  const M extends Messages,
  const T extends Thresholds = Thresholds,
  const R extends SectionName = never,
>(spec: RuleSpec<N, T, R, M>): Rule {
  return {
    ...spec,
    thresholds: spec.thresholds ?? {},
    examples: {
      get ok() {
        return spec.examples.ok();
      },
      get bad() {
        return spec.examples.bad();
      },
    },
    *check(account, context) {
      const found = spec.check(account as Account<N> & Partial<Account<R>>, context);
      for (const problem of found) yield inWords(problem, spec);
    },
  };
}

interface Wording {
  fix: string;
  messages: Messages;
  fixes?: Partial<Messages>;
}

function inWords(
  { messageId, data = {}, ...found }: Found & { messageId: string; data?: Data },
  { fix, messages, fixes }: Wording,
): Problem {
  const general = sentenceOf(fixes?.[messageId] ?? fix, data);
  return {
    messageId,
    data,
    message: sentenceOf(messages[messageId] ?? messageId, data),
    fix: withNameOf(found.subject, general),
    ...found,
  };
}

/** All sections that the rule takes. */
export const sectionsOf = ({ needs, uses, repair }: Rule): readonly SectionName[] => [
  ...needs,
  ...(uses ?? []),
  ...(repair?.needs ?? []),
];

/** The thresholds as the rule has them by itself. */
export function defaultThresholds(rule: Pick<Rule, 'thresholds'>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(rule.thresholds).map(([name, { default: value }]) => [name, value]),
  );
}

/** Days of traffic that the rule needs, with thresholds as the policy has them. */
export function daysNeeded(
  { traffic }: Pick<Rule, 'traffic'>,
  thresholds: Readonly<Record<string, number>>,
): number {
  if (traffic === undefined) return 0;
  return typeof traffic.days === 'number' ? traffic.days : traffic.days(thresholds);
}
