/** From the text of a policy to the policy, or to everything that is wrong with it. */
import { didYouMean } from '../../core/suggest.ts';
import { sentenceList } from '../../core/text.ts';
import type { BusinessHours } from '../hours.ts';
import { severities, type Rule } from '../rule.ts';
import type { Policy, RulePolicy, Suppression } from './policy.ts';
import { readYaml } from '../../core/yaml/read.ts';
import { quote, type Reader } from '../../core/yaml/reader.ts';

/** As much of a rule as a policy can speak of. */
export type KnownRule = Pick<Rule, 'id' | 'thresholds'>;

export const POLICY_VERSION = 1;

/** In the order of `Date.getUTCDay()`. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/**
 * The policy that the text describes. An empty text is an empty policy.
 * @param file As messages name it.
 * @throws FileProblems with every problem there is.
 */
export function parsePolicy(text: string, file: string, rules: readonly KnownRule[]): Policy {
  const about = { code: 'POLICY', hint: '`voipbin audit init` writes a policy to start from' };
  return readYaml(text, file, about, (reader) => readPolicy(reader, file, rules));
}

function readPolicy(reader: Reader, file: string, rules: readonly KnownRule[]): Policy {
  const {
    version,
    rules: settings,
    hours,
    suppressions,
  } = reader.fields(['version', 'rules', 'hours', 'suppressions']);
  if (version !== undefined && version.value !== POLICY_VERSION) {
    version.wrong(`this version of voipbin reads version ${POLICY_VERSION} of the policy only`);
  }
  const open = hours === undefined || hours.value === null ? undefined : readHours(hours);
  return {
    file,
    rules: settings === undefined ? {} : readRules(settings, rules),
    ...(open && { hours: open }),
    suppressions: suppressions?.items().flatMap((item) => readSuppression(item, rules) ?? []) ?? [],
  };
}

function readRules(reader: Reader, rules: readonly KnownRule[]): Record<string, RulePolicy> {
  const fields = reader.fields(
    rules.map(({ id }) => id),
    'rule',
  );
  return Object.fromEntries(
    rules.flatMap((rule) => {
      const settings = fields[rule.id];
      return settings === undefined ? [] : [[rule.id, readRule(settings, rule)]];
    }),
  );
}

function readRule(reader: Reader, rule: KnownRule): RulePolicy {
  const fields = reader.fields(['enabled', 'severity', 'thresholds']);
  const severity = fields.severity?.oneOf(severities);
  return {
    enabled: fields.enabled?.flag() ?? true,
    ...(severity && { severity }),
    thresholds: fields.thresholds === undefined ? {} : readThresholds(fields.thresholds, rule),
  };
}

function readThresholds(reader: Reader, { id, thresholds }: KnownRule): Record<string, number> {
  const known = Object.keys(thresholds);
  const read: [string, number][] = [];
  for (const [name, reading] of reader.entries()) {
    if (known.includes(name)) {
      const amount = reading.amount();
      if (amount !== undefined) read.push([name, amount]);
    } else if (known.length === 0) {
      reading.wrongKey(`unknown threshold ${quote(name)}: ${id} has none`);
    } else {
      const has = `: ${id} has ${sentenceList(known)}`;
      const suggestion = didYouMean(name, known);
      reading.wrongKey(`unknown threshold ${quote(name)}${suggestion === undefined ? has : ''}`, suggestion);
    }
  }
  return Object.fromEntries(read);
}

function readHours(reader: Reader): BusinessHours | undefined {
  const keys = ['zone', 'days', 'from', 'to'] as const;
  const fields = reader.fields(keys);
  if (reader.isMap) {
    for (const key of keys) if (fields[key] === undefined) reader.wrongKey(`hours need ${key}`);
  }
  const zone = fields.zone && readZone(fields.zone);
  const days = fields.days && readDays(fields.days);
  const from = fields.from && readTime(fields.from, 24 * 60 - 1);
  const to = fields.to && readTime(fields.to, 24 * 60);
  if (zone === undefined || days === undefined || from === undefined || to === undefined) return undefined;
  return { zone, days, from, to };
}

