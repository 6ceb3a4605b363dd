/** What a rule is: one fault that an account can have, how it is found, and how it is mended. */
import type { SectionName, Sections } from '../snapshot/snapshot.ts';

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

export type Category = 'account' | 'access' | 'numbers' | 'flows' | 'routing' | 'money';

/** What is wrong with what. */
export interface Problem {
  subject: Subject;
  /** One sentence, lower case, without the subject's name. */
  message: string;
  /** The command or the step that mends it. */
  fix?: string;
}

export interface Subject {
  /** `customer`, `agent`, `number`, `flow`, `queue`, `tag`, `billing_account`. */
  kind: string;
  id: string;
  /** For people; never empty. */
  name: string;
}

/** What rules know beside the account. */
export interface RuleContext {
  /** Milliseconds since 1970. */
  now: number;
}

/** The sections that a rule named as needed, and no other. */
export type Account<N extends SectionName> = Pick<Sections, N>;

/** An account as far as the rule looks at it. */
export interface Example<N extends SectionName> {
  name: string;
  account: Account<N>;
}

export interface RuleSpec<N extends SectionName> {
  /** Says the fault, kebab-case, subject first. Never renamed, never reused. */
  id: string;
  title: string;
  category: Category;
  severity: Severity;
  /** The version that brought it. */
  since: string;
  /** Sections without which it cannot be checked. */
  needs: readonly N[];
  /** One paragraph for a person: what goes wrong when this is so. */
  why: string;
  /** How it is mended, in general. */
  fix: string;
  examples: { ok: readonly Example<N>[]; bad: readonly Example<N>[] };
  check: (account: Account<N>, context: RuleContext) => Iterable<Problem>;
}

/** A rule of any needs; the engine hands it exactly what it named. */
export interface Rule extends Omit<RuleSpec<SectionName>, 'check' | 'examples'> {
  examples: { ok: readonly Example<never>[]; bad: readonly Example<never>[] };
  check: (account: Partial<Sections>, context: RuleContext) => Iterable<Problem>;
}

/** Ties the needs to what `check` may see: a section that is not named is not there for the compiler. */
export function defineRule<const N extends SectionName>(spec: RuleSpec<N>): Rule {
  return { ...spec, check: (account, context) => spec.check(account as Account<N>, context) };
}