function readZone(reader: Reader): string | undefined {
  const zone = reader.text();
  if (zone === undefined || isZone(zone)) return zone;
  const known = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  reader.wrong(
    `${quote(zone)} is not a time zone`,
    didYouMean(zone, known) ?? 'one is named like Europe/Berlin',
  );
  return undefined;
}

/** An offset such as `+02:00` is none: it is wrong for half of the year. */
function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return /^[a-z]/i.test(zone);
  } catch {
    return false;
  }
}

function readDays(reader: Reader): number[] {
  const days = new Set<number>();
  const items = reader.items();
  for (const item of items) {
    const day = item.oneOf(weekdays);
    if (day === undefined) continue;
    if (days.has(weekdays.indexOf(day))) item.wrong(`${day} appears twice`);
    days.add(weekdays.indexOf(day));
  }
  if (items.length === 0 && (reader.value === null || Array.isArray(reader.value))) {
    reader.wrong('days must name one day at least');
  }
  return [...days].sort();
}

/** Minutes after midnight. */
function readTime(reader: Reader, latest: number): number | undefined {
  const text = reader.text();
  if (text === undefined) return undefined;
  const [, hours = '', minutes = ''] = /^(\d\d):([0-5]\d)$/.exec(text) ?? [];
  const time = hours === '' ? NaN : Number(hours) * 60 + Number(minutes);
  if (time <= latest) return time;
  reader.wrong(`${quote(text)} is not a time of day, such as "09:00"`);
  return undefined;
}

function readSuppression(reader: Reader, rules: readonly KnownRule[]): Suppression | undefined {
  const fields = reader.fields(['rule', 'id', 'name', 'reason', 'owner', 'expires']);
  if (!reader.isMap) {
    // Each of the missing keys would be one problem more about one empty item.
    if (reader.value === null) reader.wrongKey('a suppression must not be empty');
    return undefined;
  }
  for (const key of ['rule', 'reason', 'owner'] as const) {
    if (fields[key] === undefined) reader.wrongKey(`a suppression needs ${article[key]}`);
  }
  if (fields.id === undefined && fields.name === undefined) {
    reader.wrongKey("a suppression needs the object's id, or a pattern for its name");
  }
  if (fields.id !== undefined && fields.name !== undefined) {
    fields.name.wrongKey('a suppression has an id or a name, not both');
  }
  const rule = fields.rule && readRuleId(fields.rule, rules);
  const id = fields.id?.text();
  const name = fields.name?.word();
  const reason = fields.reason?.text();
  const owner = fields.owner?.text();
  const expires = fields.expires && readDay(fields.expires);
  const target = id !== undefined ? { id } : name !== undefined ? { name } : undefined;
  if (rule === undefined || target === undefined || reason === undefined || owner === undefined) {
    return undefined;
  }
  return { rule, target, reason, owner, ...(expires && { expires }), line: reader.position.line };
}

const article = { rule: 'a rule', reason: 'a reason', owner: 'an owner' } as const;

function readRuleId(reader: Reader, rules: readonly KnownRule[]): string | undefined {
  const id = reader.text();
  if (id === undefined || id === '*') return id;
  const known = rules.map((rule) => rule.id);
  if (known.includes(id)) return id;
  reader.wrong(`unknown rule ${quote(id)}`, didYouMean(id, known) ?? '`voipbin audit rules` lists them');
  return undefined;
}

function readDay(reader: Reader): string | undefined {
  const text = reader.text();
  if (text === undefined || isDay(text)) return text;
  reader.wrong(`${quote(text)} is not a calendar date, such as 2027-01-31`);
  return undefined;
}

function isDay(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  // February the 30th is read as a day of March.
  return at !== undefined && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
